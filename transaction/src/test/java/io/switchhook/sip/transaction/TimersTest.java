package io.switchhook.sip.transaction;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimersTest {
    final VirtualClock clock = new VirtualClock();
    final Timers timers = new Timers(clock::nanoTime);
    final List<String> fired = new ArrayList<>();

    @BeforeEach
    void attend() {
        clock.attend(timers);
    }

    Timers.Handle start(Duration after, String name) {
        return timers.start(after, () -> fired.add(name + "@" + clock.elapsed().toMillis()));
    }

    @Test
    void fireInTheOrderOfTheirDeadlines() {
        start(ofSeconds(4), "c");
        start(ofMillis(500), "a");
        clock.advance(ofMillis(100));
        start(ofMillis(500), "b");
        clock.advance(ofSeconds(10));
        assertThat(fired).containsExactly("a@500", "b@600", "c@4000");
        assertThat(timers.size()).isZero();
        assertThat(timers.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void doNotFireOnceCanceled() {
        var first = start(ofMillis(500), "first");
        var middle = start(ofMillis(500), "middle");
        var last = start(ofMillis(500), "last");
        middle.cancel();
        middle.cancel();
        assertThat(middle.isRunning()).isFalse();
        assertThat(timers.size()).isEqualTo(2);
        last.cancel();
        first.cancel();
        start(ofMillis(500), "other");
        clock.advance(ofSeconds(1));
        assertThat(fired).containsExactly("other@500");
    }

    @Test
    void startFromAnewWhenStartedAgain() {
        var handle = start(ofMillis(500), "a");
        clock.advance(ofMillis(400));
        timers.start(ofSeconds(1).toNanos(), handle);
        clock.advance(ofSeconds(5));
        assertThat(fired).containsExactly("a@1400");
    }

    @Test
    void fireInTheNextTurnWhenTheyTakeNoTime() {
        start(Duration.ZERO, "now");
        start(ofMillis(-5), "past");
        assertThat(fired).isEmpty();
        clock.run();
        assertThat(fired).containsExactly("now@0", "past@0");
    }

    @Test
    void mayStartAndCancelOthersWhenTheyFire() {
        var victim = start(ofMillis(500), "victim");
        timers.start(
                ofMillis(400),
                () -> {
                    victim.cancel();
                    start(ofMillis(500), "next");
                });
        clock.advance(ofSeconds(2));
        assertThat(fired).containsExactly("next@900");
    }

    @Test
    void keepUnusualDurationsToASixteenthWhenThereAreTooMany() {
        for (int i = 0; i < 500; i++) start(ofMillis(1000 + 7 * i), Integer.toString(i));
        clock.advance(ofSeconds(10));
        assertThat(fired).hasSize(500);
        for (var line : fired) {
            int wanted = 1000 + 7 * Integer.parseInt(line.substring(0, line.indexOf('@')));
            int was = Integer.parseInt(line.substring(line.indexOf('@') + 1));
            assertThat(was).isBetween(wanted, wanted + wanted / 16 + 1);
        }
        assertThat(fired).filteredOn(line -> line.startsWith("0@")).containsExactly("0@1000");
        fired.clear();
        start(ofMillis(1234), "exact again");
        clock.advance(ofSeconds(10));
        assertThat(fired).containsExactly("exact again@11234");
    }

    @Test
    void roundUpToFiveBits() {
        assertThat(Timers.roundedUp(0)).isZero();
        assertThat(Timers.roundedUp(31)).isEqualTo(31);
        assertThat(Timers.roundedUp(33)).isEqualTo(34);
        assertThat(Timers.roundedUp(63)).isEqualTo(64);
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long duration = random.nextLong(Duration.ofDays(10).toNanos());
            assertThat(Timers.roundedUp(duration))
                    .isBetween(duration, duration + duration / 16 + 1);
        }
    }

    @Test
    void agreeWithASortedListWhateverHappens() {
        var random = new Random(7);
        var handles = new HashMap<Integer, Timers.Handle>();
        var deadlines = new HashMap<Integer, Long>();
        var durations = new long[] {0, 500, 1000, 4000, 32_000, 180_000};
        for (int i = 0; i < 5_000; i++) {
            int id = i;
            var after = ofMillis(durations[random.nextInt(durations.length)]);
            deadlines.put(id, clock.nanoTime() + after.toNanos());
            handles.put(
                    id,
                    timers.start(
                            after,
                            () -> {
                                assertThat(deadlines.remove(id)).isEqualTo(clock.nanoTime());
                                handles.remove(id);
                            }));
            int other = random.nextInt(i + 1);
            if (random.nextInt(3) == 0 && handles.containsKey(other)) {
                handles.remove(other).cancel();
                deadlines.remove(other);
            }
            assertThat(timers.size()).isEqualTo(deadlines.size());
            clock.advance(ofMillis(random.nextInt(300)));
        }
        clock.advance(ofSeconds(200));
        assertThat(deadlines).isEmpty();
        assertThat(timers.size()).isZero();
    }
}
