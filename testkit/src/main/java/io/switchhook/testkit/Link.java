package io.switchhook.testkit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How the way between two nodes treats what crosses it. Losses, duplicates and overtaking happen to datagrams alone;
/// a stream only delays, and stalls while the link is cut.
public final class Link {
    private Duration delay = Duration.ofMillis(1);
    private Duration jitter = Duration.ZERO;
    private double loss;
    private double duplication;
    private boolean cut;

    Link() {}

    /// How long each message takes; 1 ms unless said.
    public Link delay(Duration delay) {
        this.delay = delay;
        return this;
    }

    /// Up to how much longer, by chance; more than the distance of two datagrams lets one overtake the other.
    public Link jitter(Duration jitter) {
        this.jitter = jitter;
        return this;
    }

    /// The part of datagrams that vanish, 0 to 1.
    public Link loss(double part) {
        loss = part;
        return this;
    }

    /// The part of datagrams that arrive twice, 0 to 1.
    public Link duplication(double part) {
        duplication = part;
        return this;
    }

    /// Whether nothing passes.
    public Link cut(boolean cut) {
        this.cut = cut;
        return this;
    }

    boolean isCut() {
        return cut;
    }

    boolean loses(RandomGenerator random) {
        return cut || (loss > 0 && random.nextDouble() < loss);
    }

    boolean duplicates(RandomGenerator random) {
        return duplication > 0 && random.nextDouble() < duplication;
    }

    Duration travel(RandomGenerator random) {
        if (jitter.isZero()) return delay;
        return delay.plusNanos(random.nextLong(jitter.toNanos() + 1));
    }
}
