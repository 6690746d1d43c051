package io.switchhook.testkit;

import java.util.concurrent.CountDownLatch;

/// A closed gate: whoever comes to it waits until it is opened. So a test can do things while something else takes its time.
public final class Gate {
    private final CountDownLatch come = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /// Waits until it is open.
    ///
    /// @return true
    public boolean passed() {
        come.countDown();
        await(open);
        return true;
    }

    /// Waits until somebody has come to it.
    public void awaitSomebody() {
        await(come);
    }

    /// Lets everybody through, for good.
    public void open() {
        open.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at a gate", e);
        }
    }
}
