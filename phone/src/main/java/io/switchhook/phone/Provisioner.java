package io.switchhook.phone;

import io.switchhook.sip.transaction.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Looks for new files where a phone had its first ones from, and has it take them.
final class Provisioner implements AutoCloseable {
    private final Chassis phone;
    private final Boot.Origin origin;
    private final AtomicBoolean fetching = new AtomicBoolean();
    private volatile Timers.@Nullable Handle next;
    private volatile boolean closed;

    Provisioner(Chassis phone, Boot.Origin origin) {
        this.phone = phone;
        this.origin = origin;
    }

    /// Looks every so often. On the phone's shard.
    void repeat(Optional<Duration> every) {
        var before = next;
        if (before != null) before.cancel();
        next = every.map(it -> phone.ground().timers().start(it, () -> again(it))).orElse(null);
    }

    private void again(Duration every) {
        check(false);
        repeat(Optional.of(every));
    }

    /// Looks now. What is asked for while the files are fetched is done with them.
    ///
    /// @param restart whether the phone is to end its calls and register anew, even if nothing changed
    void check(boolean restart) {
        if (closed || !fetching.compareAndSet(false, true)) return;
        Thread.ofVirtual().name("provisioning").start(() -> fetch(restart));
    }

    private void fetch(boolean restart) {
        try {
            var boot = origin.again();
            phone.perform(() -> {
                boolean isNew = !boot.settings().equals(phone.settings());
                if (isNew || restart) phone.apply(boot.settings(), restart);
                phone.tell(new PhoneEvent.Provisioned(isNew, boot.notes()));
            });
        } catch (IOException e) {
            phone.tell(new PhoneEvent.Problem("no new files: " + e.getMessage()));
            if (restart) phone.perform(() -> phone.apply(phone.settings(), true));
        } finally {
            fetching.set(false);
        }
    }

    @Override
    public void close() {
        closed = true;
        repeat(Optional.empty());
    }
}
