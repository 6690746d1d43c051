package io.switchhook.phone.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// How much of a file a phone reads.
final class FileBounds {
    /// Bytes of a configuration or resource file.
    static final int SIZE = 4 << 20;

    static final int LINES = 20_000;

    /// Characters of a line, its end aside.
    static final int LINE_LENGTH = 4096;

    private FileBounds() {}

    static void check(String name, byte[] bytes) throws UnusableFile {
        if (bytes.length > SIZE)
            throw new UnusableFile(
                    new Place(name, 0), "larger than " + (SIZE >> 20) + " MiB: " + bytes.length);
    }

    /// UTF-8, without the byte order mark that editors put in front.
    static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /// The lines without white space at their ends.
    static List<String> lines(String name, byte[] bytes) throws UnusableFile {
        check(name, bytes);
        if (!isText(bytes))
            throw new UnusableFile(
                    new Place(name, 0), "not text; if it is encrypted, its AES key is missing");
        var lines = text(bytes).lines().limit(LINES + 1L).map(String::strip).toList();
        if (lines.size() > LINES)
            throw new UnusableFile(new Place(name, LINES + 1), "more than " + LINES + " lines");
        return lines;
    }

    /// No text has control characters but tabs and line ends.
    static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            boolean isControl = b >= 0 && b < ' ' || b == 0x7f;
            if (isControl && b != '\t' && b != '\n' && b != '\r') return false;
        }
        return true;
    }
}
