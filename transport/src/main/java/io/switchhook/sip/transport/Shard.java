package io.switchhook.sip.transport;

import java.util.concurrent.Executor;

/// One event loop. It alone owns the calls whose Call-IDs hash to it and runs each event to completion, so nothing
/// above needs a lock.
public interface Shard extends Executor {
    /// Runs the task on this shard's thread, after what it is doing; callable from any thread.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException if its queue is full
    @Override
    void execute(Runnable task);

    /// The monotonic time of the current turn of the loop, in nanoseconds. For this shard's thread.
    long nanoTime();

    /// For how long this shard has not caught up with what arrives, in nanoseconds: what it is doing waited no longer, nor
    /// does anything that hurries. 0 for a shard that nothing waits for. For this shard's thread.
    default long behindNanos() {
        return 0;
    }
}
