package io.switchhook.provisioning.form;

import io.switchhook.provisioning.model.Form;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration file, every byte of it: comments, order, unknown keys and bad lines are kept.
///
/// @param name for messages
/// @param charset UTF-8 where the bytes are that, else ISO 8859-1, in which every byte is a character
public record ConfigurationText(String name, Charset charset, List<Line> lines) {
    /// Bytes of a file.
    public static final int MOST_BYTES = 4 << 20;

    public static final int MOST_LINES = 20_000;

    /// Characters of a line.
    public static final int LONGEST_LINE = 4096;

    public ConfigurationText {
        lines = List.copyOf(lines);
    }

    /// Reads a file in whatever form.
    ///
    /// @throws UnreadableFile if it exceeds a bound, or has control characters, as an encrypted one does
    public static ConfigurationText read(String name, byte[] bytes) throws UnreadableFile {
        if (bytes.length > MOST_BYTES)
            throw new UnreadableFile(name + ": larger than " + MOST_BYTES + " bytes");
        for (byte b : bytes)
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7f)
                throw new UnreadableFile(name + ": not text; is it encrypted?");
        var charset = charset(bytes);
        return new ConfigurationText(
                name, charset, new LineReader(name).read(new String(bytes, charset)));
    }

    private static Charset charset(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException _) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /// The very bytes that were read.
    public byte[] bytes() {
        return text().getBytes(charset);
    }

    /// All lines with their ends.
    public String text() {
        return lines.stream().map(line -> line.text() + line.end()).collect(Collectors.joining());
    }

    /// A file that names others is of the latest form; else the newer one begins with its version, the old one with a section.
    public Form form() {
        if (lines.stream().anyMatch(line -> line.content() instanceof Line.Content.Include))
            return Form.BOOT;
        for (var line : lines)
            switch (line.content()) {
                case Line.Content.Comment _, Line.Content.Include _ -> {}
                case Line.Content.Version _,
                        Line.Content.Setting _,
                        Line.Content.Path _,
                        Line.Content.OldSetting _,
                        Line.Content.Other _ -> {
                    return Form.M7;
                }
                case Line.Content.Section _ -> {
                    return Form.M1;
                }
            }
        return Form.M7;
    }
}
