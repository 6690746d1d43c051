package io.switchhook.testkit;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import java.nio.charset.StandardCharsets;

/// Messages written as text blocks.
public final class SipText {
    private static final MessageParser PARSER =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.all());

    private SipText() {}

    /// The bytes of a message: lines end in CRLF, a blank line ends the head, and Content-Length is put in if it is not
    /// there.
    public static byte[] bytes(String block) {
        var unix = block.replace("\r\n", "\n");
        int blank = unix.indexOf("\n\n");
        var head =
                (blank < 0 ? unix.stripTrailing() : unix.substring(0, blank)).replace("\n", "\r\n");
        var body = (blank < 0 ? "" : unix.substring(blank + 2)).replace("\n", "\r\n");
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        if (!hasLength(head)) head += "\r\nContent-Length: " + length;
        return (head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean hasLength(String head) {
        return head.lines()
                .anyMatch(line ->
                        line.regionMatches(true, 0, "Content-Length", 0, 14)
                                || line.regionMatches(true, 0, "l:", 0, 2));
    }

    public static SipMessage message(String block) {
        byte[] bytes = bytes(block);
        return PARSER.parseDatagram(bytes, 0, bytes.length);
    }

    public static Request request(String block) {
        return (Request) message(block);
    }

    public static Response response(String block) {
        return (Response) message(block);
    }

    /// The message with further header lines, and behind a blank line its new body.
    static SipMessage with(SipMessage message, String more) {
        if (more.isEmpty()) return message;
        var text = message.toString();
        var start = text.substring(0, text.indexOf("\r\n\r\n"));
        var lines = new StringBuilder();
        start.lines()
                .filter(line -> !line.startsWith("Content-Length:"))
                .forEach(line -> lines.append(line).append('\n'));
        return message(lines + more);
    }
}
