package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> timeOfDay = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SteadyClock clock = new SteadyClock(timeOfDay::get, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        timeOfDay.updateAndGet(then -> then.plus(time));
    }

    @Test
    void it_begins_with_the_time_of_day_and_goes_on() {
        assertThat(clock.instant()).isEqualTo(START);
        pass(Duration.ofHours(30));
        assertThat(clock.instant()).isEqualTo(timeOfDay.get());
    }

    @ParameterizedTest
    @ValueSource(longs = {3600, -3600, 400 * 86_400L, -400 * 86_400L})
    void a_clock_that_is_set_while_it_runs_changes_nothing(long seconds) {
        pass(Duration.ofMinutes(1));
        timeOfDay.updateAndGet(then -> then.plusSeconds(seconds));
        pass(Duration.ofMinutes(1));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(120));
    }
}
