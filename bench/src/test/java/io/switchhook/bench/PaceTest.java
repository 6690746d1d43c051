package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A pace finds what somebody can follow, and stays about there.
class PaceTest {
    @Test
    void findsWhatIsPossibleAfterAColdStart() {
        var pace = new Pace(1_000, 20_000);
        int refusals = 0;
        double asked = 0;
        for (int step = 0; step < 100; step++) {
            asked += pace.rate();
            boolean follows = step > 0 && pace.rate() <= 5_000;
            if (!follows) refusals++;
            pace.tell(follows);
        }
        assertThat(refusals).isBetween(1, 25);
        assertThat(asked / 100).isBetween(3_000.0, 5_000.0);
    }

    @Test
    void hasBounds() {
        var pace = new Pace(1_000, 2_000);
        assertThat(pace.rate()).isEqualTo(1_000);
        pace.tell(false);
        assertThat(pace.rate()).isEqualTo(1_000);
        for (int step = 0; step < 20; step++) pace.tell(true);
        assertThat(pace.rate()).isEqualTo(2_000);
    }
}
