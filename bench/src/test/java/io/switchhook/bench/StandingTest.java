package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a table says follows from the slices, pair by pair.
class StandingTest {
    private static final SliceResult.Percentiles TIMES = new SliceResult.Percentiles(1, 2, 3, 4, 5);

    private static final Map<String, String> OTHERS = Map.of("ours", "theirs");

    private static SliceResult slice(
            String server, int pair, double cpu, int failed, double foreign) {
        return new SliceResult(
                "call",
                server,
                pair,
                1000,
                10,
                10_000,
                10_000 - failed,
                failed,
                Map.of(),
                3,
                0,
                cpu,
                1,
                1,
                2,
                3,
                0.1,
                0.1,
                foreign,
                0,
                TIMES,
                TIMES,
                TIMES,
                TIMES,
                50_000_000 + pair,
                60_000_000);
    }

    private static List<SliceResult> pairs(double... ours) {
        var slices = new ArrayList<SliceResult>();
        for (int i = 0; i < ours.length; i++) {
            slices.add(slice("theirs", i, 100 * (i + 1), 0, 0));
            slices.add(slice("ours", i, 100 * (i + 1) * ours[i], 0, 0));
        }
        return slices;
    }

    private static Standing ours(List<SliceResult> slices) {
        return Standing.of(slices, OTHERS).getLast();
    }

    @Test
    void ratiosAreOfTheSamePair() {
        var standings = Standing.of(pairs(0.5, 0.9, 0.8), OTHERS);
        assertThat(standings).hasSize(2);
        assertThat(standings.getFirst().ratio()).isNull();
        var ours = standings.getLast();
        assertThat(ours.of()).isEqualTo("theirs");
        assertThat(ours.ratio()).isEqualTo(new Spread(0.8, 0.5, 0.9));
        assertThat(ours.cpu()).isEqualTo(new Spread(180, 50, 240));
        assertThat(ours.retransmissions()).isEqualTo(9);
        assertThat(ours.pssBytes()).isEqualTo(50_000_002);
    }

    @Test
    void aVerdictNeedsThreePairsThatAgree() {
        assertThat(ours(pairs(0.5)).verdict()).isEqualTo(Standing.Verdict.OPEN);
        assertThat(ours(pairs(0.5, 0.5)).verdict()).isEqualTo(Standing.Verdict.OPEN);
        assertThat(ours(pairs(0.5, 0.9, 0.7)).verdict()).isEqualTo(Standing.Verdict.LESS);
        assertThat(ours(pairs(0.5, 1.1, 0.7)).verdict()).isEqualTo(Standing.Verdict.OPEN);
        assertThat(ours(pairs(1.5, 1.1, 1.2)).verdict()).isEqualTo(Standing.Verdict.MORE);
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwo() {
        assertThat(Spread.of(4, 1, 3, 2)).isEqualTo(new Spread(2.5, 1, 4));
    }

    @Test
    void failuresNoiseAndLoadAreTold() {
        var slices = List.of(slice("ours", 0, 10, 11, 0), slice("ours", 1, 10, 10, 0.3));
        var standing = ours(slices);
        assertThat(standing.overloaded()).isEqualTo(1);
        assertThat(standing.noisy()).isEqualTo(1);
        assertThat(standing.failed()).isEqualTo(21);
        assertThat(StandingTable.of(List.of(standing)))
                .contains("21 (overloaded)")
                .contains("0.15 (1 of 2 noisy)")
                .contains("1.00 / 2.00 / 3.00 / 4.00")
                .contains("2.0 / 3.0")
                .contains("50 / 60");
    }

    @Test
    void theTableIsStraight() {
        var table = StandingTable.of(Standing.of(pairs(0.5, 0.9, 0.8), OTHERS));
        assertThat(table.lines().map(String::length).distinct()).hasSize(1);
        assertThat(table).contains("0.80 (0.50 to 0.90) of theirs").contains("| less ");
    }

    @Test
    void theTableOfADocumentIsReplacedAndNothingElse() {
        String document = "a\n<!-- figures -->\nold\n<!-- end of figures -->\nb\n";
        assertThat(Figures.in(document, "figures", "new\n"))
                .isEqualTo("a\n<!-- figures -->\nnew\n<!-- end of figures -->\nb\n");
        assertThatThrownBy(() -> Figures.in("nothing", "figures", "new"))
                .hasMessageContaining("<!-- figures -->");
    }
}
