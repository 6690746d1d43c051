package io.switchhook.phone;

import io.switchhook.phone.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// A phone that reads its files again when a server asks it to (NOTIFY of `check-sync`), and as often as its settings say.
///
/// New settings need a new [Phone]. It takes the place of the one before as soon as that has no calls; if the server asks for
/// a restart, at once, and calls end. If nothing in the files has changed, or not all of them can be had, the phone goes on as
/// it is. Thread-safe.
public final class ProvisionedPhone implements AutoCloseable {
    private static final Duration SHORTEST_REPEAT = Duration.ofMinutes(1);

    /// What there is to do, the weightiest first.
    private enum Duty {
        /// Switch off, read the files, switch on.
        RESTART,
        /// Read the files.
        LOOK,
        /// Go on with what was read during a call.
        RENEW
    }

    /// Switches a phone on.
    interface Maker {
        Phone phone(Settings settings, Consumer<PhoneEvent> listener) throws IOException;
    }

    private final Boot.Files files;
    private final Maker maker;
    private final Consumer<PhoneEvent> listener;
    private final Executor waiting;
    private final EnumSet<Duty> duties = EnumSet.noneOf(Duty.class);

    /// At first it is this thread that switches the phone on.
    private boolean isWorking = true;

    private volatile boolean isClosed;
    private volatile Phone phone;

    // For the one thread that works
    private Boot boot;
    private volatile Optional<Boot> next = Optional.empty();

    /// @param waiting runs what waits for servers
    ProvisionedPhone(
            Boot.Files files,
            Boot first,
            Maker maker,
            Consumer<PhoneEvent> listener,
            Executor waiting)
            throws IOException {
        this.files = files;
        this.maker = maker;
        this.listener = listener;
        this.waiting = waiting;
        boot = first;
        phone = maker.phone(first.settings(), this::happened);
        repeat(phone);
        begin();
    }

    /// Does what was asked for before the phone was known here.
    private synchronized void begin() {
        isWorking = !duties.isEmpty();
        if (isWorking) waiting.execute(this::work);
    }

    /// Switches a phone on that has read its files once.
    ///
    /// @param files where it reads them again
    /// @param listener as of [Phone#listen]
    /// @throws IOException if there is no port left
    public static ProvisionedPhone at(
            Site site, Boot.Files files, Boot first, Consumer<PhoneEvent> listener, Wiretap tap)
            throws IOException {
        return new ProvisionedPhone(
                files,
                first,
                (settings, events) -> site.phone(settings, events, tap),
                listener,
                task -> Thread.ofVirtual().name("files").start(task));
    }

    /// The one that is on now, or that was on last.
    public Phone phone() {
        return phone;
    }

    private void happened(PhoneEvent event) {
        listener.accept(event);
        if (event instanceof PhoneEvent.CheckSync(var restart))
            ask(restart ? Duty.RESTART : Duty.LOOK);
        boolean isOver =
                event instanceof PhoneEvent.CallChanged(var call)
                        && call.state() == Call.State.ENDED;
        if (isOver && next.isPresent()) ask(Duty.RENEW);
    }

    private void repeat(Phone on) {
        on.settings()
                .provisioning()
                .repeat()
                .map(it -> it.compareTo(SHORTEST_REPEAT) < 0 ? SHORTEST_REPEAT : it)
                .ifPresent(interval ->
                        on.later(
                                interval,
                                () -> {
                                    if (phone != on || isClosed) return;
                                    ask(Duty.LOOK);
                                    repeat(on);
                                }));
    }

    private synchronized void ask(Duty duty) {
        if (isClosed) return;
        duties.add(duty);
        if (isWorking) return;
        isWorking = true;
        waiting.execute(this::work);
    }

    private void work() {
        for (var duty = nextDuty(); duty.isPresent(); duty = nextDuty()) {
            switch (duty.get()) {
                case RESTART -> restart();
                case LOOK -> look();
                case RENEW -> renew();
            }
        }
    }

    /// What is weightier includes the rest.
    private synchronized Optional<Duty> nextDuty() {
        var weightiest = duties.stream().findFirst();
        duties.clear();
        isWorking = weightiest.isPresent() && !isClosed;
        return isWorking ? weightiest : Optional.empty();
    }

    private void look() {
        var found = read();
        if (found.isEmpty()) return;
        if (found.get().fingerprint().equals(boot.fingerprint())) {
            next = Optional.empty();
            listener.accept(new PhoneEvent.Note("the files are the same as before"));
            return;
        }
        next = found;
        if (!phone.calls().isEmpty())
            listener.accept(new PhoneEvent.Note("new settings wait until the calls are over"));
        renew();
    }

    private void renew() {
        if (next.isEmpty() || !phone.calls().isEmpty()) return;
        var before = phone;
        before.close();
        goOn(next.get(), false);
        phone.keep(before);
    }

    private void restart() {
        phone.close();
        goOn(read().orElse(boot), true);
    }

    /// Nothing if something is missing: half of the settings are worse than those of yesterday.
    private Optional<Boot> read() {
        try {
            var read = files.boot();
            read.notes().forEach(note -> listener.accept(new PhoneEvent.Note(note)));
            if (read.complete()) return Optional.of(read);
            listener.accept(
                    new PhoneEvent.Problem(
                            "not all files could be read: the settings stay as they are"));
        } catch (IOException | IllegalArgumentException e) {
            listener.accept(
                    new PhoneEvent.Problem(
                            "the settings stay as they are, for no files could be read: "
                                    + e.getMessage()));
        }
        return Optional.empty();
    }

    private void goOn(Boot with, boolean restarted) {
        next = Optional.empty();
        try {
            switchOn(with);
            listener.accept(new PhoneEvent.Renewed(restarted));
        } catch (IOException e) {
            listener.accept(
                    new PhoneEvent.Problem("no phone with the new settings: " + e.getMessage()));
            goBack();
        }
    }

    private void goBack() {
        try {
            switchOn(boot);
        } catch (IOException e) {
            listener.accept(new PhoneEvent.Problem("the phone is off: " + e.getMessage()));
        }
    }

    private void switchOn(Boot with) throws IOException {
        var on = maker.phone(with.settings(), this::happened);
        synchronized (this) {
            phone = on;
            boot = with;
        }
        if (isClosed) on.close();
        else repeat(on);
    }

    /// Switches it off for good.
    @Override
    public void close() {
        Phone last;
        synchronized (this) {
            isClosed = true;
            last = phone;
        }
        last.close();
    }
}
