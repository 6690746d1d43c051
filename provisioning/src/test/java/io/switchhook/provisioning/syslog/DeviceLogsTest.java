package io.switchhook.provisioning.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.provisioning.syslog.DeviceLogs.Line;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceLogsTest {
    private static Line line(String text) {
        return new Line(
                Instant.EPOCH,
                SyslogParser.parse(("<34>" + text).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_last_lines_of_a_phone_are_kept() {
        var logs = new DeviceLogs(1000, 100_000);
        for (int i = 0; i < 10; i++) logs.add("a", line("line " + i));
        assertThat(logs.lines("a"))
                .extracting(it -> it.message().text())
                .containsExactly("line 6", "line 7", "line 8", "line 9");
        assertThat(logs.forgotten("a")).isEqualTo(6);
        assertThat(logs.lines("b")).isEmpty();
        assertThat(logs.forgotten("b")).isZero();
    }

    @Test
    void who_talks_too_much_forgets_his_own_lines() {
        var logs = new DeviceLogs(1000, 100_000);
        logs.add("quiet", line("once"));
        for (int i = 0; i < 10_000; i++) logs.add("loud", line("line " + i));
        assertThat(logs.lines("quiet")).containsExactly(line("once"));
    }

    @Test
    void who_was_silent_longest_is_forgotten_first() {
        var logs = new DeviceLogs(1000, 1000);
        logs.add("a", line("1"));
        logs.add("b", line("2"));
        logs.add("c", line("3"));
        logs.add("a", line("4"));
        logs.add("d", line("5"));
        assertThat(logs.lines("b")).isEmpty();
        assertThat(logs.lines("a")).hasSize(2);
        assertThat(logs.devices()).isEqualTo(3);
        logs.forget("a");
        logs.forget("a");
        assertThat(logs.lines("a")).isEmpty();
    }

    /// Addresses can be forged; there are more of them than there is memory.
    @Test
    void there_is_a_bound_on_all_of_it() {
        var logs = new DeviceLogs(5000, 50_000);
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            logs.add("phone " + random.nextInt(1000), line("x".repeat(random.nextInt(4000))));
            if (i % 500 == 0) assertThat(size(logs)).isLessThanOrEqualTo(50_000);
        }
        assertThat(size(logs)).isBetween(20_000, 50_000);
    }

    private static int size(DeviceLogs logs) {
        int size = 0;
        for (int i = 0; i < 1000; i++)
            for (var line : logs.lines("phone " + i)) size += line.size();
        return size;
    }

    @Test
    void bounds_make_sense() {
        assertThatThrownBy(() -> new DeviceLogs(0, 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DeviceLogs(11, 10))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
