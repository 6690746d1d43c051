package io.switchhook.server;

import io.switchhook.phone.CallFacts;
import io.switchhook.phone.PhoneEvent;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;

/// Shows what happens at a phone, as lines for a person or as lines of JSON. Thread-safe.
final class PhoneEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final PrintWriter out;
    private final boolean json;
    private final Clock clock;

    private PhoneEvents(PrintWriter out, boolean json, Clock clock) {
        this.out = out;
        this.json = json;
        this.clock = clock;
    }

    static PhoneEvents json(PrintWriter out) {
        return new PhoneEvents(out, true, Clock.systemUTC());
    }

    static PhoneEvents text(PrintWriter out) {
        return new PhoneEvents(out, false, Clock.systemDefaultZone());
    }

    void tell(PhoneEvent event) {
        if (json) print(fields(event));
        else print(sentence(event));
    }

    /// Something about the phone's files.
    void note(String text) {
        if (json) print(fields("note", "text", text));
        else print("note: " + text);
    }

    /// An answer to a line that was typed.
    void answer(String event, Map<String, ?> fields, String sentence) {
        var all = fields(event);
        all.putAll(fields);
        if (json) print(all);
        else print(sentence);
    }

    /// A line that could not be followed.
    void mistake(String text) {
        if (json) print(fields("error", "text", text));
        else print(text);
    }

    private void print(LinkedHashMap<String, Object> fields) {
        fields.putFirst("at", clock.instant().toString());
        print(JSON.writeValueAsString(fields));
    }

    private synchronized void print(String line) {
        out.println(json ? line : TIME.format(LocalTime.now(clock)) + "  " + line);
        out.flush();
    }

    private static LinkedHashMap<String, Object> fields(String event, Object... pairs) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("event", event);
        for (int i = 0; i < pairs.length; i += 2) fields.put((String) pairs[i], pairs[i + 1]);
        return fields;
    }

    private static LinkedHashMap<String, Object> fields(PhoneEvent event) {
        return switch (event) {
            case PhoneEvent.Registered(var account, var address, var server, var expires) ->
                    fields(
                            "registered",
                            "account",
                            account,
                            "address",
                            address,
                            "server",
                            server,
                            "expires",
                            expires.toSeconds());
            case PhoneEvent.NotRegistered(
                            var account,
                            var address,
                            var status,
                            var reason,
                            var retry) ->
                    fields(
                            "not-registered",
                            "account",
                            account,
                            "address",
                            address,
                            "status",
                            status,
                            "reason",
                            reason,
                            "retry",
                            retry.toSeconds());
            case PhoneEvent.Unregistered(var account, var address) ->
                    fields("unregistered", "account", account, "address", address);
            case PhoneEvent.CallChanged(var call) -> fields(call);
            case PhoneEvent.CallTurnedAway(var account, var from, var status, var why) ->
                    fields(
                            "turned-away",
                            "account",
                            account,
                            "from",
                            from,
                            "status",
                            status,
                            "why",
                            why);
            case PhoneEvent.CallForwarded(var account, var from, var to, var why) ->
                    fields("forwarded", "account", account, "from", from, "to", to, "why", why);
            case PhoneEvent.Redirected(var call, var to) ->
                    fields("redirected", "call", call, "to", to);
            case PhoneEvent.Transfer(var call, var status, var reason) ->
                    fields("transfer", "call", call, "status", status, "reason", reason);
            case PhoneEvent.KeyHeard(var call, var key) ->
                    fields("key", "call", call, "key", String.valueOf(key));
            case PhoneEvent.Video(var call, var on) -> fields("video", "call", call, "on", on);
            case PhoneEvent.Text(var account, var from, var text) ->
                    fields("text", "account", account, "from", from, "text", text);
            case PhoneEvent.MessagesWaiting(var account, var waiting, var fresh, var old) ->
                    fields(
                            "messages",
                            "account",
                            account,
                            "waiting",
                            waiting,
                            "new",
                            fresh,
                            "old",
                            old);
            case PhoneEvent.Lamp(var key, var line, var state) ->
                    fields(
                            "lamp",
                            "place",
                            name(key.place()),
                            "module",
                            key.module(),
                            "key",
                            key.number(),
                            "line",
                            line,
                            "state",
                            name(state));
            case PhoneEvent.LineFree(var account, var number) ->
                    fields("line-free", "account", account, "number", number);
            case PhoneEvent.Switched(var what) -> fields("switched", "what", name(what));
            case PhoneEvent.FilesAt(var url) -> fields("files-at", "url", url);
            case PhoneEvent.Provisioned(var changed, var notes) ->
                    fields("provisioned", "changed", changed, "notes", notes);
            case PhoneEvent.PhoneBookRead(var people) -> fields("phone-book", "people", people);
            case PhoneEvent.CheckSync(var restart) -> fields("check-sync", "restart", restart);
            case PhoneEvent.Problem(var text) -> fields("problem", "text", text);
        };
    }

    private static LinkedHashMap<String, Object> fields(CallFacts call) {
        var fields =
                fields(
                        "call",
                        "call",
                        call.number(),
                        "account",
                        call.account(),
                        "direction",
                        call.incoming() ? "in" : "out",
                        "state",
                        name(call.state()),
                        "remote",
                        call.remote(),
                        "name",
                        call.remoteName(),
                        "held",
                        call.held(),
                        "conference",
                        call.inConference(),
                        "ring",
                        call.ring(),
                        "earlySound",
                        call.earlySound(),
                        "callId",
                        call.callId());
        call.end()
                .ifPresent(end -> {
                    fields.put("status", end.status());
                    fields.put("reason", end.reason());
                });
        return fields;
    }

    static String name(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String sentence(PhoneEvent event) {
        return switch (event) {
            case PhoneEvent.Registered(_, var address, var server, var expires) ->
                    "registered as %s at %s for %d s"
                            .formatted(address, server, expires.toSeconds());
            case PhoneEvent.NotRegistered(_, var address, var status, var reason, var retry) ->
                    "not registered as %s: %d %s; tried again in %d s"
                            .formatted(address, status, reason, retry.toSeconds());
            case PhoneEvent.Unregistered(_, var address) ->
                    "no longer registered as %s".formatted(address);
            case PhoneEvent.CallChanged(var call) -> sentence(call);
            case PhoneEvent.CallTurnedAway(_, var from, var status, var why) ->
                    "%s called and got %d: %s".formatted(from, status, why);
            case PhoneEvent.CallForwarded(_, var from, var to, var why) ->
                    "%s called and was sent to %s: %s".formatted(from, to, why);
            case PhoneEvent.Redirected(var call, var to) ->
                    "call %d goes to %s instead".formatted(call, to);
            case PhoneEvent.Transfer(var call, var status, var reason) ->
                    "call %d is handed on: %d %s".formatted(call, status, reason);
            case PhoneEvent.KeyHeard(var call, var key) -> "call %d: key %s".formatted(call, key);
            case PhoneEvent.Video(var call, var on) ->
                    "call %d: video %s".formatted(call, on ? "on" : "off");
            case PhoneEvent.Text(_, var from, var text) -> "%s writes: %s".formatted(from, text);
            case PhoneEvent.MessagesWaiting(_, var waiting, var fresh, var old) ->
                    waiting
                            ? "voice mail: %d new, %d old".formatted(fresh, old)
                            : "voice mail: nothing new";
            case PhoneEvent.Lamp(_, var line, var state) ->
                    line
                            + switch (state) {
                                case OFF -> ": nothing is known";
                                case IDLE -> " is free";
                                case RINGING -> " rings";
                                case BUSY -> " is busy";
                            };
            case PhoneEvent.LineFree(_, var number) -> number + " is free again";
            case PhoneEvent.Switched(var what) -> name(what).replace('_', ' ');
            case PhoneEvent.FilesAt(var url) -> "the files are at " + url;
            case PhoneEvent.Provisioned(var changed, var notes) ->
                    (changed ? "new files are in use" : "the files have not changed")
                            + (notes.isEmpty() ? "" : ": " + String.join("; ", notes));
            case PhoneEvent.PhoneBookRead(var people) ->
                    "the phone book has " + people + (people == 1 ? " person" : " people");
            case PhoneEvent.CheckSync(var restart) ->
                    "the server asks to " + (restart ? "start anew" : "look for new files");
            case PhoneEvent.Problem(var text) -> text;
        };
    }

    /// A call on one line.
    static String sentence(CallFacts call) {
        String who =
                call.remoteName().isEmpty()
                        ? call.remote()
                        : call.remoteName() + " (" + call.remote() + ')';
        String what =
                switch (call.state()) {
                    case DIALING -> "calling " + who;
                    case ALERTING -> "it rings at " + who;
                    case RINGING -> who + " calls: answer or reject";
                    case TALKING ->
                            call.inConference()
                                    ? "in conference with " + who
                                    : call.held() ? "held by " + who : "talking to " + who;
                    case HOLDING -> who + " is on hold";
                    case ENDED ->
                            "over"
                                    + call.end()
                                            .map(end -> ": " + end.status() + ' ' + end.reason())
                                            .orElse("");
                };
        return "call " + call.number() + ": " + what;
    }
}
