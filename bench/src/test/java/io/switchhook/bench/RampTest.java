package io.switchhook.bench;

import static io.switchhook.bench.Slices.slice;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a step says of who was at its end, and what the table says of all steps.
class RampTest {
    private static RampStep step(SliceResult slice) {
        return new RampStep(slice, 2);
    }

    @Test
    void aRateHoldsWithHardlyAFailure() {
        assertThat(step(slice("ours", 9, 49, 20, 0.3)).isHeld()).isTrue();
        assertThat(step(slice("ours", 10, 0, 0, 0.3)).isHeld()).isFalse();
        assertThat(step(slice("ours", 0, 50, 0, 0.3)).isHeld()).isFalse();
        assertThat(step(slice("ours", 0, 0, 21, 0.3)).isHeld()).isFalse();
    }

    @Test
    void theGeneratorIsToBlameIfItIsLateOrBusy() {
        assertThat(step(slice("ours", 0, 0, 0, 0.3)).bound()).isEqualTo(RampStep.Bound.NONE);
        assertThat(step(slice("ours", 99, 0, 0, 0.3)).bound()).isEqualTo(RampStep.Bound.SERVER);
        assertThat(step(slice("ours", 99, 0, 30, 0.3)).bound()).isEqualTo(RampStep.Bound.GENERATOR);
        assertThat(step(slice("ours", 0, 0, 0, 0.95)).bound()).isEqualTo(RampStep.Bound.GENERATOR);
    }

    @Test
    void theMachineIsToBlameIfNothingIsLeftOfIt() {
        var full = slice("call", "ours", 0, 1000, 900, 99, 0, 0, 0.6, 0.45);
        assertThat(step(full).bound()).isEqualTo(RampStep.Bound.MACHINE);
    }

    @Test
    void timeThatIsWaitedForFailuresIsNoWork() {
        var slice = slice("call", "ours", 0, 1000, 200, 99, 0, 0, 0.6, 0);
        var waited = step(longer(slice));
        assertThat(waited.generatorCores()).isEqualTo(1.2);
        assertThat(waited.bound()).isEqualTo(RampStep.Bound.GENERATOR);
    }

    /// The same in twice the time.
    private static SliceResult longer(SliceResult slice) {
        return new SliceResult(
                slice.load(),
                slice.server(),
                slice.pair(),
                slice.rate(),
                2 * slice.seconds(),
                slice.begun(),
                slice.done(),
                slice.failed(),
                slice.failures(),
                slice.retransmissions(),
                slice.strays(),
                slice.cpu(),
                slice.user(),
                slice.system(),
                slice.compiler(),
                slice.collector(),
                slice.serverCores(),
                slice.generatorCores(),
                slice.foreignCores(),
                slice.stolen(),
                slice.setUp(),
                slice.ringing(),
                slice.ending(),
                slice.late(),
                slice.pssBytes(),
                slice.rssBytes());
    }

    @Test
    void theTableSaysWhoWasAtItsEnd() {
        var best = step(slice("ours", 0, 0, 1.5, 0.3));
        var table =
                RampBench.table(
                        List.of(
                                new Ramp.Outcome(
                                        "ours", 1000, 1050, best, RampStep.Bound.GENERATOR),
                                new Ramp.Outcome(
                                        "theirs",
                                        0,
                                        Double.POSITIVE_INFINITY,
                                        null,
                                        RampStep.Bound.NONE)),
                        List.of(
                                slice("call", "ours", 0, 500, 200),
                                slice("call", "ours", 1, 500, 200)));
        assertThat(table)
                .contains("| ours   | 1000/s | 1050/s   | the generator |")
                .contains("| theirs | none ")
                .contains("set-up ms at 500/s: p50")
                .contains("0 of 2")
                .contains(
                        "The generator was at its end before ours: it sustains more than 1000/s.");
    }
}
