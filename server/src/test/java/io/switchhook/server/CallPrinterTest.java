package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.server.CallEvent.Answered;
import io.switchhook.server.CallEvent.Ended;
import io.switchhook.server.CallEvent.Failed;
import io.switchhook.server.CallEvent.Ringing;
import io.switchhook.server.CallEvent.Started;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallPrinterTest {
    @Test
    void each_thing_that_happens_is_a_line() throws IOException {
        var clock = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);
        var pipe = new PipedReader(4096);
        var lines = new BufferedReader(pipe);
        try (var printer =
                new CallPrinter(
                        new PrintWriter(new PipedWriter(pipe)), clock, Set.of("1001", "1003"))) {
            printer.call(new Started("quiet", "1001", "1003"));
            printer.call(new Ended("quiet", "1003"));
            printer.call(new Started("x", "1001", "1002"));
            printer.call(new Ringing("x"));
            printer.call(new Answered("x"));
            printer.call(new Ended("x", "1002"));
            printer.call(new Started("y", "1001", "1009"));
            printer.call(new Failed("y", 404, "Not Found"));
            assertThat(lines.readLine()).isEqualTo("12:00:00  1001 -> 1002  calling");
            assertThat(lines.readLine()).isEqualTo("12:00:00  1001 -> 1002  ringing");
            assertThat(lines.readLine()).isEqualTo("12:00:00  1001 -> 1002  answered");
            assertThat(lines.readLine())
                    .isEqualTo("12:00:00  1001 -> 1002  ended by 1002 after 0 s");
            assertThat(lines.readLine()).isEqualTo("12:00:00  1001 -> 1009  calling");
            assertThat(lines.readLine()).isEqualTo("12:00:00  1001 -> 1009  failed: 404 Not Found");
        }
    }
}
