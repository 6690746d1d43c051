package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a binding takes, and whether a heap grows, follows from what was seen.
class MemoryTest {
    private static Footprint ours(int bindings, long heap, long proportional) {
        return new Footprint(
                "ours", bindings, heap, new ProcessTree.Memory(proportional, 2 * proportional, 0));
    }

    @Test
    void aBindingTakesWhatTheyAllTakeMore() {
        var table =
                Footprint.table(
                        List.of(
                                ours(0, 20_000_000, 200_000_000),
                                ours(10_000, 25_000_000, 210_000_000),
                                ours(100_000, 70_000_000, 345_000_000),
                                new Footprint(
                                        "theirs",
                                        0,
                                        null,
                                        new ProcessTree.Memory(1_000_000, 2_000_000, 500_000)),
                                new Footprint(
                                        "theirs",
                                        1_000,
                                        null,
                                        new ProcessTree.Memory(2_500_000, 3_000_000, 1_600_000))));
        assertThat(table.lines().map(String::length).distinct()).hasSize(1);
        assertThat(table.replaceAll(" +", " "))
                .contains("| ours | 0 | 20.0 | 200.0 / 400.0 | 0.0 | | | |")
                .contains("| ours | 10,000 | 25.0 | 210.0 / 420.0 | 0.0 | 500 | 1000 | 0 |")
                .contains("| ours | 100,000 | 70.0 | 345.0 / 690.0 | 0.0 | 500 | 1500 | 0 |")
                .contains("| theirs | 0 | | 1.0 / 2.0 | 0.5 | | | |")
                .contains("| theirs | 1,000 | | 2.5 / 3.0 | 1.6 | | 1500 | 1100 |");
    }

    @Test
    void aLineIsFound() {
        var exact = LinearFit.of(points(3, 5, 7, 9));
        assertThat(exact.slope()).isCloseTo(2, within(1e-9));
        assertThat(exact.error()).isCloseTo(0, within(1e-9));
        assertThat(exact.isFlat()).isFalse();
        // by hand: slope 0.6, residuals -0.1, 0.3, -0.3, 0.1, so sqrt(0.2 / 2 / 5) times 4.303
        var rough = LinearFit.of(points(1, 2, 2, 3));
        assertThat(rough.slope()).isCloseTo(0.6, within(1e-9));
        assertThat(rough.error()).isCloseTo(Math.sqrt(0.02) * 4.303, within(1e-9));
        assertThat(LinearFit.of(points(5, 4, 6, 5)).isFlat()).isTrue();
    }

    @Test
    void twoPointsAreNoSlope() {
        assertThatThrownBy(() -> LinearFit.of(points(1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<LinearFit.Point> points(double... values) {
        var points = new ArrayList<LinearFit.Point>();
        for (double value : values) points.add(new LinearFit.Point(points.size(), value));
        return points;
    }

    @ParameterizedTest
    @CsvSource({
        "30000000, 30000100, 30000050, 30000080, flat",
        "30000000, 31000000, 32000001, 33000000, it grows",
        "30000000, 29000000, 28000001, 27000000, it shrinks"
    })
    void aHeapIsFlatOrNot(long first, long second, long third, long fourth, String verdict) {
        var course =
                new HeapCourse(
                        List.of(
                                new HeapCourse.Point(0, 1, 1),
                                new HeapCourse.Point(100_000, first, 1),
                                new HeapCourse.Point(200_000, second, 1),
                                new HeapCourse.Point(300_000, third, 1),
                                new HeapCourse.Point(400_000, fourth, 1)));
        assertThat(course.verdict()).endsWith(verdict + ".");
        assertThat(course.toString()).contains("| 400,000 | ");
    }

    @Test
    void threePointsSayNothing() {
        var point = new HeapCourse.Point(1, 1, 1);
        assertThat(new HeapCourse(List.of(point, point, point)).verdict())
                .startsWith("Too few points");
    }
}
