package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos = Long.MAX_VALUE - 1000;

    @Test
    void time_passes_and_never_jumps() {
        var clock = new SteadyClock(() -> wall, () -> nanos);
        assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:00Z");
        wall = wall.plus(Duration.ofDays(3));
        nanos += Duration.ofSeconds(90).toNanos();
        assertThat(clock.instant()).isEqualTo("2026-01-01T00:01:30Z");
    }
}
