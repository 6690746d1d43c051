package io.switchhook.sdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.switchhook.sip.grammar.ByteSink;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// Text of bytes that may be no UTF-8, as `a=charset` allows, without losing one (RFC 8866 §6.10).
///
/// Where a text is no UTF-8, each of its bytes from 0x80 on becomes the lone surrogate U+DC80 to U+DCFF, which no UTF-8
/// decodes to, and comes back as that byte.
final class Octets {
    private static final int ESCAPE = 0xdc00;

    private Octets() {}

    static String text(byte[] bytes, int from, int to) {
        if (isAscii(bytes, from, to)) return new String(bytes, from, to - from, ISO_8859_1);
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
        } catch (CharacterCodingException e) {
            return escaped(bytes, from, to);
        }
    }

    private static boolean isAscii(byte[] bytes, int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) all |= bytes[i];
        return all >= 0;
    }

    private static String escaped(byte[] bytes, int from, int to) {
        var text = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            int c = bytes[i] & 0xff;
            text.append((char) (c < 0x80 ? c : ESCAPE + c));
        }
        return text.toString();
    }

    static void write(String text, ByteSink out) {
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!isEscape(text, i)) continue;
            out.put(text.substring(written, i)).put((char) (text.charAt(i) - ESCAPE));
            written = i + 1;
        }
        out.put(written == 0 ? text : text.substring(written));
    }

    private static boolean isEscape(String text, int at) {
        char c = text.charAt(at);
        return c >= ESCAPE + 0x80
                && c <= ESCAPE + 0xff
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    static byte[] of(String text) {
        var out = new ByteSink(text.length());
        write(text, out);
        return out.toByteArray();
    }
}
