package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whether a price grows follows from turns of the same round.
class ScaleTest {
    private static ScalePoint point(
            ScalePoint.Axis axis, int place, int share, int round, double cpu) {
        return new ScalePoint(
                axis,
                place,
                share,
                Slices.slice("call", axis.counted(place), round, 20.0 * share, cpu));
    }

    private static List<ScalePoint> points() {
        var points = new ArrayList<ScalePoint>();
        for (int round = 0; round < 3; round++)
            for (int share : List.of(1, 50))
                for (int place : List.of(100, 1_000_000))
                    points.add(
                            point(
                                    ScalePoint.Axis.BINDINGS,
                                    place,
                                    share,
                                    round,
                                    200 * (round + 1) * (place == 100 ? 1 : 1.1 + 0.1 * round)));
        for (int share : List.of(1, 50))
            for (int shards : List.of(1, 2))
                points.add(point(ScalePoint.Axis.SHARDS, shards, share, 0, 100.0 * shards));
        return points;
    }

    @Test
    void growthIsOfTheSameRound() {
        var curve = ScaleCurve.of(points()).getFirst();
        assertThat(curve.axis()).isEqualTo(ScalePoint.Axis.BINDINGS);
        assertThat(curve.rate()).isEqualTo(20);
        assertThat(curve.cpu().firstEntry().getValue()).isEqualTo(new Spread(400, 200, 600));
        var growth = curve.growth();
        assertThat(growth).isNotNull();
        assertThat(growth.median()).isCloseTo(1.2, within(1e-9));
        assertThat(growth.least()).isCloseTo(1.1, within(1e-9));
        assertThat(growth.most()).isCloseTo(1.3, within(1e-9));
    }

    @Test
    void onePlaceGrowsNowhere() {
        var curve = ScaleCurve.of(List.of(point(ScalePoint.Axis.SHARDS, 1, 10, 0, 100)));
        assertThat(curve.getFirst().growth()).isNull();
    }

    @Test
    void tablesHaveAColumnForEachPlace() {
        var figures = ScaleFigures.of(ScaleCurve.of(points()), true);
        assertThat(figures)
                .contains("| 100 phones ")
                .contains("| 1,000,000 phones ")
                .contains("| 1000/s, 50 % |")
                .contains("1.20 (1.10 to 1.30)")
                .contains("| 2.0 / 2.0 ")
                .contains("| 1 shard ")
                .contains("](performance-bindings-call.svg)")
                .contains("](performance-rate-call.svg)");
        assertThat(ScaleFigures.of(ScaleCurve.of(points()), false)).doesNotContain("svg");
    }

    @Test
    void curvesAreOfRatesOrOfShards() {
        var charts = ScaleFigures.charts(ScaleCurve.of(points()));
        assertThat(charts)
                .containsOnlyKeys("performance-bindings-call.svg", "performance-rate-call.svg");
        var byBindings = charts.values().iterator().next();
        assertThat(byBindings.curves())
                .extracting(Chart.Curve::name)
                .containsExactly("20/s (1 %)", "1000/s (50 %)");
        assertThat(byBindings.places()).containsExactly(100.0, 1_000_000.0);
        var byRate = charts.get("performance-rate-call.svg");
        assertThat(byRate).isNotNull();
        assertThat(byRate.curves())
                .extracting(Chart.Curve::name)
                .containsExactly("1 shard", "2 shards");
        assertThat(byRate.places()).containsExactly(20.0, 1_000.0);
    }

    @Test
    void loadsHavePlurals() {
        assertThat(ScaleFigures.plural("call")).isEqualTo("calls");
        assertThat(ScaleFigures.plural("refresh")).isEqualTo("refreshes");
    }
}
