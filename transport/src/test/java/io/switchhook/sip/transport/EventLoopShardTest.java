package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.transport.TransportCounters.Dropped;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLoopShardTest {
    private final TransportCounters counters = new TransportCounters();

    /// Runs once, at a time.
    private static final class Alarm implements Agenda {
        final CountDownLatch rung = new CountDownLatch(1);
        private volatile long deadline;

        Alarm(long deadline) {
            this.deadline = deadline;
        }

        @Override
        public long nextDeadline() {
            return deadline;
        }

        @Override
        public void runDue(long now) {
            deadline = Long.MAX_VALUE;
            rung.countDown();
        }
    }

    @Test
    void tasksRunInTheirOrderWhoeverSleeps() throws Exception {
        try (var shard = new EventLoopShard(0, 16, System::nanoTime, counters)) {
            shard.start();
            for (int round = 0; round < 2_000; round++) {
                var done = new CountDownLatch(2);
                var order = new ArrayList<Integer>();
                shard.execute(() -> order.add(1));
                shard.execute(() -> {
                    order.add(2);
                    done.countDown();
                });
                shard.execute(done::countDown);
                assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(order).containsExactly(1, 2);
            }
        }
    }

    @Test
    void fullQueueRefuses() throws Exception {
        try (var shard = new EventLoopShard(0, 8, System::nanoTime, counters)) {
            shard.start();
            var running = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            shard.execute(() -> {
                running.countDown();
                awaitQuietly(release);
            });
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            IntStream.range(0, 8).forEach(_ -> shard.execute(() -> {}));
            assertThatThrownBy(() -> shard.execute(() -> {}))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(counters.dropped(Dropped.SHARD_BUSY)).isOne();
            release.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void deadlinesAreKept() throws Exception {
        var never = new Alarm(Long.MAX_VALUE);
        var soon = new Alarm(System.nanoTime() + 20_000_000);
        try (var shard = new EventLoopShard(0, 16, System::nanoTime, counters)) {
            shard.add(never);
            shard.add(soon);
            shard.start();
            assertThat(soon.rung.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(never.rung.getCount()).isOne();
        }
    }

    @Test
    void timeStandsStillDuringATurn() throws Exception {
        var clock = new AtomicLong(5);
        try (var shard = new EventLoopShard(0, 16, clock::get, counters)) {
            var seen = new ArrayList<Long>();
            var done = new CountDownLatch(1);
            shard.execute(() -> {
                seen.add(shard.nanoTime());
                clock.set(9);
            });
            shard.execute(() -> seen.add(shard.nanoTime()));
            shard.execute(done::countDown);
            shard.start();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).containsExactly(5L, 5L);
        }
    }

    @Test
    void shardIsBehindUntilNothingWaits() throws Exception {
        var clock = new AtomicLong(5);
        try (var shard = new EventLoopShard(0, 2048, clock::get, counters)) {
            var seen = new ArrayList<Long>();
            var done = new CountDownLatch(1);
            // two turns' worth of tasks, each of which takes a nanosecond
            for (int i = 0; i < 1024; i++) shard.execute(clock::incrementAndGet);
            shard.execute(() -> seen.add(shard.behindNanos()));
            shard.execute(done::countDown);
            shard.start();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).containsExactly(1024L);

            // nobody waits for a shard that sleeps, as it will at one time or another
            long last = 1;
            for (int i = 0; last > 0 && i < 10_000; i++) {
                var behind = new CompletableFuture<Long>();
                clock.addAndGet(1_000_000);
                shard.execute(() -> behind.complete(shard.behindNanos()));
                last = behind.get(10, TimeUnit.SECONDS);
            }
            assertThat(last).isZero();
        }
    }

    @Test
    void patientTasksWaitForAllOthersAndSayForHowLong() throws Exception {
        var clock = new AtomicLong();
        try (var shard = new EventLoopShard(0, 2048, clock::get, counters)) {
            var order = new ArrayList<String>();
            var done = new CountDownLatch(1);
            shard.executePatiently(() -> {
                order.add("patient, after " + shard.behindNanos());
                clock.addAndGet(1_000_000); // its turn is over
                shard.execute(() -> order.add("hurried, after " + shard.behindNanos()));
            });
            shard.executePatiently(() -> {
                order.add("patient, after " + shard.behindNanos());
                done.countDown();
            });
            clock.addAndGet(700);
            shard.execute(() -> order.add("hurried"));
            shard.start();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(order)
                    .containsExactly(
                            "hurried",
                            "patient, after 700",
                            "hurried, after 0",
                            "patient, after 1000700");
        }
    }

    @Test
    void sleepIsNoWorkThatPatientTasksGetAShareOf() throws Exception {
        var clock = new AtomicLong();
        try (var shard = new EventLoopShard(0, 2048, clock::get, counters)) {
            var order = new ArrayList<String>();
            var done = new CountDownLatch(1);
            shard.start();
            awaitSleep(shard);
            clock.addAndGet(10_000_000_000L);
            shard.executePatiently(() -> {
                shard.executePatiently(() -> {
                    order.add("patient");
                    done.countDown();
                });
                shard.execute(() -> order.add("hurried"));
                clock.addAndGet(1_000_000); // its turn is over
            });
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(order).containsExactly("hurried", "patient");
        }
    }

    private static void awaitSleep(EventLoopShard shard) {
        while (!shard.isAsleep()) Thread.onSpinWait();
    }

    @Test
    void fullQueueOfPatientTasksRefusesNoOthers() throws Exception {
        try (var shard = new EventLoopShard(0, 8, System::nanoTime, counters)) {
            var done = new CountDownLatch(1);
            IntStream.range(0, 8).forEach(_ -> shard.executePatiently(() -> {}));
            assertThatThrownBy(() -> shard.executePatiently(() -> {}))
                    .isInstanceOf(RejectedExecutionException.class);
            shard.execute(done::countDown);
            shard.start();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(counters.dropped(Dropped.SHARD_BUSY)).isOne();
        }
    }

    @Test
    void closedShardRefusesAndCloseCanBeRepeated() throws Exception {
        var shard = new EventLoopShard(0, 16, System::nanoTime, counters);
        shard.start();
        shard.close();
        shard.close();
        assertThatThrownBy(() -> shard.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("shard 0 is closed");
    }
}
