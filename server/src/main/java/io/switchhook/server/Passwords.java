package io.switchhook.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// Where passwords come from.
final class Passwords {
    /// Without letters and digits that look alike; people type these into phones.
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 16;
    private static final int LONGEST_LINE = 1024;

    private Passwords() {}

    /// 80 random bits.
    static String generated() {
        var random = new SecureRandom();
        var password = new StringBuilder();
        for (int i = 0; i < LENGTH; i++)
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return password.toString();
    }

    /// The first line, or an empty one.
    static String firstLine(InputStream in) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var line = new StringBuilder();
        for (int c = reader.read(); c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() == LONGEST_LINE) throw new IOException("the line is too long");
            line.append((char) c);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r')
            line.setLength(line.length() - 1);
        return line.toString();
    }
}
