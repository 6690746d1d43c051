package io.switchhook.testkit;

import io.switchhook.sip.transport.Agenda;
import io.switchhook.sip.transport.Shard;
import java.time.Duration;

/// A shard on a [VirtualClock]: its thread is the test's.
public final class SimulatedShard implements Shard {
    private final VirtualClock clock;

    public SimulatedShard(VirtualClock clock) {
        this.clock = clock;
    }

    @Override
    public void execute(Runnable task) {
        clock.schedule(Duration.ZERO, task);
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    /// Gives the shard an agenda to run, as the transport does for the floor above.
    public void attend(Agenda agenda) {
        clock.attend(agenda);
    }

    public VirtualClock clock() {
        return clock;
    }
}
