package io.switchhook.bench;

/// How fast somebody is asked who must not be overwhelmed: faster and faster, slower at once when that was too much, and not
/// much faster again than what was too much before.
final class Pace {
    private static final double FASTER = 1.3;
    private static final double SLOWER = 0.6;

    /// Of what was too much: the most that is tried then.
    private static final double CAREFUL = 0.85;

    /// By which what was too much is forgotten with each step.
    private static final double FORGETTING = 1.03;

    private final double least;
    private final double most;
    private double rate;
    private double tooMuch = Double.POSITIVE_INFINITY;

    /// @param least a second, with which it begins
    Pace(double least, double most) {
        this.least = least;
        this.most = most;
        this.rate = least;
    }

    /// What to ask for in the next step, a second.
    double rate() {
        return rate;
    }

    /// @param followed whether the other could follow
    void tell(boolean followed) {
        tooMuch *= FORGETTING;
        if (!followed) tooMuch = rate;
        double wish =
                followed
                        ? Math.max(rate, Math.min(rate * FASTER, tooMuch * CAREFUL))
                        : rate * SLOWER;
        rate = Math.clamp(wish, least, most);
    }
}
