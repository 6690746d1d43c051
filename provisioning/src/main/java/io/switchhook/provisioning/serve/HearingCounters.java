package io.switchhook.provisioning.serve;

import java.util.concurrent.atomic.LongAdder;

/// How much phones have told of themselves. Shared by all threads.
public final class HearingCounters {
    final LongAdder lines = new LongAdder();
    final LongAdder events = new LongAdder();
    final LongAdder unknown = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder malformed = new LongAdder();

    /// Lines of logs that were kept.
    public long lines() {
        return lines.sum();
    }

    /// Action URLs that were kept.
    public long events() {
        return events.sum();
    }

    /// Lines and events of nobody who is known; they were not kept.
    public long unknown() {
        return unknown.sum();
    }

    /// Lines and events past a bound.
    public long dropped() {
        return dropped.sum();
    }

    /// Connections that were closed, since what came was no line of a log.
    public long malformed() {
        return malformed.sum();
    }
}
