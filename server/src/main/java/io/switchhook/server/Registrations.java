package io.switchhook.server;

import io.switchhook.console.Health;
import io.switchhook.console.Health.Problem;
import io.switchhook.console.Health.Status;
import io.switchhook.ladder.Recorder;
import io.switchhook.pbx.route.RingingCalls;
import io.switchhook.sip.event.EventPackage;
import io.switchhook.sip.reginfo.PublishedGruus;
import io.switchhook.sip.reginfo.RegistrationPackage;
import io.switchhook.sip.reginfo.RegistrationWatchers;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.registrar.Bindings;
import io.switchhook.sip.registrar.DurableLocationService;
import io.switchhook.sip.registrar.Gruus;
import io.switchhook.sip.registrar.LocationRemarks;
import io.switchhook.sip.registrar.Reachability;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.uri.AddressOfRecord;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The third floor: which phones there are, shared by all shards, and all who have to hear of it.
final class Registrations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);

    private final InstantSource clock;
    private final RegistrationWatchers watchers = new RegistrationWatchers();
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sweeper").factory());
    final Gruus gruus;
    final Reachability reachability;
    final RingingCalls ringing;
    final DurableLocationService locations;

    /// Reads the bindings of before.
    ///
    /// @param flows where the flows of phones behind NATs are found again; may be started later
    /// @param clock that never goes back
    /// @param recorder told of bindings that end by themselves
    Registrations(
            Configuration configuration,
            FloorSettings settings,
            Gruus gruus,
            Flows flows,
            InstantSource clock,
            Recorder recorder)
            throws IOException {
        this.clock = clock;
        this.gruus = gruus;
        var log = new LocationLog().and(new LocationRemarks(recorder));
        var limits = configuration.limits();
        reachability =
                new Reachability(limits.number(Limit.ALL_BINDINGS), clock, System::nanoTime, log);
        ringing = new RingingCalls(limits.number(Limit.RINGING));
        locations =
                DurableLocationService.open(
                        configuration.data().resolve("bindings"),
                        settings.locations(),
                        new DurableLocationService.Clocks(
                                clock, InstantSource.system(), System::nanoTime),
                        flows,
                        log.and(reachability).and(watchers).and(ringing));
        locations.forEach(clock.instant(), reachability::watch);
        sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            locations.sweep();
        } catch (RuntimeException e) {
            LOG.error("cannot sweep expired bindings", e);
        }
    }

    void register(Health health) {
        health.add(
                "registrations",
                () -> locations.problem().map(what -> new Problem(Status.WARNING, what)));
    }

    /// The account is gone, and with it its phones.
    void gone(AddressOfRecord user) {
        locations.remove(user);
        watchers.gone(user);
    }

    EventPackage events() {
        return new RegistrationPackage(locations, watchers, this::published, clock);
    }

    /// The temporary ones are nobody's business but the phone's.
    private Optional<PublishedGruus> published(AddressOfRecord user, Binding binding) {
        return gruus.publicGruu(user, binding)
                .map(uri -> new PublishedGruus(uri.toString(), Optional.empty()));
    }

    List<Binding> bindings(AddressOfRecord user) {
        return locations.bindings(user, clock.instant()).all();
    }

    /// @param user whose phones; empty for everybody's
    void show(Optional<AddressOfRecord> user, Consumer<RegistrationLine> reader) {
        var now = clock.instant();
        Consumer<Bindings> each =
                bindings -> {
                    for (var binding : bindings.all())
                        reader.accept(
                                RegistrationLine.of(
                                        bindings.addressOfRecord().user(),
                                        binding,
                                        reachability.silentSince(binding),
                                        now));
                };
        user.ifPresentOrElse(
                its -> each.accept(locations.bindings(its, now)),
                () -> locations.forEach(now, each));
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        locations.close();
    }
}
