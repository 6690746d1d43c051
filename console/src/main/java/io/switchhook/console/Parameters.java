package io.switchhook.console;

import io.javalin.http.Context;
import io.switchhook.console.CallsView.Format;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The query of a request. What is not understood is refused with what is allowed.
final class Parameters {
    static final int LARGEST = 500;
    private static final int USUAL = 100;
    private static final int LONGEST = 256;
    private static final List<String> STATES =
            List.of("active", "calling", "ringing", "answered", "ended", "failed");
    private static final List<String> KINDS =
            List.of("call", "registration", "subscription", "other");
    private static final List<String> PHONE_STATES =
            List.of("reachable", "silent", "absent", "unusable");

    private static final List<String> DEVICE_STATES =
            List.of(
                    "asked",
                    "expected",
                    "adopted",
                    "fetched",
                    "applied",
                    "registered",
                    "held",
                    "contested");

    private final Context context;

    /// @param allowed the names of all that the route knows
    Parameters(Context context, Set<String> allowed) {
        this.context = context;
        for (var name : context.queryParamMap().keySet())
            if (!allowed.contains(name))
                throw RequestProblem.invalid(
                        "There is no parameter '%s' here; allowed are %s."
                                .formatted(
                                        name,
                                        String.join(", ", allowed.stream().sorted().toList())));
    }

    static CallsView.Query calls(Context context) {
        var in =
                new Parameters(
                        context,
                        Set.of(
                                "q", "user", "address", "device", "kind", "state", "status",
                                "reason", "since", "until", "offset", "limit"));
        return new CallsView.Query(
                in.text("q"),
                in.text("user"),
                in.text("address"),
                in.text("device"),
                in.word("kind", KINDS),
                in.word("state", STATES),
                in.status(),
                in.text("reason"),
                in.time("since"),
                in.time("until"),
                in.offset(),
                in.limit());
    }

    static PhonesView.Query phones(Context context) {
        var in = new Parameters(context, Set.of("q", "state", "offset", "limit"));
        return new PhonesView.Query(
                in.text("q"), in.word("state", PHONE_STATES), in.offset(), in.limit());
    }

    static DevicesView.Query devices(Context context) {
        var in = new Parameters(context, Set.of("q", "state", "offset", "limit"));
        return new DevicesView.Query(
                in.text("q"), in.word("state", DEVICE_STATES), in.offset(), in.limit());
    }

    static PeopleView.Query people(Context context) {
        var in = new Parameters(context, Set.of("q", "devices", "offset", "limit"));
        var devices =
                switch (in.word("devices", List.of("none", "some"))) {
                    case "none" -> PeopleView.Having.NONE;
                    case "some" -> PeopleView.Having.SOME;
                    default -> PeopleView.Having.WHATEVER;
                };
        return new PeopleView.Query(in.text("q"), devices, in.offset(), in.limit());
    }

    static Format format(Context context) {
        var in = new Parameters(context, Set.of("format"));
        var word = in.word("format", List.of("json", "text", "svg", "pcapng"));
        return Format.of(word).orElse(Format.JSON);
    }

    /// Empty if nothing was given.
    String text(String name) {
        @Nullable String text = context.queryParam(name);
        if (text == null) return "";
        if (text.length() > LONGEST)
            throw RequestProblem.invalid(
                    "The parameter '" + name + "' may have " + LONGEST + " characters at most.");
        return text.strip();
    }

    private String word(String name, List<String> allowed) {
        var word = text(name);
        if (!word.isEmpty() && !allowed.contains(word))
            throw RequestProblem.invalid(
                    "'%s' is no %s; allowed are %s."
                            .formatted(word, name, String.join(", ", allowed)));
        return word;
    }

    private int status() {
        var text = text("status");
        if (text.isEmpty()) return 0;
        int status =
                text.matches("[1-6](xx|\\d\\d)") ? Integer.parseInt(text.replace("xx", "")) : 0;
        if (status == 0)
            throw RequestProblem.invalid(
                    "'" + text + "' is no status such as 486, or class such as 4xx.");
        return status;
    }

    private Optional<Instant> time(String name) {
        var text = text(name);
        if (text.isEmpty()) return Optional.empty();
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            throw RequestProblem.invalid("'" + text + "' is no time such as 2026-03-01T09:30:00Z.");
        }
    }

    private int offset() {
        return number("offset", 0, 0, 100_000_000);
    }

    private int limit() {
        return number("limit", USUAL, 1, LARGEST);
    }

    private int number(String name, int preset, int least, int most) {
        var text = text(name);
        if (text.isEmpty()) return preset;
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) return number;
        }
        throw RequestProblem.invalid(
                "'%s' is no %s from %d to %d.".formatted(text, name, least, most));
    }
}
