package io.switchhook.sip.transport;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// What may stand in a WebSocket text frame (RFC 6455 §5.6).
final class Utf8 {
    private Utf8() {}

    static boolean isValid(byte[] bytes) {
        if (isAscii(bytes)) return true;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) if (b < 0) return false;
        return true;
    }
}
