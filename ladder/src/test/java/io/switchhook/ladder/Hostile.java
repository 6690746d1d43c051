package io.switchhook.ladder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What strangers may call themselves, to harm who looks: the values of `hostile.txt`, and one that is very long.
public final class Hostile {
    private Hostile() {}

    /// As octets, not all of them UTF-8.
    public static List<byte[]> values() {
        try (var in = Hostile.class.getResourceAsStream("hostile.txt")) {
            var values = new ArrayList<byte[]>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# ") && !line.isEmpty())
                    .map(Hostile::value)
                    .forEach(values::add);
            var very = new byte[20_000];
            Arrays.fill(very, (byte) '<');
            values.add(very);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] value(String line) {
        var value = new ByteArrayOutputStream();
        for (int i = 0; i < line.length(); i++) {
            char escape = line.charAt(i) == '\\' ? line.charAt(i + 1) : 0;
            switch (escape) {
                case 'x' -> {
                    value.write(Integer.parseInt(line, i + 2, i + 4, 16));
                    i += 3;
                }
                case 'u' -> {
                    char c = (char) Integer.parseInt(line, i + 2, i + 6, 16);
                    value.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                    i += 5;
                }
                case '\\' -> {
                    value.write('\\');
                    i++;
                }
                default -> value.write(line.charAt(i));
            }
        }
        return value.toByteArray();
    }
}
