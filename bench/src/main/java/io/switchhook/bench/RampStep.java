package io.switchhook.bench;

/// A rate that was tried, and what became of it.
///
/// @param processors of the machine
record RampStep(SliceResult slice, int processors) {
    /// In milliseconds: with exchanges later than that, of a hundredth of them, the rate was not what was asked for.
    private static final double LATE = 20;

    /// Of its one processor; with more of it busy the generator answers late itself.
    private static final double BUSY = 0.9;

    /// Of all processors; with more of them busy each takes from the other.
    private static final double FULL = 0.95;

    /// Who was at its end.
    enum Bound {
        /// Nobody.
        NONE,
        SERVER,

        /// The processors, which server, generator and others share.
        MACHINE,
        GENERATOR
    }

    /// Failures below 0.1 %, retransmissions below 0.5 %, and the generator followed.
    boolean isHeld() {
        return slice.failed() < slice.begun() * 0.001
                && slice.retransmissions() < slice.begun() * 0.005
                && slice.late().p99() <= LATE;
    }

    /// Who is to blame that the rate did not hold; [Bound#GENERATOR] also if it held, with the generator at its end.
    Bound bound() {
        if (slice.late().p99() > LATE || generatorCores() > BUSY) return Bound.GENERATOR;
        if (isHeld()) return Bound.NONE;
        double busy = serverCores() + generatorCores() + slice.foreignCores();
        return busy > FULL * processors ? Bound.MACHINE : Bound.SERVER;
    }

    /// Processors that the generator kept busy while exchanges began: what failed is waited for, and that is no work.
    double generatorCores() {
        return slice.generatorCores() * waiting();
    }

    /// As [#generatorCores()].
    double serverCores() {
        return slice.serverCores() * waiting();
    }

    private double waiting() {
        double beginnings = slice.begun() / slice.rate();
        return beginnings <= 0 ? 1 : Math.max(1, slice.seconds() / beginnings);
    }
}
