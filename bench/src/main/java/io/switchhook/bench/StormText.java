package io.switchhook.bench;

import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Messages as the phones of a storm see them: text, of which they read what they need. For one thread.
final class StormText {
    static final String DOMAIN = "office.example";
    static final String PASSWORD = "storm-password";

    /// In milliseconds, as [#TIMEOUT], which ends a transaction: RFC 3261 §17.1.1.1.
    static final long T1 = 500;

    static final long TIMEOUT = 64 * T1;

    private static final Set<String> COPIED =
            Set.of("via", "from", "to", "call-id", "cseq", "record-route");

    private final MessageParser parser = new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
    private final RandomGenerator random;

    StormText(RandomGenerator random) {
        this.random = random;
    }

    RandomGenerator random() {
        return random;
    }

    /// Of a phone that speaks PCMA.
    static String sdp(String address) {
        return """
        v=0
        o=- 1 1 IN IP4 %1$s
        s=-
        c=IN IP4 %1$s
        t=0 0
        m=audio 40000 RTP/AVP 8
        """
                .formatted(address)
                .replace("\n", "\r\n");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// 0 for a request.
    static int status(String text) {
        return text.startsWith("SIP/2.0 ") && text.length() > 11
                ? Integer.parseInt(text, 8, 11, 10)
                : 0;
    }

    /// The first value of a header field, empty if there is none.
    static String value(String text, String name) {
        int start = text.indexOf("\r\n" + name + ":");
        if (start < 0) return "";
        int end = text.indexOf("\r\n", start + 2);
        return text.substring(start + name.length() + 3, end < 0 ? text.length() : end).strip();
    }

    SipMessage parsed(String text) {
        byte[] bytes = bytes(text);
        return parser.parseDatagram(bytes, 0, bytes.length);
    }

    /// A request with credentials for a challenge; empty if it is none that could be answered.
    Optional<byte[]> authorized(String user, String request, String challenge) {
        if (!(parsed(request) instanceof Request asked)
                || !(parsed(challenge) instanceof Response answer)) return Optional.empty();
        return new DigestClient(user, PASSWORD, random)
                .answer(asked, answer)
                .map(one -> {
                    var out = new ByteSink(1024);
                    one.writeTo(out);
                    return out.toByteArray();
                });
    }

    /// In milliseconds: what a 503 asks for, and a little more, since nobody's clock is exact.
    long retryAfter(String response) {
        int seconds = 1;
        if (parsed(response) instanceof Response answer)
            seconds = answer.headers().get(Header.RETRY_AFTER).map(it -> it.seconds()).orElse(1);
        return 1000L * seconds + random.nextLong(500);
    }

    /// @param more further header lines, each with its end, and the body behind an empty line
    static String answer(String request, String status, String toTag, String more) {
        var answer = new StringBuilder("SIP/2.0 ").append(status).append("\r\n");
        int end = request.indexOf("\r\n\r\n");
        int start = request.indexOf("\r\n") + 2;
        while (start > 1 && start < end) {
            int stop = request.indexOf("\r\n", start);
            int colon = request.indexOf(':', start);
            String name = request.substring(start, Math.clamp(colon, start, stop)).strip();
            if (COPIED.contains(name.toLowerCase(Locale.ROOT))) {
                answer.append(request, start, stop);
                if (name.equalsIgnoreCase("To")
                        && !request.substring(start, stop).contains(";tag="))
                    answer.append(";tag=").append(toTag);
                answer.append("\r\n");
            }
            start = stop + 2;
        }
        return answer.append(more).toString();
    }
}
