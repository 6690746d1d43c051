package io.switchhook.bench;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/// Lines for who waits for a long measurement.
///
/// @param lines get one now and then
record Progress(Consumer<String> lines) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    /// With the time of day, to the standard error output.
    static Progress onStderr() {
        return new Progress(
                line -> System.err.println(LocalTime.now().format(CLOCK) + "  " + line));
    }

    void say(String format, Object... values) {
        lines.accept(String.format(Locale.ROOT, format, values));
    }
}
