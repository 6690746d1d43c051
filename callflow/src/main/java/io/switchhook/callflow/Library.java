package io.switchhook.callflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The flows that come with this module, read once.
final class Library {
    static final List<Flow> FLOWS = read();

    private Library() {}

    private static List<Flow> read() {
        return text("index.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(name -> FlowReader.read(name + ".flow", text(name + ".flow")))
                .toList();
    }

    private static String text(String file) {
        try (var in = Library.class.getResourceAsStream(file)) {
            if (in == null) throw new UnreadableFlow(file, 0, "there is no such file");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
