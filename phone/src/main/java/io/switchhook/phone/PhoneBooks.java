package io.switchhook.phone;

import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.transaction.Timers;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Keeps a phone's [PhoneBook] as new as the settings want it.
final class PhoneBooks implements AutoCloseable {
    private final Chassis phone;
    private final Settings settings;
    private final AtomicBoolean fetching = new AtomicBoolean();
    private volatile PhoneBook book = PhoneBook.EMPTY;
    private volatile boolean closed;
    private Timers.@Nullable Handle next;

    PhoneBooks(Chassis phone, Settings settings) {
        this.phone = phone;
        this.settings = settings;
    }

    PhoneBook book() {
        return book;
    }

    /// Fetches it now and from time to time. On the phone's shard.
    void begin() {
        var resources = settings.provisioning().resources();
        boolean isNone = resources.contacts().isEmpty() && resources.phoneBooks().isEmpty();
        if (isNone || closed) return;
        if (fetching.compareAndSet(false, true))
            Thread.ofVirtual().name("phone book").start(this::fetch);
        if (next != null) next.cancel();
        var lifetime = resources.lifetime();
        if (lifetime.isPositive()) next = phone.ground().timers().start(lifetime, this::begin);
    }

    private void fetch() {
        var problems = new ArrayList<String>();
        var agent = settings.profile().userAgent();
        try (var web = new FileSource(agent, phone.ground().authorities())) {
            book = PhoneBook.of(settings.provisioning().resources(), web, problems);
        } finally {
            fetching.set(false);
        }
        for (var problem : problems) phone.tell(new PhoneEvent.Problem("phone book: " + problem));
        phone.tell(new PhoneEvent.PhoneBookRead(book.search("").size()));
    }

    @Override
    public void close() {
        closed = true;
        phone.perform(() -> {
            if (next != null) next.cancel();
        });
    }
}
