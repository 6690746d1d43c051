package io.switchhook.sip.reginfo;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.event.Audience;
import io.switchhook.sip.event.Publication;
import io.switchhook.sip.event.Subscriber;
import io.switchhook.sip.event.TerminationReason;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.registrar.Bindings;
import io.switchhook.sip.registrar.InMemoryLocationService;
import io.switchhook.sip.registrar.LocationEvent;
import io.switchhook.sip.registrar.LocationListener;
import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.SipText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever happens on many threads while a subscription is told, each time it is said that there is something new and at no other:
/// who puts the documents together as RFC 3680 §5.2 says knows what the location service knows.
class RegistrationProperties {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AddressOfRecord ALICE = new AddressOfRecord("1001", "office.example");
    private static final int THREADS = 4;
    private static final int CHANGES = 500;

    private final AtomicBoolean changed = new AtomicBoolean();
    private final AtomicInteger cseq = new AtomicInteger();

    private final Audience audience =
            new Audience() {
                @Override
                public void changed() {
                    changed.set(true);
                }

                @Override
                public void ended(TerminationReason reason) {
                    throw new AssertionError(reason);
                }
            };

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, true", "4, true"})
    void whatIsToldIsWhatIs(long seed, boolean forgetful) throws InterruptedException {
        var watchers = new RegistrationWatchers();
        var locations =
                new InMemoryLocationService(
                        100, InstantSource.fixed(NOW), forgetful ? forgetful(watchers) : watchers);
        var publication =
                new RegistrationPackage(
                                locations,
                                watchers,
                                PublishedGruus.Registry.NONE,
                                InstantSource.fixed(NOW))
                        .publish(new Subscriber("1001", ALICE, subscribe()), audience);
        var known = new TreeSet<String>();
        hear(publication.full().toString(), known);

        var threads = new ArrayList<Thread>();
        for (int i = 0; i < THREADS; i++) {
            var random = new Random(seed * THREADS + i);
            threads.add(Thread.startVirtualThread(() -> change(locations, random)));
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            if (changed.getAndSet(false)) hearChanges(publication, known);
            else Thread.onSpinWait();
        }
        for (var thread : threads) thread.join();
        if (changed.getAndSet(false)) hearChanges(publication, known);

        var expected = new TreeSet<String>();
        for (var binding : locations.bindings(ALICE, NOW).all())
            expected.add(binding.contact().uri().toString());
        assertThat(known).isEqualTo(expected);
        assertThat(publication.changes()).isEmpty();
    }

    /// Hears that something happened, but not what.
    private static LocationListener forgetful(RegistrationWatchers watchers) {
        return event ->
                watchers.happened(
                        new LocationEvent.Refreshed(event.addressOfRecord(), event.binding()));
    }

    /// An event is told before its change can be seen: a document made in between waits for it.
    @Test
    void aDocumentWaitsForWhatIsHappening() throws InterruptedException {
        var watchers = new RegistrationWatchers();
        var told = new ArrayList<Body>();
        var publications = new ArrayList<Publication>();
        var reader =
                Thread.ofPlatform()
                        .unstarted(() -> publications.getFirst().changes().ifPresent(told::add));
        var locations =
                new InMemoryLocationService(
                        100,
                        InstantSource.fixed(NOW),
                        event -> {
                            watchers.happened(event);
                            reader.start();
                            while (reader.isAlive() && reader.getState() != Thread.State.BLOCKED)
                                Thread.onSpinWait();
                        });
        publications.add(
                new RegistrationPackage(
                                locations,
                                watchers,
                                PublishedGruus.Registry.NONE,
                                InstantSource.fixed(NOW))
                        .publish(new Subscriber("1001", ALICE, subscribe()), audience));
        publications.getFirst().full();
        locations.update(
                ALICE,
                current -> with(current, Uri.parse("sip:1001@192.0.2.1")),
                Runnable::run,
                _ -> {});
        reader.join();

        assertThat(told).hasSize(1);
    }

    private void change(InMemoryLocationService locations, Random random) {
        for (int i = 0; i < CHANGES; i++) {
            var uri = Uri.parse("sip:1001@192.0.2." + (1 + random.nextInt(6)));
            boolean removes = random.nextBoolean();
            locations.update(
                    ALICE,
                    current -> removes ? without(current, uri) : with(current, uri),
                    Runnable::run,
                    _ -> {});
        }
    }

    private static Outcome without(Bindings current, Uri uri) {
        var left = new ArrayList<Binding>();
        var events = new ArrayList<LocationEvent>();
        for (var binding : current.all()) {
            if (binding.contact().uri().equals(uri))
                events.add(new LocationEvent.Unregistered(ALICE, binding));
            else left.add(binding);
        }
        return new Outcome.Accepted(new Bindings(ALICE, left), events);
    }

    private Outcome with(Bindings current, Uri uri) {
        var binding =
                new Binding(
                        NameAddr.of(uri),
                        "call",
                        cseq.incrementAndGet(),
                        NOW.plusSeconds(60),
                        List.of(),
                        Optional.empty(),
                        "",
                        NOW,
                        NOW);
        var all = new ArrayList<Binding>();
        for (var one : current.all()) if (!one.contact().uri().equals(uri)) all.add(one);
        all.add(binding);
        return new Outcome.Accepted(
                new Bindings(ALICE, all), List.of(new LocationEvent.Registered(ALICE, binding)));
    }

    private static void hearChanges(Publication publication, TreeSet<String> known) {
        publication.changes().ifPresent(body -> hear(body.toString(), known));
    }

    private static void hear(String document, TreeSet<String> known) {
        var lines = Schema.summary(document);
        if (lines.getFirst().contains("full")) known.clear();
        for (var line : lines.subList(1, lines.size())) {
            var words = line.split(" ");
            if (words[1].equals("active")) known.add(words[0]);
            else known.remove(words[0]);
        }
    }

    private static Request subscribe() {
        return SipText.request(
                """
                SUBSCRIBE sip:1001@office.example SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1
                Max-Forwards: 70
                From: <sip:1001@office.example>;tag=a
                To: <sip:1001@office.example>
                Call-ID: c
                CSeq: 1 SUBSCRIBE
                """);
    }
}
