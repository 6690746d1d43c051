package io.switchhook.sip.transport;

/// What a shard does when time has come; the floor above implements it with its timer queues.
public interface Agenda {
    /// The [Shard#nanoTime] at which [#runDue] wants to be called next; `Long.MAX_VALUE` for never. It is never called
    /// before that, and on a shard that sleeps up to 10 ms later.
    long nextDeadline();

    /// Runs all that is due.
    void runDue(long now);
}
