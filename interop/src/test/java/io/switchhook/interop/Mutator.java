package io.switchhook.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Deforms messages, one to four times each. The same seed gives the same messages.
final class Mutator {
    private static final int LONGEST = 60_000;
    private static final String DELIMITERS = " \t\r\n;,:=<>\"@?&/()[]";
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-1",
                    "255",
                    "256",
                    "65535",
                    "65536",
                    "2147483647",
                    "2147483648",
                    "4294967295",
                    "4294967296",
                    "9223372036854775807",
                    "9223372036854775808",
                    "99999999999999999999999999999999",
                    "00000000000000000000000000000001",
                    "1e9",
                    "0x7f");
    private static final List<String> ODD =
            List.of(
                    "*",
                    "%",
                    "%00",
                    "%zz",
                    "%n%s%x",
                    "sip:",
                    "sips:;",
                    "tel:+1",
                    "sip:@",
                    "<>",
                    "\"\"",
                    "\\",
                    "\"\\",
                    ";lr",
                    ";maddr=localhost",
                    ";ttl=1",
                    ";transport=tcp",
                    ";transport=ws",
                    ";received=;rport=",
                    ";rport=99999",
                    ";+sip.instance=\"<>\"",
                    ";reg-id=0;ob",
                    ";expires=0",
                    ";q=1.0001",
                    "?Route=%3Csip:localhost%3E",
                    "=?utf-8?q?",
                    "[::1]",
                    "[::",
                    ";;",
                    ",,",
                    "SIP/2.0",
                    "HTTP/1.1",
                    "INVITE",
                    "z9hG4bK",
                    "\r\n",
                    "\r",
                    "\n",
                    "\r\n\r\n");
    private static final List<String> NESTS =
            List.of("<", "(", "\"", "\\", "[", "%25", "(\\", "<\"", "((\"");
    private static final List<String> BROKEN_UTF8 =
            List.of(
                    "\u00c0\u0080",
                    "\u00c3",
                    "\u00e2\u0082",
                    "\u00f8\u0088\u0080\u0080\u0080",
                    "\u00ed\u00a0\u0080",
                    "\u00ff\u00fe",
                    "\u0080");

    private final SplittableRandom random;
    private final List<byte[]> seeds;
    private int made;

    Mutator(List<byte[]> seeds, long seed) {
        this.seeds = seeds;
        this.random = new SplittableRandom(seed);
    }

    /// Chance too comes from the one seed.
    SplittableRandom random() {
        return random;
    }

    byte[] next() {
        var message = seed();
        if (random.nextInt(4) > 0) {
            message = fresh(message);
        }
        for (var times = 1 + random.nextInt(1 + random.nextInt(4)); times > 0; times--) {
            message = once(message);
        }
        return message.length > LONGEST ? Arrays.copyOf(message, LONGEST) : message;
    }

    /// As [#next], but with a head that ends and a Content-Length that is right, so that the next message on a stream
    /// is found.
    byte[] nextFramed() {
        var text = new String(next(), ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        var head = end < 0 ? text : text.substring(0, end);
        var body = end < 0 ? "" : text.substring(end + 4);
        var framed = new StringBuilder(text.length() + 64);
        for (var line = 0; line < head.length(); ) {
            var next = head.indexOf('\n', line);
            next = next < 0 ? head.length() : next;
            var contentEnd = next > line && head.charAt(next - 1) == '\r' ? next - 1 : next;
            if (framed.isEmpty() && head.substring(line, contentEnd).indexOf("SIP/") < 0) {
                framed.append("OPTIONS sip:localhost SIP/2.0\r\n");
            } else if (line < contentEnd && !isLength(head, line)) {
                framed.append(head, line, contentEnd).append("\r\n");
            }
            line = next + 1;
        }
        framed.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        return framed.toString().getBytes(ISO_8859_1);
    }

    private static boolean isLength(String head, int at) {
        return head.regionMatches(true, at, "Content-Length", 0, 14)
                || head.regionMatches(true, at, "l:", 0, 2)
                || head.regionMatches(true, at, "l ", 0, 2);
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    /// With a branch and a Call-ID that no other message has.
    private byte[] fresh(byte[] message) {
        var number = Integer.toString(++made) + random.nextInt(1000);
        var text = new StringBuilder(new String(message, ISO_8859_1));
        for (var before : List.of("z9hG4bK", "Call-ID: ")) {
            var at = text.indexOf(before);
            if (at >= 0) {
                text.insert(at + before.length(), number);
            }
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private byte[] once(byte[] in) {
        if (in.length < 2 || in.length > LONGEST) {
            return seed();
        }
        var at = random.nextInt(in.length);
        var line = new Span(lineStart(in, at), lineEnd(in, at));
        var field = new Span(fieldStart(in, at), fieldEnd(in, at));
        return switch (random.nextInt(20)) {
            case 0 -> flipped(in);
            case 1 ->
                    replaced(
                            in, new Span(at, Math.min(in.length, at + 1 + random.nextInt(16))), "");
            case 2 -> replaced(in, line, "");
            case 3 -> replaced(in, line, text(in, line).repeat(few()));
            case 4 -> replaced(in, field, text(in, field).repeat(few()));
            case 5 -> replaced(in, field, "");
            case 6 -> replaced(in, digits(in, at), any(NUMBERS));
            case 7 -> inserted(in, field.to, "a".repeat(many()));
            case 8 -> inserted(in, field.to, any(NESTS).repeat(few()));
            case 9 ->
                    inserted(
                            in,
                            at,
                            Character.toString(random.nextInt(32)).repeat(1 + random.nextInt(4)));
            case 10 -> inserted(in, at, any(BROKEN_UTF8));
            case 11 -> lie(in);
            case 12 ->
                    inserted(
                            in,
                            field.to,
                            "\r\n" + (random.nextBoolean() ? " " : "\t").repeat(few()));
            case 13 -> Arrays.copyOf(in, at);
            case 14 -> spliced(in, at);
            case 15 -> inserted(replaced(in, line, ""), 0, text(in, line));
            case 16 -> replaced(in, field, foreignField());
            case 17 -> replaced(in, field, any(ODD));
            case 18 -> inserted(in, field.to, any(ODD));
            default -> inserted(in, line.to, foreignLine());
        };
    }

    private record Span(int from, int to) {}

    private int few() {
        return 1 << random.nextInt(random.nextInt(8) == 0 ? 10 : 4);
    }

    private int many() {
        return 1 << random.nextInt(random.nextInt(8) == 0 ? 16 : 10);
    }

    private String any(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private byte[] flipped(byte[] in) {
        var out = in.clone();
        for (var times = few(); times > 0; times--) {
            out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return out;
    }

    private byte[] lie(byte[] in) {
        var at = new String(in, ISO_8859_1).indexOf("Content-Length:");
        return at < 0
                ? inserted(in, lineEnd(in, 0), "Content-Length: " + any(NUMBERS) + "\r\n")
                : replaced(in, new Span(at + 15, lineEnd(in, at)), " " + any(NUMBERS) + "\r\n");
    }

    private byte[] spliced(byte[] in, int at) {
        var other = seed();
        var from = random.nextInt(other.length);
        return inserted(Arrays.copyOf(in, at), at, text(other, new Span(from, other.length)));
    }

    private String foreignLine() {
        var other = seed();
        var at = random.nextInt(other.length);
        return text(other, new Span(lineStart(other, at), lineEnd(other, at)));
    }

    private String foreignField() {
        var other = seed();
        var at = random.nextInt(other.length);
        return text(other, new Span(fieldStart(other, at), fieldEnd(other, at)));
    }

    private static byte[] inserted(byte[] in, int at, String what) {
        return replaced(in, new Span(Math.min(at, in.length), Math.min(at, in.length)), what);
    }

    private static byte[] replaced(byte[] in, Span span, String with) {
        var out = new ByteArrayOutputStream(in.length + with.length());
        out.write(in, 0, span.from);
        out.writeBytes(with.getBytes(ISO_8859_1));
        out.write(in, span.to, in.length - span.to);
        return out.toByteArray();
    }

    private static String text(byte[] in, Span span) {
        return new String(in, span.from, span.to - span.from, ISO_8859_1);
    }

    private static int lineStart(byte[] in, int at) {
        while (at > 0 && in[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private static int lineEnd(byte[] in, int at) {
        while (at < in.length && in[at] != '\n') {
            at++;
        }
        return Math.min(in.length, at + 1);
    }

    private static boolean delimits(byte b) {
        return DELIMITERS.indexOf(b) >= 0;
    }

    private static int fieldStart(byte[] in, int at) {
        while (at > 0 && !delimits(in[at - 1])) {
            at--;
        }
        return at;
    }

    private static int fieldEnd(byte[] in, int at) {
        while (at < in.length && !delimits(in[at])) {
            at++;
        }
        return at;
    }

    /// The next number, or nothing at the end.
    private static Span digits(byte[] in, int at) {
        while (at < in.length && !isDigit(in[at])) {
            at++;
        }
        var to = at;
        while (to < in.length && isDigit(in[to])) {
            to++;
        }
        return new Span(at, to);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
