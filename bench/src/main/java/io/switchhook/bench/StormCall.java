package io.switchhook.bench;

import io.netty.util.concurrent.Future;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Response;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One call from its INVITE to the 200 of its BYE, as the caller sees it. For the thread of [StormCalls].
final class StormCall {
    private static final String SDP = StormText.sdp("127.2.0.1");

    /// In milliseconds, from the 200 to the BYE.
    private static final long TALK = 1_000;

    private final int number;
    private final String caller;
    private final String callee;
    private final StormOffice office;
    private final StormCalls calls;
    private final StormText text;
    private final long began = System.nanoTime();
    private String method = "INVITE";
    private String request = "";
    private String to;
    private String uri;
    private String routes = "";
    private byte[] ack = {};
    private int cseq;
    private int challenges;
    private boolean provisional;
    private boolean answered;
    private @Nullable Future<?> timer;

    StormCall(
            int number,
            String caller,
            String callee,
            StormOffice office,
            StormCalls calls,
            StormText text) {
        this.number = number;
        this.caller = caller;
        this.callee = callee;
        this.office = office;
        this.calls = calls;
        this.text = text;
        this.uri = "sip:" + callee + "@" + StormText.DOMAIN;
        this.to = "<" + uri + ">";
    }

    void invite() {
        cseq++;
        send(StormText.bytes(text("INVITE", SDP)));
    }

    private String text(String method, String body) {
        return """
        %1$s %2$s SIP/2.0
        Via: SIP/2.0/UDP %3$s;branch=z9hG4bKc%4$d-%5$d%10$s;rport
        Max-Forwards: 70
        From: <sip:%6$s@office.example>;tag=f%4$d
        To: %7$s
        Call-ID: call-%4$d
        CSeq: %5$d %1$s
        Contact: <sip:%6$s@%3$s>
        %8$sContent-Type: application/sdp
        Content-Length: %9$d

        """
                        .formatted(
                                method,
                                uri,
                                office.contact(),
                                number,
                                cseq,
                                caller,
                                to,
                                routes.replace("\r\n", "\n"),
                                body.length(),
                                method.equals("ACK") && answered ? "a" : "")
                        .replace("\n", "\r\n")
                + body;
    }

    private void send(byte[] bytes) {
        request = new String(bytes, StandardCharsets.UTF_8);
        transmit(bytes, StormText.T1, 0);
    }

    private void transmit(byte[] bytes, long interval, long passed) {
        if (passed >= StormText.TIMEOUT) {
            over("no answer to " + method);
            return;
        }
        office.send(bytes);
        later(() -> transmit(bytes, 2 * interval, passed + interval), interval);
    }

    void received(String response) {
        int status = StormText.status(response);
        if (answered && StormText.value(response, "CSeq").endsWith("INVITE")) {
            if (status >= 200) office.send(ack);
            return;
        }
        if (!response.contains("z9hG4bKc" + number + "-" + cseq + ";")) return;
        if (status < 200) provisional();
        else if (status == 401 || status == 407) challenged(response);
        else if (method.equals("BYE")) over(status < 300 ? "" : status + " to BYE");
        else if (status < 300) answered(response);
        else {
            acknowledge(response);
            over(status + " to INVITE");
        }
    }

    private void provisional() {
        if (method.equals("INVITE") && !provisional)
            calls.toProvisional.add(System.nanoTime() - began);
        provisional = true;
        later(() -> over("no final response"), StormText.TIMEOUT);
    }

    private void challenged(String response) {
        if (method.equals("INVITE")) acknowledge(response);
        if (++challenges > 4) {
            over("challenged again and again");
            return;
        }
        cseq++;
        text.authorized(caller, text(method, body()), response)
                .ifPresentOrElse(this::send, () -> over("refused challenge"));
    }

    private String body() {
        return method.equals("INVITE") ? SDP : "";
    }

    /// The ACK of a refusal belongs to its transaction: RFC 3261 §17.1.1.3.
    private void acknowledge(String response) {
        String dialog = to;
        to = StormText.value(response, "To");
        office.send(StormText.bytes(text("ACK", "")));
        to = dialog;
    }

    private void answered(String response) {
        calls.answered(began);
        answered = true;
        to = StormText.value(response, "To");
        uri = calls.calleeContact(callee);
        if (text.parsed(response) instanceof Response ok)
            routes =
                    ok.headers().all(Header.RECORD_ROUTE).reversed().stream()
                            .map(route -> "Route: " + route + "\r\n")
                            .collect(Collectors.joining());
        ack = StormText.bytes(text("ACK", ""));
        office.send(ack);
        later(this::bye, TALK);
    }

    private void bye() {
        method = "BYE";
        cseq++;
        send(StormText.bytes(text(method, "")));
    }

    private void later(Runnable action, long millis) {
        if (timer != null) timer.cancel(false);
        timer = calls.loop().schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    private void over(String failure) {
        if (timer != null) timer.cancel(false);
        calls.over(number, failure);
    }
}
