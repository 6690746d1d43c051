package io.switchhook.sip.transport;

/// What a shard does when time has come; the floor above implements it with its timer queues.
public interface Agenda {
    /// The [Shard#nanoTime] at which [#runDue] wants to be called next; `Long.MAX_VALUE` for never.
    long nextDeadline();

    /// Runs all that is due.
    void runDue(long now);
}
