package io.switchhook.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A process that a test started. What it prints is kept, in memory and in `NAME.log`; closing ends it and all it started.
final class Child implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();

    /// Whether nothing more will be printed. Guarded by the lines.
    private boolean silent;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.process = process;
        this.reader = Thread.ofVirtual().name(name).start(() -> read(log));
    }

    static Child start(Path folder, String name, List<String> command) {
        return start(folder, name, command, Rehearsal.LEARNED);
    }

    static Child start(
            Path folder, String name, List<String> command, Map<String, String> environment) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("SWITCHHOOK_JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            return new Child(name, folder.resolve(name + ".log"), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + String.join(" ", command), e);
        }
    }

    private void read(Path log) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                Writer file = Files.newBufferedWriter(log)) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                file.write(line + "\n");
                file.flush();
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException _) {
            // the process was ended while it printed
        } finally {
            synchronized (lines) {
                silent = true;
                lines.notifyAll();
            }
        }
    }

    long pid() {
        return process.pid();
    }

    List<String> output() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /// Waits for a line, be it old or new.
    String awaitLine(String what, Predicate<String> wanted, Duration limit) {
        return awaitLine(what, 0, wanted, limit);
    }

    /// Waits for a line that is not among the first so many.
    String awaitLine(String what, int after, Predicate<String> wanted, Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        synchronized (lines) {
            for (var next = after; ; ) {
                for (; next < lines.size(); next++) {
                    if (wanted.test(lines.get(next))) {
                        return lines.get(next);
                    }
                }
                var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || silent) {
                    var why = silent ? "before it ended" : "within " + limit;
                    throw new AssertionError(
                            "%s did not print %s %s; its output was:\n%s"
                                    .formatted(name, what, why, tail()));
                }
                waitForOutput(left);
            }
        }
    }

    private void waitForOutput(long milliseconds) {
        try {
            lines.wait(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void type(String line) {
        try {
            var input = process.outputWriter();
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no input; its output was:\n" + tail(), e);
        }
    }

    /// Waits for the end, but not for long, and says whether it has come.
    boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits for the end and returns the exit status.
    int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit)) {
                throw new AssertionError(
                        "%s still runs after %s; its output was:\n%s"
                                .formatted(name, limit, tail()));
            }
            reader.join(Duration.ofSeconds(2));
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The signal TERM; what the process says after it is still heard, which [Process#destroy] would prevent.
    void terminate() {
        process.toHandle().destroy();
    }

    /// The signal KILL.
    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String tail() {
        var all = output();
        return String.join("\n", all.subList(Math.max(0, all.size() - 60), all.size()));
    }

    @Override
    public void close() {
        var family = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(GRACE)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
