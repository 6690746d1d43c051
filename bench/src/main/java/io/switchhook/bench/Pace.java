package io.switchhook.bench;

/// How fast somebody is asked who must not be overwhelmed: faster and faster, and much slower at once when that was too much.
final class Pace {
    private static final double FASTER = 1.2;
    private static final double SLOWER = 0.6;

    private final double least;
    private final double most;
    private double rate;

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
        rate = Math.clamp(rate * (followed ? FASTER : SLOWER), least, most);
    }
}
