package io.switchhook.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;

/// Calls Bob under a name that was made to harm who looks at the call. The name stands everywhere: first as it is, which the
/// server may take for no message at all, then written so that the grammar of each place allows it (RFC 3261 §25.1).
///
/// Messages are strings with a character for each octet.
final class HostileCaller {
    /// Of a longer name as much as leaves room for the rest of a datagram.
    private static final int LONGEST = 2000;

    private static final String INVITE =
            """
            INVITE sip:bob@DOMAIN SIP/2.0\r
            Via: SIP/2.0/UDP 127.0.0.1:PORT;branch=z9hG4bK-NUMBER;rport\r
            Max-Forwards: 70\r
            From: "QUOTED" <sip:USER@DOMAIN>;tag=NUMBER\r
            To: "QUOTED" <sip:USER@DOMAIN>\r
            Call-ID: WORD@NUMBER\r
            CSeq: 1 INVITE\r
            Contact: <sip:caller@127.0.0.1:PORT>\r
            Subject: TEXT\r
            User-Agent: TEXT\r
            Content-Length: 0\r
            \r
            """;

    private final RawPhone caller;
    private final RawPhone bob;
    private int number;

    /// @param bob who is registered
    HostileCaller(RawPhone caller, RawPhone bob) {
        this.caller = caller;
        this.bob = bob;
    }

    /// What a display name says that has this value.
    static String shown(byte[] value) {
        return text(value).replaceAll("[\\r\\n]", "");
    }

    /// One call that may be none, and one that Bob turns away with the name for a reason.
    void call(byte[] value) throws IOException {
        byte[] name = Arrays.copyOf(value, Math.min(value.length, LONGEST));
        String octets = new String(name, ISO_8859_1);
        send(caller, invite(octets, octets, octets, octets));
        String text = text(name);
        String line = text.replaceAll("\\p{Cntrl}", "").strip();
        String invite = invite(quoted(shown(name)), user(name), word(text), octets(line));
        send(caller, invite);
        String tag = "tag=n" + number;
        String asked = bob.await(it -> it.startsWith("INVITE ") && it.contains(tag));
        // As a String of characters, a header of it would not be the octets that came.
        String head = new String(asked.getBytes(UTF_8), ISO_8859_1);
        send(bob, RawPhone.response(head, "180 " + octets, ""));
        send(bob, RawPhone.response(head, "486 " + octets(line), ""));
        caller.await(it -> it.startsWith("SIP/2.0 486 ") && it.contains(tag));
        send(
                caller,
                invite.replaceFirst("INVITE", "ACK").replaceFirst("CSeq: 1 INVITE", "CSeq: 1 ACK"));
    }

    private static void send(RawPhone phone, String octets) throws IOException {
        phone.send(octets.getBytes(ISO_8859_1));
    }

    private String invite(String quoted, String user, String word, String text) {
        return INVITE.replace("NUMBER", "n" + ++number)
                .replace("PORT", "" + caller.port())
                .replace("DOMAIN", Config.DOMAIN)
                .replace("QUOTED", quoted)
                .replace("USER", user)
                .replace("WORD", word)
                .replace("TEXT", text);
    }

    private static String text(byte[] value) {
        return new String(value, UTF_8);
    }

    private static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /// A quoted-pair for what may not stand in a quoted-string by itself.
    private static String quoted(String text) {
        return octets(text).replaceAll("[\\x00-\\x1f\\x7f\"\\\\]", "\\\\$0");
    }

    private static String user(byte[] value) {
        var user = new StringBuilder();
        for (byte octet : value) {
            boolean plain = octet >= '0' && octet < 0x7f && Character.isLetterOrDigit(octet);
            user.append(plain ? "" + (char) octet : "%%%02X".formatted(octet));
        }
        return user.toString();
    }

    private static String word(String text) {
        return "w" + text.replaceAll("[^A-Za-z0-9.!%*_+`'~()<>:\\\\\"/\\[\\]?{}-]", "");
    }
}
