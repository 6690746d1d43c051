package io.switchhook.provisioning.serve;

import java.util.concurrent.atomic.LongAdder;

/// How many questions for files there were. Shared by all threads.
public final class DeskCounters {
    private final LongAdder served = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder busy = new LongAdder();
    private final LongAdder full = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void count(Answer answer) {
        switch (answer) {
            case Answer.Found _ -> served.increment();
            case Answer.NotFound _ -> refused.increment();
            case Answer.Busy _ -> busy.increment();
            case Answer.Full _ -> full.increment();
            case Answer.Failed _ -> failed.increment();
        }
    }

    public long served() {
        return served.sum();
    }

    /// There was no such file, or not for who asked.
    public long refused() {
        return refused.sum();
    }

    /// Past the budget of an address.
    public long busy() {
        return busy.sum();
    }

    /// Past what can be made at the same time.
    public long full() {
        return full.sum();
    }

    /// By a fault of this side.
    public long failed() {
        return failed.sum();
    }
}
