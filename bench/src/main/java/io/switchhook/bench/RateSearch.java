package io.switchhook.bench;

import java.util.OptionalDouble;

/// The highest rate that holds: by steps up until one does not, and then between the highest that held and the lowest that
/// did not. A rate has to fail twice, for a shared machine may have been busy once.
final class RateSearch {
    /// From one step to the next.
    private static final double GROWTH = 1.5;

    /// In exchanges a second: less is none.
    private static final double LEAST = 1;

    private final double precision;
    private final double most;
    private double candidate;
    private double held;
    private double failed = Double.POSITIVE_INFINITY;
    private boolean isDoubtful;

    /// @param start exchanges a second, of the first step
    /// @param precision the ratio of the lowest that failed to the highest that held, with which it is enough
    /// @param most beyond which nothing is tried
    RateSearch(double start, double precision, double most) {
        if (start < LEAST || precision <= 1 || most < start)
            throw new IllegalArgumentException(
                    "a search starts at 1/s or more, ends no lower, and is narrowed to more than 1");
        this.precision = precision;
        this.most = most;
        this.candidate = start;
    }

    /// What to try now; none if the search is over.
    OptionalDouble next() {
        return isOver() ? OptionalDouble.empty() : OptionalDouble.of(candidate);
    }

    private boolean isOver() {
        return candidate < LEAST
                || held >= most
                || held > 0 && (failed <= held * precision || failed - held <= 1);
    }

    /// What became of [#next()].
    ///
    /// @throws IllegalStateException if nothing was to be tried
    void tell(boolean isHeld) {
        if (isOver()) throw new IllegalStateException("the search is over");
        boolean isFirstFailure = !isHeld && !isDoubtful;
        isDoubtful = isFirstFailure;
        if (isFirstFailure) return;
        if (isHeld) held = candidate;
        else failed = candidate;
        candidate = Math.min(most, between());
    }

    private double between() {
        if (Double.isInfinite(failed)) return Math.rint(held * GROWTH);
        return Math.rint(held == 0 ? failed / 2 : Math.sqrt(held * failed));
    }

    /// The highest rate that held; 0 if none did.
    double held() {
        return held;
    }

    /// The lowest that did not; infinite if all did.
    double failed() {
        return failed;
    }
}
