package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RestTest {
    private static final long MICROSECOND = 1000;

    private final Rest rest = new Rest(0);
    private long now;

    /// The rest that is due after a while in which datagrams came in an interval.
    private long due(long interval) {
        long due = 0;
        for (int i = 0; i < 200; i++) {
            long before = now / interval;
            now += Math.max(due, interval);
            rest.received((int) (now / interval - before));
            due = rest.due(now, 0);
        }
        return due;
    }

    private double wanted(long interval) {
        return (double) due(interval) / interval;
    }

    @Test
    void who_has_little_to_do_looks_at_once() {
        assertThat(rest.due(now, 0)).isZero();
        assertThat(due(1200 * MICROSECOND)).isZero();
    }

    @Test
    void the_busier_a_shard_is_the_fewer_it_waits_for() {
        assertThat(wanted(Rest.BRISK)).isZero();
        assertThat(wanted(2 * Rest.BRISK)).isCloseTo(4, within(0.5));
        assertThat(wanted(4 * Rest.BRISK)).isCloseTo(16, within(2.0));
    }

    @Test
    void a_short_silence_is_soon_forgotten() {
        due(2 * Rest.BRISK);
        now += 10_000 * MICROSECOND;
        rest.received(1);
        long rested = rest.due(now, 0);
        for (int i = 0; i < 4; i++) {
            now += rested;
            rest.received((int) (rested / (2 * Rest.BRISK)));
            rested = rest.due(now, 0);
        }
        assertThat(rested).isLessThan(Rest.LONGEST / 6);
    }

    @Test
    void no_rest_is_longer_than_the_longest() {
        assertThat(due(400 * MICROSECOND)).isEqualTo(Rest.LONGEST);
    }

    @Test
    void what_was_worked_is_not_waited_for_again() {
        long rested = due(100 * MICROSECOND);
        assertThat(rested).isGreaterThan(500 * MICROSECOND);
        long half = rested / 2;
        assertThat(rest.due(now, half)).isEqualTo(rested - half);
        assertThat(rest.due(now, 2 * rested)).isZero();
    }

    @Test
    void after_a_silence_it_looks_at_once() {
        due(50 * MICROSECOND);
        assertThat(rest.ended()).isFalse();
        now += Long.MAX_VALUE / 2;
        rest.received(1);
        assertThat(rest.ended()).isTrue();
        assertThat(rest.due(now, 0)).isZero();
    }

    @Test
    void what_else_a_shard_does_is_not_held_up_when_no_more_datagrams_come() {
        due(50 * MICROSECOND);
        assertThat(rest.due(now + MICROSECOND, 0)).isPositive();
        assertThat(rest.due(now + 2 * Rest.LONGEST, 0)).isZero();
    }

    @Test
    void a_peer_that_waits_for_each_answer_hardly_waits_for_a_rest() {
        long rested = 0;
        for (int i = 0; i < 1000; i++) {
            rest.received(1);
            long due = rest.due(now, 0);
            rested += due;
            now += 50 * MICROSECOND + due;
        }
        assertThat(rested / 1000).isLessThan(Rest.LONGEST / 6);
    }
}
