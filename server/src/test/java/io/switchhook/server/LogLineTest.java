package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLineTest {
    private final LogLine layout = new LogLine();

    private String line(
            String logger, String message, @Nullable Throwable thrown, KeyValuePair... pairs) {
        var event =
                new LoggingEvent(
                        "",
                        new LoggerContext().getLogger(logger),
                        Level.INFO,
                        message,
                        thrown,
                        new Object[0]);
        event.setInstant(Instant.parse("2026-01-31T12:00:00Z"));
        event.setKeyValuePairs(new ArrayList<>(List.of(pairs)));
        return layout.doLayout(event);
    }

    @Test
    void a_line_has_time_level_module_message_and_pairs() {
        assertThat(
                        line(
                                "io.switchhook.sip.proxy.ProxyCore",
                                "call refused",
                                null,
                                new KeyValuePair("status", 404),
                                new KeyValuePair("why", "no such user"),
                                new KeyValuePair("empty", "")))
                .isEqualTo(
                        "2026-01-31T12:00:00.000Z info  proxy  call refused status=404 why=\"no such user\" empty=\"\"\n");
    }

    @Test
    void nothing_turns_the_direction_of_writing_or_is_unseen() {
        assertThat(
                        line(
                                "io.switchhook.sip.proxy.ProxyCore",
                                "a\u202eb",
                                null,
                                new KeyValuePair("k", "\u2066c\u200b\u009b\ufeff")))
                .endsWith("  a\\u202eb k=\\u2066c\\u200b\\u009b\\ufeff\n");
    }

    @Test
    void what_came_from_the_network_stays_on_its_line() {
        assertThat(
                        line(
                                "org.eclipse.jetty.Server",
                                "a\nb\u001b[31m\u2028",
                                null,
                                new KeyValuePair("k", "x\r\n2026 \"y\"\\")))
                .isEqualTo(
                        "2026-01-31T12:00:00.000Z info  libraries  a\\nb\\u001b[31m\\u2028 k=\"x\\r\\n2026 \\\"y\\\"\\\\\"\n");
    }

    @Test
    void an_expected_failure_has_no_stack_and_a_mistake_has_one_on_the_same_line() {
        assertThat(line("io.switchhook.server.Server", "m", new IOException("refused")))
                .endsWith(" m error=\"IOException: refused\"\n");
        assertThat(line("io.switchhook.server.Server", "m", new IllegalStateException("bug")))
                .contains(" error=\"IllegalStateException: bug\" at=LogLineTest.")
                .hasLineCount(1);
    }

    @Test
    void a_line_is_cut() {
        assertThat(line("io.switchhook.server.Server", "x".repeat(100_000), null))
                .hasSizeLessThan(9000)
                .endsWith("...\n");
    }
}
