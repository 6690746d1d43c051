package io.switchhook.bench;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Of all pairs that were played, those in which others used the machine least: what others do has nothing to do with whose
/// turn it is, so that to choose by it favors nobody.
final class QuietPairs {
    private QuietPairs() {}

    /// @param wanted pairs of each load
    static List<SliceResult> of(List<SliceResult> slices, int wanted) {
        return slices.stream()
                .collect(
                        Collectors.groupingBy(
                                SliceResult::load, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(load -> quietest(load, wanted))
                .toList();
    }

    private static Stream<SliceResult> quietest(List<SliceResult> slices, int wanted) {
        var noise =
                slices.stream()
                        .collect(
                                Collectors.toMap(
                                        SliceResult::pair, SliceResult::foreignCores, Math::max));
        var chosen =
                noise.entrySet().stream()
                        .sorted(
                                Map.Entry.<Integer, Double>comparingByValue()
                                        .thenComparing(
                                                Map.Entry.comparingByKey(
                                                        Comparator.reverseOrder())))
                        .limit(wanted)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        return slices.stream().filter(slice -> chosen.contains(slice.pair()));
    }
}
