package io.switchhook.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Where a server stands with a load, of all its slices.
///
/// @param cpu microseconds for each exchange
/// @param compiler how much of it is the compiler's of a virtual machine, as `collector`
/// @param of whose processor time is compared with; none if there is nobody
/// @param ratio of its processor time to the other's in the same pair; none if there is no pair
/// @param setUp the median of each percentile
/// @param noisy slices with so much other work on the machine that they say little
/// @param overloaded slices in which server or generator could not follow
record Standing(
        String load,
        String server,
        double rate,
        int slices,
        Spread cpu,
        double compiler,
        double collector,
        @Nullable String of,
        @Nullable Spread ratio,
        Verdict verdict,
        SliceResult.Percentiles setUp,
        int retransmissions,
        int failed,
        long pssBytes,
        long rssBytes,
        double foreignCores,
        int noisy,
        int overloaded) {

    /// With fewer pairs nothing is said.
    static final int LEAST_PAIRS = 3;

    /// What all pairs agree on.
    enum Verdict {
        LESS,
        MORE,

        /// They do not agree, or are too few.
        OPEN
    }

    /// Of all slices, in the order in which loads and servers came first.
    ///
    /// @param others with whom a server is compared, by its name
    static List<Standing> of(List<SliceResult> slices, Map<String, String> others) {
        var groups = new LinkedHashMap<List<Object>, List<SliceResult>>();
        for (var slice : slices)
            groups.computeIfAbsent(
                            List.of(slice.load(), slice.rate(), slice.server()),
                            _ -> new ArrayList<>())
                    .add(slice);
        var standings = new ArrayList<Standing>();
        groups.forEach((key, group) -> {
            var other = others.get(group.getFirst().server());
            var rival = other == null ? null : groups.get(List.of(key.get(0), key.get(1), other));
            standings.add(of(group, rival == null ? List.of() : rival));
        });
        return standings;
    }

    private static Standing of(List<SliceResult> slices, List<SliceResult> rival) {
        var first = slices.getFirst();
        var ratio = ratio(slices, rival);
        return new Standing(
                first.load(),
                first.server(),
                first.rate(),
                slices.size(),
                spread(slices, SliceResult::cpu),
                spread(slices, SliceResult::compiler).median(),
                spread(slices, SliceResult::collector).median(),
                rival.isEmpty() ? null : rival.getFirst().server(),
                ratio,
                verdict(ratio, pairs(slices, rival).length),
                new SliceResult.Percentiles(
                        spread(slices, slice -> slice.setUp().p50()).median(),
                        spread(slices, slice -> slice.setUp().p95()).median(),
                        spread(slices, slice -> slice.setUp().p99()).median(),
                        spread(slices, slice -> slice.setUp().p999()).median(),
                        spread(slices, slice -> slice.setUp().longest()).median()),
                slices.stream().mapToInt(SliceResult::retransmissions).sum(),
                slices.stream().mapToInt(SliceResult::failed).sum(),
                slices.stream().mapToLong(SliceResult::pssBytes).max().orElse(0),
                slices.stream().mapToLong(SliceResult::rssBytes).max().orElse(0),
                spread(slices, SliceResult::foreignCores).median(),
                (int) slices.stream().filter(SliceResult::isNoisy).count(),
                (int) slices.stream().filter(SliceResult::isOverloaded).count());
    }

    private static Spread spread(List<SliceResult> slices, ToDoubleFunction<SliceResult> value) {
        return Spread.of(slices.stream().mapToDouble(value).toArray());
    }

    private static @Nullable Spread ratio(List<SliceResult> slices, List<SliceResult> rival) {
        double[] ratios = pairs(slices, rival);
        return ratios.length == 0 ? null : Spread.of(ratios);
    }

    /// One ratio for each pair in which both did something.
    private static double[] pairs(List<SliceResult> slices, List<SliceResult> rival) {
        return slices.stream()
                .flatMap(slice ->
                        rival.stream()
                                .filter(other -> other.pair() == slice.pair() && other.done() > 0)
                                .map(other -> slice.cpu() / other.cpu()))
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static Verdict verdict(@Nullable Spread ratio, int pairs) {
        if (ratio == null || pairs < LEAST_PAIRS) return Verdict.OPEN;
        if (ratio.most() < 1) return Verdict.LESS;
        return ratio.least() > 1 ? Verdict.MORE : Verdict.OPEN;
    }
}
