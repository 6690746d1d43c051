package io.switchhook.interop;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The control connection of a baresip (module ctrl_tcp: JSON in netstrings), through a shell that stands in its namespace.
final class BaresipControl implements AutoCloseable {
    private static final String RELAY = "exec 3<>/dev/tcp/127.0.0.1/%d; cat <&3 & exec cat >&3";

    private final Process relay;
    private final BlockingQueue<String> responses = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    BaresipControl(List<String> prefix, int port) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of("bash", "-c", RELAY.formatted(port)));
        relay = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (var input = relay.getInputStream()) {
            while (true) {
                var message = new String(input.readNBytes(length(input)), StandardCharsets.UTF_8);
                if (message.contains("\"response\":true")) {
                    responses.add(message);
                } else {
                    events.add(message);
                }
                input.read();
            }
        } catch (IOException | NumberFormatException _) {
            // closed
        }
    }

    private static int length(InputStream input) throws IOException {
        var digits = new StringBuilder();
        for (var next = input.read(); next != ':'; next = input.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            digits.append((char) next);
        }
        return Integer.parseInt(digits.toString());
    }

    /// Has a command executed and returns what it answers.
    String command(String name, String parameters) {
        var json =
                "{\"command\":\"%s\",\"params\":\"%s\",\"token\":\"t\"}"
                        .formatted(name, parameters);
        try {
            var output = relay.getOutputStream();
            output.write((json.length() + ":" + json + ",").getBytes(StandardCharsets.UTF_8));
            output.flush();
            var answer = responses.poll(10, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("baresip does not answer the command " + name);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits for an event, such as `CALL_DTMF_START` with the key as its parameter, and forgets what came before it.
    void awaitEvent(String type, String parameter) {
        var limit = Duration.ofSeconds(15);
        var deadline = System.nanoTime() + limit.toNanos();
        try {
            for (var left = limit.toNanos(); ; left = deadline - System.nanoTime()) {
                var event = events.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
                if (event == null) {
                    throw new AssertionError(
                            "baresip tells of no %s %s within %s"
                                    .formatted(type, parameter, limit));
                }
                if (event.contains("\"type\":\"" + type + "\"")
                        && event.contains("\"param\":\"" + parameter + "\"")) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        relay.descendants().forEach(ProcessHandle::destroyForcibly);
        relay.destroyForcibly();
    }
}
