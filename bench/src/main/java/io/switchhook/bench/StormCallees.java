package io.switchhook.bench;

import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Phones that ring and are answered at once.
final class StormCallees {
    private static final String SDP = StormText.sdp("127.2.0.2");

    private final EventLoop loop;

    /// The 200 of each call until its BYE.
    private final Map<String, String> answers = new HashMap<>();

    private final Map<String, Boolean> acknowledged = new HashMap<>();
    private @Nullable StormOffice office;

    StormCallees(EventLoop loop) {
        this.loop = loop;
    }

    void use(StormOffice way) {
        office = way;
    }

    String contact(String user) {
        return "sip:" + user + "@" + Objects.requireNonNull(office).contact();
    }

    void received(String request) {
        String call = StormText.value(request, "Call-ID");
        switch (request.substring(0, request.indexOf(' '))) {
            case "INVITE" -> invited(request, call);
            case "ACK" -> acknowledged.replace(call, true);
            case "BYE" -> {
                answers.remove(call);
                acknowledged.remove(call);
                send(StormText.answer(request, "200 OK", "here", "Content-Length: 0\r\n\r\n"));
            }
            default ->
                    send(
                            StormText.answer(
                                    request,
                                    "501 Not Implemented",
                                    "here",
                                    "Content-Length: 0\r\n\r\n"));
        }
    }

    private void invited(String request, String call) {
        var before = answers.get(call);
        if (before != null) {
            send(before);
            return;
        }
        String user = request.substring(request.indexOf(':') + 1, request.indexOf('@'));
        String contact = "Contact: <" + contact(user) + ">\r\n";
        send(
                StormText.answer(
                        request, "180 Ringing", "here", contact + "Content-Length: 0\r\n\r\n"));
        String more =
                contact
                        + "Content-Type: application/sdp\r\nContent-Length: "
                        + SDP.length()
                        + "\r\n\r\n"
                        + SDP;
        String answer = StormText.answer(request, "200 OK", "here", more);
        answers.put(call, answer);
        acknowledged.put(call, false);
        repeat(call, answer, StormText.T1, StormText.T1);
        send(answer);
    }

    /// RFC 3261 §13.3.1.4.
    private void repeat(String call, String answer, long interval, long passed) {
        loop.schedule(
                () -> {
                    if (passed > StormText.TIMEOUT || acknowledged.getOrDefault(call, true)) return;
                    send(answer);
                    repeat(call, answer, Math.min(2 * interval, 4_000), passed + interval);
                },
                interval,
                TimeUnit.MILLISECONDS);
    }

    private void send(String message) {
        Objects.requireNonNull(office).send(StormText.bytes(message));
    }
}
