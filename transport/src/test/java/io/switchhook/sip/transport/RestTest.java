package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestTest {
    private static final long MICROSECOND = 1000;

    private final Rest rest = new Rest(0);
    private long now;

    /// So many times a datagram after so many nanoseconds, and what is due then.
    private long each(long interval, int times) {
        long due = 0;
        for (int i = 0; i < times; i++) {
            now += interval;
            rest.received(1);
            due = rest.due(now);
        }
        return due;
    }

    @Test
    void who_has_little_to_do_looks_at_once() {
        assertThat(rest.due(now)).isZero();
        assertThat(each(600 * MICROSECOND, 100)).isZero();
    }

    @Test
    void while_datagrams_come_one_upon_the_other_it_rests_until_some_have_come() {
        assertThat(each(50 * MICROSECOND, 100))
                .isBetween(Rest.WANTED * 49 * MICROSECOND, Rest.WANTED * 52 * MICROSECOND);
    }

    @Test
    void no_rest_is_longer_than_the_longest() {
        assertThat(each(300 * MICROSECOND, 100)).isEqualTo(Rest.LONGEST);
    }

    @Test
    void after_a_silence_it_looks_at_once() {
        each(50 * MICROSECOND, 100);
        assertThat(rest.ended()).isFalse();
        assertThat(each(Long.MAX_VALUE / 2, 1)).isZero();
    }

    @Test
    void what_else_a_shard_does_is_not_held_up_when_no_more_datagrams_come() {
        each(50 * MICROSECOND, 100);
        assertThat(rest.due(now + MICROSECOND)).isPositive();
        assertThat(rest.due(now + 2 * Rest.LONGEST)).isZero();
    }

    @Test
    void a_peer_that_waits_for_each_answer_hardly_waits_for_a_rest() {
        long before = 50 * MICROSECOND;
        long rested = 0;
        for (int i = 0; i < 1000; i++) {
            long due = each(before, 1);
            rested += due;
            before = 50 * MICROSECOND + due;
        }
        assertThat(rested / 1000).isLessThan(Rest.LONGEST / 3);
    }

    @Test
    void datagrams_that_came_together_count_each() {
        for (int i = 0; i < 100; i++) {
            now += 1600 * MICROSECOND;
            rest.received(16);
            rest.due(now);
        }
        assertThat(rest.due(now))
                .isBetween(Rest.WANTED * 99 * MICROSECOND, Rest.WANTED * 105 * MICROSECOND);
    }
}
