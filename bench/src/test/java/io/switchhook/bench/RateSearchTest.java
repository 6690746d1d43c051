package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

/// The rate that holds is found from below, and narrowed.
class RateSearchTest {
    private static List<Double> tried(RateSearch search, DoublePredicate holds) {
        var tried = new ArrayList<Double>();
        for (var rate = search.next(); rate.isPresent(); rate = search.next()) {
            tried.add(rate.getAsDouble());
            search.tell(holds.test(rate.getAsDouble()));
        }
        return tried;
    }

    @Test
    void risesAndNarrows() {
        var search = new RateSearch(500, 1.05, 100_000);
        var tried = tried(search, rate -> rate <= 2_000);
        assertThat(tried).startsWith(500.0, 750.0, 1125.0, 1688.0, 2532.0, 2532.0, 2067.0);
        assertThat(search.held()).isBetween(1_900.0, 2_000.0);
        assertThat(search.failed()).isBetween(2_000.0, search.held() * 1.05);
        assertThat(tried).hasSizeLessThan(20);
    }

    @Test
    void fallsIfTheFirstIsTooMuch() {
        var search = new RateSearch(500, 1.05, 100_000);
        tried(search, rate -> rate <= 40);
        assertThat(search.held()).isBetween(37.0, 40.0);
    }

    @Test
    void nothingHolds() {
        var search = new RateSearch(500, 1.05, 100_000);
        tried(search, _ -> false);
        assertThat(search.held()).isZero();
        assertThat(search.failed()).isLessThan(4);
    }

    @Test
    void endsAtTheMost() {
        var search = new RateSearch(500, 1.05, 1_000);
        assertThat(tried(search, _ -> true)).containsExactly(500.0, 750.0, 1_000.0);
        assertThat(search.held()).isEqualTo(1_000);
        assertThat(search.failed()).isInfinite();
        assertThatThrownBy(() -> search.tell(true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void oneFailureIsForgiven() {
        var search = new RateSearch(500, 1.05, 750);
        search.tell(false);
        assertThat(search.next()).hasValue(500);
        search.tell(true);
        assertThat(search.next()).hasValue(750);
        search.tell(false);
        search.tell(true);
        assertThat(search.held()).isEqualTo(750);
        assertThat(search.next()).isEmpty();
    }
}
