package io.switchhook.sip.grammar;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// The leniencies in force, and how often each was needed. Shared by all threads.
public final class Leniencies {
    private final EnumSet<Leniency> allowed;
    private final LongAdder[] counts = new LongAdder[Leniency.values().length];

    private Leniencies(EnumSet<Leniency> allowed) {
        this.allowed = allowed;
        for (int i = 0; i < counts.length; i++) counts[i] = new LongAdder();
    }

    /// Every leniency allowed: the default.
    public static Leniencies all() {
        return new Leniencies(EnumSet.allOf(Leniency.class));
    }

    /// None allowed: the grammar as it is written.
    public static Leniencies none() {
        return new Leniencies(EnumSet.noneOf(Leniency.class));
    }

    /// All allowed but these.
    public static Leniencies without(Set<Leniency> refused) {
        var allowed = EnumSet.allOf(Leniency.class);
        allowed.removeAll(refused);
        return new Leniencies(allowed);
    }

    /// Asks for one: counts it and says whether it is allowed.
    public boolean allow(Leniency leniency) {
        if (!allowed.contains(leniency)) return false;
        counts[leniency.ordinal()].increment();
        return true;
    }

    /// Whether it is allowed; not counted.
    public boolean allows(Leniency leniency) {
        return allowed.contains(leniency);
    }

    /// How often it was needed and allowed since the start.
    public long count(Leniency leniency) {
        return counts[leniency.ordinal()].sum();
    }
}
