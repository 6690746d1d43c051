package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuietPairsTest {
    private static SliceResult slice(String server, int pair, double foreign) {
        return Slices.slice("call", server, pair, 1000, 100, 0, 0, 0, 0.3, foreign);
    }

    /// Of each pair what others used in the turns of both servers.
    private static List<SliceResult> pairs(double[]... foreign) {
        var slices = new ArrayList<SliceResult>();
        for (int pair = 0; pair < foreign.length; pair++) {
            slices.add(slice("theirs", pair, foreign[pair][0]));
            slices.add(slice("ours", pair, foreign[pair][1]));
        }
        return slices;
    }

    private static List<Integer> chosen(int wanted, double[]... foreign) {
        return QuietPairs.of(pairs(foreign), wanted).stream().map(SliceResult::pair).toList();
    }

    @Test
    void a_pair_is_as_noisy_as_the_worse_of_its_turns() {
        assertThat(chosen(2, new double[] {0, 0.9}, new double[] {0.2, 0.1}, new double[] {0.1, 0}))
                .containsExactly(1, 1, 2, 2);
    }

    @Test
    void who_has_no_more_than_asked_for_keeps_all() {
        assertThat(chosen(3, new double[] {2, 2}, new double[] {0, 0})).containsExactly(0, 0, 1, 1);
    }

    @Test
    void of_pairs_that_are_alike_the_later_ones_count_since_servers_grow_warm() {
        assertThat(chosen(1, new double[] {0, 0}, new double[] {0, 0})).containsExactly(1, 1);
    }
}
