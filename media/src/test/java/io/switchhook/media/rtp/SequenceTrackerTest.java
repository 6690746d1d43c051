package io.switchhook.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// RFC 3550 appendices A.1, A.3 and A.8.
class SequenceTrackerTest {
    private static SequenceTracker valid(int first) {
        var tracker = new SequenceTracker(first);
        tracker.update(first);
        tracker.update(first + 1 & 0xffff);
        assertThat(tracker.isValid()).isTrue();
        return tracker;
    }

    @Test
    void twoInSequenceMakeASourceValid() {
        var tracker = new SequenceTracker(10);
        assertThat(tracker.update(10)).isFalse();
        assertThat(tracker.update(20)).isFalse();
        assertThat(tracker.update(30)).isFalse();
        assertThat(tracker.update(31)).isTrue();
        assertThat(tracker.expected()).isEqualTo(1);
        assertThat(tracker.received()).isEqualTo(1);
    }

    @Test
    void numbersWrapAround() {
        var tracker = valid(65533);
        for (int i = 65535; i < 65536 + 10; i++) assertThat(tracker.update(i & 0xffff)).isTrue();
        assertThat(tracker.extendedHighest()).isEqualTo(65536 + 9);
        assertThat(tracker.lost()).isZero();
    }

    @Test
    void oneJumpIsRefusedTwoBeginAnew() {
        var tracker = valid(100);
        assertThat(tracker.update(40_000)).isFalse();
        assertThat(tracker.update(102)).isTrue();
        assertThat(tracker.update(40_000)).isFalse();
        assertThat(tracker.update(40_001)).isTrue();
        assertThat(tracker.expected()).isEqualTo(1);
        assertThat(tracker.extendedHighest()).isEqualTo(40_001);
    }

    @Test
    void lateOnesAndDuplicatesCount() {
        var tracker = valid(100);
        tracker.update(104);
        assertThat(tracker.expected()).isEqualTo(4);
        assertThat(tracker.lost()).isEqualTo(2);
        assertThat(tracker.fractionLost()).isEqualTo(128);
        tracker.update(102);
        tracker.update(103);
        tracker.update(103);
        assertThat(tracker.lost()).isEqualTo(-1);
        assertThat(tracker.fractionLost()).isZero();
    }

    @Test
    void jitterSettlesAtTheMeanDeviation() {
        var even = new InterarrivalJitter();
        for (int i = 0; i < 500; i++) even.update(i * 160 - 70, 8000, i * 20_000_000L);
        assertThat(even.ticks()).isZero();
        // 10 ms too late every other time: two neighbors always differ by 80.
        var uneven = new InterarrivalJitter();
        for (int i = 0; i < 500; i++)
            uneven.update(i * 160, 8000, i * 20_000_000L + (i % 2 == 0 ? 0 : 10_000_000));
        assertThat(uneven.milliseconds()).isCloseTo(10, within(1.0));
        // Another clock cannot be compared with the one before, but the figure stays.
        for (int i = 500; i < 503; i++) uneven.update(i * 960, 48_000, i * 20_000_000L);
        assertThat(uneven.milliseconds()).isCloseTo(9, within(1.0));
    }
}
