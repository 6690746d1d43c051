package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is told of starts is the median of each kind, and what failed in all of them.
class StartTest {
    private static final ColdServer.Questions QUESTIONS =
            new ColdServer.Questions(1_000, 50, 2_000, 5);

    private static ColdServer.Start start(String kind, int round, double launcher) {
        double more = kind.equals("trained") ? 0 : 1;
        return new ColdServer.Start(
                kind,
                round,
                1.5 + round + more,
                launcher,
                2,
                20 + round,
                900,
                round,
                80,
                7,
                10_000);
    }

    private static String table(double launcher) {
        var starts = new ArrayList<ColdServer.Start>();
        for (int round = 0; round < 3; round++)
            for (var kind : List.of("trained", "untrained"))
                starts.add(start(kind, round, launcher));
        return StartBench.table(starts, Map.of("trained", 10.6), QUESTIONS).replaceAll(" +", " ");
    }

    @Test
    void eachKindHasItsMedian() {
        assertThat(table(0.25))
                .contains("| median of 3 starts | trained | untrained |")
                .contains("| ready, s | 2.50 (1.50 to 3.50) | 3.50 (2.50 to 4.50) |")
                .contains("| ready with `./switchhook serve`, s | 0.25 | 0.25 |")
                .contains("| the first call, ms | 21.0 (20.0 to 22.0) |")
                .contains("| a warm call, ms | 10.6 | |")
                .contains("| the first 1,000 calls at 50/s, CPU µs each | 900 | 900 |")
                .contains("| failed of them | 3 | 3 |")
                .contains("| 2,000/s at once for 5 s: set-up p99, ms | 80.0 | 80.0 |")
                .contains("| failed of them | 21 of 30,000 | 21 of 30,000 |");
    }

    @Test
    void withoutAScriptNothingIsSaidOfIt() {
        assertThat(table(0)).doesNotContain("./switchhook serve");
    }
}
