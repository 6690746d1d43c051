package io.switchhook.provisioning.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.SyncQueue.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyncQueueTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    private static final String A = "001565000001";
    private static final String B = "001565000002";

    private final SyncQueue queue = new SyncQueue(20, new Random(1));

    private static List<String> many(int count) {
        return IntStream.range(0, count).mapToObj("%012x"::formatted).toList();
    }

    @Test
    void ten_thousand_are_told_at_the_pace_and_in_their_order() {
        var all = many(10_000);
        assertThat(queue.add(all, Nudge.RELOAD)).isEqualTo(10_000);
        var told = new ArrayList<String>();
        var gaps = new HashSet<Duration>();
        var now = START;
        for (var turn = queue.next(now); turn.isPresent(); turn = queue.next(now)) {
            told.add(turn.get().mac());
            if (queue.wake().isEmpty()) break;
            var next = queue.wake().get();
            assertThat(queue.next(next.minusNanos(1))).isEmpty();
            gaps.add(Duration.between(now, next));
            now = next;
        }
        assertThat(told).isEqualTo(all);
        assertThat(Duration.between(START, now))
                .isBetween(Duration.ofSeconds(490), Duration.ofSeconds(510));
        assertThat(gaps)
                .hasSizeGreaterThan(9000)
                .allSatisfy(gap ->
                        assertThat(gap).isBetween(Duration.ofMillis(25), Duration.ofMillis(75)));
    }

    @Test
    void who_waits_already_keeps_his_place_and_starts_anew_if_anybody_wants_it() {
        assertThat(queue.add(List.of(A, B), Nudge.RELOAD)).isEqualTo(2);
        assertThat(queue.add(List.of(B, A), Nudge.RESTART)).isZero();
        assertThat(queue.add(List.of(A), Nudge.RELOAD)).isZero();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.next(START)).contains(new Turn(A, Nudge.RESTART));
        assertThat(queue.next(START.plusSeconds(1))).contains(new Turn(B, Nudge.RESTART));
        assertThat(queue.next(START.plusSeconds(2))).isEmpty();
        assertThat(queue.wake()).isEmpty();
    }

    /// A second request right after the first does not pass the pace.
    @Test
    void the_pace_holds_over_an_empty_queue() {
        queue.add(List.of(A), Nudge.RELOAD);
        assertThat(queue.next(START)).isPresent();
        queue.add(List.of(A), Nudge.RELOAD);
        assertThat(queue.next(START)).isEmpty();
        assertThat(queue.wake().orElseThrow()).isAfter(START);
    }

    @Test
    void a_pace_is_one() {
        assertThatThrownBy(() -> new SyncQueue(0, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
