package io.switchhook.server;

import io.switchhook.pbx.admission.Attempt;
import io.switchhook.pbx.admission.Ban;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A ban as commands see it.
record BanLine(
        String address,
        Instant since,
        Instant until,
        String why,
        boolean sparing,
        List<Attempt> attempts) {

    static BanLine of(Ban ban) {
        return new BanLine(
                ban.source().toString(),
                ban.since(),
                ban.until(),
                ban.why(),
                ban.sparing(),
                ban.attempts());
    }

    static BanLine of(ObjectNode json) {
        var attempts = new ArrayList<Attempt>();
        for (var one : json.path("attempts"))
            attempts.add(
                    new Attempt(
                            Instant.parse(one.path("time").asString("")),
                            one.path("method").asString(""),
                            one.path("user").asString(""),
                            one.path("userAgent").asString("")));
        return new BanLine(
                json.path("address").asString(""),
                Instant.parse(json.path("since").asString("")),
                Instant.parse(json.path("until").asString("")),
                json.path("why").asString(""),
                json.path("sparing").asBoolean(false),
                attempts);
    }

    ObjectNode json() {
        var json =
                ControlServer.JSON
                        .createObjectNode()
                        .put("address", address)
                        .put("since", since.toString())
                        .put("until", until.toString())
                        .put("why", why)
                        .put("sparing", sparing);
        var list = json.putArray("attempts");
        for (var attempt : attempts)
            list.addObject()
                    .put("time", attempt.time().toString())
                    .put("method", attempt.method())
                    .put("user", attempt.user())
                    .put("userAgent", attempt.userAgent());
        return json;
    }

    /// In lines for people, without anything that could fool a terminal.
    List<String> text() {
        var lines = new ArrayList<String>();
        lines.add(
                "%s  %s to %s (%s)  %s"
                        .formatted(
                                address, seconds(since), seconds(until), lasts(), printable(why)));
        if (sparing)
            lines.add(
                    "    accounts that proved themselves at this address are served all the same");
        for (var attempt : attempts)
            lines.add(
                    "    %s  %-9s as %s  by %s"
                            .formatted(
                                    seconds(attempt.time()),
                                    printable(attempt.method()),
                                    printable(attempt.user()),
                                    attempt.userAgent().isEmpty()
                                            ? "no User-Agent"
                                            : printable(attempt.userAgent())));
        return lines;
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private String lasts() {
        var time = Duration.between(since, until);
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    private static String printable(String text) {
        var printable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c ->
                        printable.appendCodePoint(
                                Character.isISOControl(c)
                                                || Character.getType(c) == Character.FORMAT
                                        ? '?'
                                        : c));
        return printable.toString();
    }
}
