package io.switchhook.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.transaction.TransactionKey.Branch;
import java.util.LinkedHashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbsorbingTest {
    private static final long DURATION = 32;

    private final Absorbing<String> absorbing = new Absorbing<>(DURATION);

    private static Branch key(long number) {
        return new Branch(number, number, Method.INVITE);
    }

    private void add(Branch key, String value, long now) {
        absorbing.add(key, value, new ByteSink(1).put(textOf(value)), now);
    }

    private static String textOf(String value) {
        return "said of " + value + ".".repeat(value.hashCode() & 127);
    }

    private void assertKept(Branch key, String value) {
        assertThat(absorbing.get(key)).isEqualTo(value);
        assertThat(absorbing.text(key)).asString().isEqualTo(textOf(value));
    }

    @Test
    void aKeyIsFoundUntilItsTimeIsOver() {
        add(key(1), "one", 100);
        assertKept(key(1), "one");
        assertThat(absorbing.get(key(2))).isNull();
        assertThat(absorbing.text(key(2))).isEmpty();
        assertThat(absorbing.nextDeadline()).isEqualTo(132);
        assertThat(absorbing.expire(131)).isZero();
        assertThat(absorbing.get(key(1))).isEqualTo("one");
        assertThat(absorbing.expire(132)).isOne();
        assertThat(absorbing.get(key(1))).isNull();
        assertThat(absorbing.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoSaysNothingHasNoText() {
        add(key(1), "one", 0);
        absorbing.add(key(2), "two", new ByteSink(1), 0);
        add(key(3), "three", 0);
        assertThat(absorbing.text(key(2))).isEmpty();
        assertKept(key(3), "three");
        assertThat(absorbing.forgetFirst()).isOne();
        assertThat(absorbing.text(key(2))).isEmpty();
        assertKept(key(3), "three");
    }

    @Test
    void theMethodIsPartOfTheKey() {
        add(key(1), "one", 0);
        assertThat(absorbing.get(new Branch(1, 1, Method.CANCEL))).isNull();
        assertThat(absorbing.get(new Branch(1, 1, Method.CANCEL).ofInvite())).isEqualTo("one");
    }

    /// The clock of a shard begins anywhere, and may pass its largest number.
    @Test
    void theClockMayOverflow() {
        add(key(1), "one", Long.MAX_VALUE - 10);
        assertThat(absorbing.expire(Long.MAX_VALUE)).isZero();
        assertThat(absorbing.expire(Long.MAX_VALUE + DURATION)).isOne();
    }

    /// Against a map that does the same, with keys of which many meet in the table.
    @ParameterizedTest
    @ValueSource(ints = {4, 16, 1 << 20})
    void whateverComesAndGoes(int hashes) {
        var random = new Random(hashes);
        var expected = new LinkedHashMap<Long, Long>();
        long now = 0;
        long next = 0;
        for (int turn = 0; turn < 3_000; turn++) {
            int burst = turn % 1000 < 500 ? 6 : 1;
            for (int i = random.nextInt(burst); i >= 0; i--) {
                long number = next++;
                add(colliding(number, hashes), "v" + number, now);
                expected.put(number, now + DURATION);
            }
            now += random.nextInt(3);
            long due = now;
            int before = expected.size();
            expected.values().removeIf(deadline -> deadline <= due);
            assertThat(absorbing.expire(now)).isEqualTo(before - expected.size());
            assertThat(absorbing.size()).isEqualTo(expected.size());
            for (long number : expected.keySet())
                assertKept(colliding(number, hashes), "v" + number);
            assertThat(absorbing.get(colliding(next, hashes))).isNull();
            if (next > expected.size())
                assertThat(absorbing.get(colliding(next - expected.size() - 1, hashes))).isNull();
        }
    }

    private static Branch colliding(long number, int hashes) {
        return new Branch(number, number % hashes, Method.BYE);
    }
}
