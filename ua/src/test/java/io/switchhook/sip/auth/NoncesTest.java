package io.switchhook.sip.auth;

import static io.switchhook.sip.auth.NonceStanding.EXPIRED;
import static io.switchhook.sip.auth.NonceStanding.FOREIGN;
import static io.switchhook.sip.auth.NonceStanding.GOOD;
import static io.switchhook.sip.auth.NonceStanding.REPLAYED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoncesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] SECRET = "a secret of 20 bytes".getBytes();
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final String SOURCE = "192.0.2.4";

    private final Nonces nonces = new Nonces(SECRET, START);

    @Test
    void nonces_of_one_instant_differ_and_are_plain_text() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) seen.add(nonces.issue(START, SOURCE));
        assertThat(seen).hasSize(10_000).allMatch(n -> n.matches("[A-Za-z0-9_-]{32}"));
    }

    /// A second of many calls: two that share a nonce would shut each other out.
    @Test
    void requests_of_one_second_get_nonces_of_their_own() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 50_000; i++) seen.add(nonces.issue(START, SOURCE, "request " + i));
        assertThat(seen).hasSize(50_000);
    }

    @Test
    void a_challenge_is_not_remembered() {
        for (int i = 0; i < 1000; i++) nonces.issue(START, SOURCE);
        assertThat(nonces.remembered()).isZero();
    }

    @Test
    void a_nonce_serves_growing_counts_and_each_once() {
        String nonce = nonces.issue(START, SOURCE);
        for (int count = 1; count < 1000; count++) {
            assertThat(nonces.use(nonce, SOURCE, count, START)).isEqualTo(GOOD);
            assertThat(nonces.use(nonce, SOURCE, count, START)).isEqualTo(REPLAYED);
        }
        assertThat(nonces.remembered()).isEqualTo(1);
    }

    @Test
    void counts_may_overtake_each_other_within_the_window() {
        String nonce = nonces.issue(START, SOURCE);
        assertThat(nonces.use(nonce, SOURCE, 40, START)).isEqualTo(GOOD);
        assertThat(nonces.use(nonce, SOURCE, 39, START)).isEqualTo(GOOD);
        assertThat(nonces.use(nonce, SOURCE, 9, START)).isEqualTo(GOOD);
        assertThat(nonces.use(nonce, SOURCE, 9, START)).isEqualTo(REPLAYED);
        assertThat(nonces.use(nonce, SOURCE, 8, START)).as("below the window").isEqualTo(REPLAYED);
        assertThat(nonces.use(nonce, SOURCE, 0xffff_ffffL, START)).isEqualTo(GOOD);
        assertThat(nonces.use(nonce, SOURCE, 40, START)).isEqualTo(REPLAYED);
    }

    @Test
    void without_a_count_a_nonce_serves_once() {
        String nonce = nonces.issue(START, SOURCE);
        assertThat(nonces.use(nonce, SOURCE, 0, START)).isEqualTo(GOOD);
        assertThat(nonces.use(nonce, SOURCE, 0, START)).isEqualTo(REPLAYED);
        assertThat(nonces.use(nonce, SOURCE, 1, START)).isEqualTo(REPLAYED);
    }

    @ParameterizedTest
    @CsvSource({"0,GOOD", "300,GOOD", "301,EXPIRED", "100000,EXPIRED"})
    void a_nonce_lives_five_minutes(int seconds, NonceStanding expected) {
        String nonce = nonces.issue(START, SOURCE);
        assertThat(nonces.use(nonce, SOURCE, 1, START.plusSeconds(seconds))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"
            })
    void a_forged_nonce_is_foreign(String nonce) {
        assertThat(nonces.use(nonce, SOURCE, 1, START)).isEqualTo(FOREIGN);
    }

    @Test
    void a_nonce_with_another_time_or_of_another_secret_is_foreign() {
        String nonce = nonces.issue(START, SOURCE);
        for (int i = 0; i < nonce.length(); i++) {
            char other = nonce.charAt(i) == 'A' ? 'B' : 'A';
            String forged = nonce.substring(0, i) + other + nonce.substring(i + 1);
            assertThat(nonces.use(forged, SOURCE, 1, START)).isEqualTo(FOREIGN);
        }
        var others = new Nonces("another secret of us".getBytes(), START);
        assertThat(others.use(nonce, SOURCE, 1, START)).isEqualTo(FOREIGN);
    }

    @Test
    void a_request_that_comes_again_gets_the_same_nonce() {
        int same = 0;
        for (int i = 0; i < 1000; i++) {
            String nonce = nonces.issue(START, SOURCE, "request " + i);
            assertThat(nonce).isNotEqualTo(nonces.issue(START, SOURCE, "another " + i));
            assertThat(nonce).isNotEqualTo(nonces.issue(START, "192.0.2.5", "request " + i));
            if (nonce.equals(nonces.issue(START.plusMillis(500), SOURCE, "request " + i))) same++;
        }
        assertThat(same).isBetween(960, 1000); // 31.5 of 32 s
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 20_000, 3_600_000})
    void such_a_nonce_is_good_at_once_and_until_shortly_before_its_end(long millisSinceStart) {
        var now = START.plusMillis(millisSinceStart);
        for (int i = 0; i < 100; i++) {
            String nonce = nonces.issue(now, SOURCE, "request " + i);
            assertThat(nonces.use(nonce, SOURCE, 1, now)).isEqualTo(GOOD);
            var later = now.plus(LIFETIME).minusSeconds(32);
            assertThat(nonces.use(nonce, SOURCE, 2, later)).isEqualTo(GOOD);
            assertThat(nonces.use(nonce, SOURCE, 3, later.plusSeconds(65))).isEqualTo(EXPIRED);
        }
    }

    @Test
    void a_nonce_is_foreign_from_another_address() {
        String nonce = nonces.issue(START, SOURCE);
        assertThat(nonces.standing(nonce, "192.0.2.5", START)).isEqualTo(FOREIGN);
        assertThat(nonces.use(nonce, "192.0.2.5", 1, START)).isEqualTo(FOREIGN);
        assertThat(nonces.use(nonce, SOURCE, 1, START)).isEqualTo(GOOD);
    }

    @Test
    void a_restart_with_the_same_secret_makes_nonces_stale_not_replayable() {
        String nonce = nonces.issue(START, SOURCE);
        assertThat(nonces.use(nonce, SOURCE, 1, START)).isEqualTo(GOOD);
        var restarted = new Nonces(SECRET, START.plusSeconds(10));
        assertThat(restarted.use(nonce, SOURCE, 1, START.plusSeconds(10))).isEqualTo(EXPIRED);
        String fresh = restarted.issue(START.plusSeconds(10), SOURCE);
        assertThat(restarted.use(fresh, SOURCE, 1, START.plusSeconds(10))).isEqualTo(GOOD);
    }

    @Test
    void memory_is_bounded_and_what_is_forgotten_is_stale() {
        var bounded = new Nonces(SECRET, LIFETIME, 100, START);
        var used = new ArrayList<String>();
        int good = 0;
        for (int i = 0; i < 5000; i++) {
            var now = START.plusMillis(i * 50L);
            String nonce = bounded.issue(now, SOURCE);
            used.add(nonce);
            if (bounded.use(nonce, SOURCE, 1, now) == GOOD) good++;
            assertThat(bounded.remembered()).isLessThanOrEqualTo(100);
        }
        var end = START.plusMillis(5000 * 50L);
        assertThat(used).noneMatch(nonce -> bounded.use(nonce, SOURCE, 1, end) == GOOD);
        assertThat(good).as("at most the one that meets the bound").isGreaterThan(4900);
    }

    @Test
    void what_expired_is_forgotten() {
        for (int i = 0; i < 600; i++) {
            var now = START.plusSeconds(i);
            nonces.use(nonces.issue(now, SOURCE), SOURCE, 1, now);
            assertThat(nonces.remembered()).isLessThanOrEqualTo(300 + 2 * 300 / 16 + 2);
        }
    }

    @Test
    void of_many_threads_with_the_same_count_one_is_first() throws Exception {
        var good = new AtomicInteger();
        String nonce = nonces.issue(START, SOURCE);
        Callable<Boolean> use =
                () -> {
                    for (int count = 1; count <= 20; count++)
                        if (nonces.use(nonce, SOURCE, count, START) == GOOD) good.incrementAndGet();
                    return true;
                };
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(List.of(use, use, use, use))) done.get();
        }
        assertThat(good).hasValue(20);
    }

    @Test
    void at_the_bound_no_thread_can_replay() throws Exception {
        var bounded = new Nonces(SECRET, LIFETIME, 50, START);
        var again = new AtomicInteger();
        Callable<Boolean> use =
                () -> {
                    for (int i = 0; i < 5000; i++) {
                        String nonce = bounded.issue(START.plusMillis(i), SOURCE);
                        var now = START.plusMillis(i);
                        boolean first = bounded.use(nonce, SOURCE, 1, now) == GOOD;
                        if (first && bounded.use(nonce, SOURCE, 1, now) == GOOD)
                            again.incrementAndGet();
                    }
                    return true;
                };
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(List.of(use, use, use, use))) done.get();
        }
        assertThat(again).hasValue(0);
    }

    /// Against a set that remembers all.
    @Test
    void the_window_never_accepts_twice_and_always_accepts_within_it() {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var window = new AtomicLong();
            var used = new HashSet<Long>();
            long highest = 0;
            for (int i = 0; i < 200; i++) {
                long count = Math.max(1, highest - 40 + random.nextInt(60));
                boolean expected = !used.contains(count) && count > highest - 32;
                assertThat(NonceCounts.use(window, count)).isEqualTo(expected);
                if (expected) used.add(count);
                highest = Math.max(highest, expected ? count : highest);
            }
        }
    }
}
