package io.switchhook.ladder;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Chooses the frames in which a word stands, without regard to the case of ASCII letters.
final class Word implements Frames.Choice {
    private final byte[] lower;
    private final byte[] upper;

    Word(String word) {
        lower = word.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        upper = word.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean takes(byte[] bytes, int from, int length) {
        int last = from + length - lower.length;
        for (int at = from + Frames.HEAD; at <= last; at++) if (isAt(bytes, at)) return true;
        return false;
    }

    private boolean isAt(byte[] bytes, int at) {
        for (int i = 0; i < lower.length; i++) {
            byte octet = bytes[at + i];
            if (octet != lower[i] && (i >= upper.length || octet != upper[i])) return false;
        }
        return true;
    }
}
