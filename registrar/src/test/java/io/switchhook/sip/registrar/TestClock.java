package io.switchhook.sip.registrar;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes when told to.
final class TestClock implements InstantSource {
    private final AtomicLong millis = new AtomicLong(Register.NOW.toEpochMilli());

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    /// One of its own that shows the same.
    TestClock copy() {
        var copy = new TestClock();
        copy.millis.set(millis.get());
        return copy;
    }

    void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }
}
