package io.switchhook.sip.reginfo;

import io.switchhook.sip.event.Audience;
import io.switchhook.sip.event.EventPackage;
import io.switchhook.sip.event.Publication;
import io.switchhook.sip.event.Subscriber;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.registrar.LocationService;
import java.time.Duration;
import java.time.InstantSource;

/// `reg`: how an address-of-record is registered (RFC 3680). Shared by all shards.
public final class RegistrationPackage implements EventPackage {
    /// RFC 3680 §4.4: a little longer than registrations, so that they do not beat together.
    private static final Duration DURATION = Duration.ofSeconds(3761);

    /// §4.10.
    private static final Duration PACE = Duration.ofSeconds(5);

    private final LocationService locations;
    private final RegistrationWatchers watchers;
    private final PublishedGruus.Registry gruus;
    private final InstantSource clock;

    /// @param watchers hear what happens in the location service
    public RegistrationPackage(
            LocationService locations,
            RegistrationWatchers watchers,
            PublishedGruus.Registry gruus,
            InstantSource clock) {
        this.locations = locations;
        this.watchers = watchers;
        this.gruus = gruus;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "reg";
    }

    @Override
    public MediaType contentType() {
        return Reginfo.TYPE;
    }

    @Override
    public Duration defaultDuration() {
        return DURATION;
    }

    @Override
    public Duration pace() {
        return PACE;
    }

    @Override
    public Publication publish(Subscriber subscriber, Audience audience) {
        var publication =
                new RegistrationPublication(
                        subscriber, audience, locations, watchers, gruus, clock);
        watchers.add(subscriber.resource(), publication);
        return publication;
    }
}
