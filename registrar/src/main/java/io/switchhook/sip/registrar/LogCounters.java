package io.switchhook.sip.registrar;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What the log of a [DurableLocationService] has done.
public final class LogCounters {
    final LongAdder records = new LongAdder();
    final LongAdder groups = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder snapshots = new LongAdder();
    final LongAdder droppedBytes = new LongAdder();
    final AtomicLong bytes = new AtomicLong();
    final AtomicLong waiting = new AtomicLong();

    /// Changes that were written.
    public long records() {
        return records.sum();
    }

    /// How often the disk was asked to make them safe.
    public long groups() {
        return groups.sum();
    }

    /// How often the disk failed.
    public long failures() {
        return failures.sum();
    }

    /// Registrations that were refused, because they could not be made safe.
    public long refused() {
        return refused.sum();
    }

    /// How often all bindings were written anew.
    public long snapshots() {
        return snapshots.sum();
    }

    /// Damaged bytes that were passed over when the log was read.
    public long droppedBytes() {
        return droppedBytes.sum();
    }

    /// The length of the snapshot and the logs that count.
    public long bytes() {
        return bytes.get();
    }

    /// Changes that wait for the disk.
    public long waiting() {
        return waiting.get();
    }
}
