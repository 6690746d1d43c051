package io.switchhook.sip.reginfo;

import io.switchhook.sip.event.Audience;
import io.switchhook.sip.event.Publication;
import io.switchhook.sip.event.Subscriber;
import io.switchhook.sip.event.TerminationReason;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.reginfo.Reginfo.ContactElement;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.registrar.LocationEvent;
import io.switchhook.sip.registrar.LocationService;
import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What one subscription is told of its address-of-record.
///
/// The contacts come from the location service at the moment of telling, and are compared with those told last; events
/// only say that there is something to tell, and why a contact went. So whatever becomes of an event, no document is wrong.
final class RegistrationPublication implements Publication {
    /// Why so many contacts went is remembered; of more, it is guessed.
    private static final int MOST_REASONS = 64;

    private final AddressOfRecord resource;
    private final String named;
    private final Audience audience;
    private final LocationService locations;
    private final RegistrationWatchers watchers;
    private final PublishedGruus.Registry gruus;
    private final InstantSource clock;

    /// Why contacts went, by their URIs; written on any thread.
    private final Map<String, ContactEvent> reasons = new ConcurrentHashMap<>(4);

    private Map<String, Binding> told = Map.of();
    private int version;

    RegistrationPublication(
            Subscriber subscriber,
            Audience audience,
            LocationService locations,
            RegistrationWatchers watchers,
            PublishedGruus.Registry gruus,
            InstantSource clock) {
        this.resource = subscriber.resource();
        this.named = named(subscriber);
        this.audience = audience;
        this.locations = locations;
        this.watchers = watchers;
        this.gruus = gruus;
        this.clock = clock;
    }

    /// As the subscriber calls it, who may compare it with what it registers.
    private static String named(Subscriber subscriber) {
        var canonical = subscriber.resource();
        if (!(subscriber.request().uri() instanceof SipUri uri)) return "sip:" + canonical;
        var plain = SipUri.of(uri.user(), HostPort.of(uri.host()));
        return (uri.secure() ? "sips" : "sip") + plain.toString().substring(3);
    }

    /// For any thread, while the address-of-record is held.
    void happened(LocationEvent event) {
        switch (event) {
            case LocationEvent.Registered _, LocationEvent.Refreshed _ -> {}
            case LocationEvent.Expired gone -> remember(gone, ContactEvent.EXPIRED);
            case LocationEvent.Unregistered gone -> remember(gone, ContactEvent.UNREGISTERED);
            case LocationEvent.FlowLost gone -> remember(gone, ContactEvent.DEACTIVATED);
            case LocationEvent.Silent _, LocationEvent.Heard _ -> {
                return;
            }
        }
        audience.changed();
    }

    private void remember(LocationEvent gone, ContactEvent why) {
        if (reasons.size() < MOST_REASONS) reasons.put(uri(gone.binding()), why);
    }

    /// For any thread.
    void ended(TerminationReason reason) {
        audience.ended(reason);
    }

    @Override
    public Body full() {
        var now = clock.instant();
        return document(true, elements(now), now);
    }

    @Override
    public Optional<Body> changes() {
        var now = clock.instant();
        var before = told;
        var changed = new ArrayList<ContactElement>();
        for (var element : elements(now)) {
            var known = before.get(uri(element.binding()));
            if (element.event().isTerminal() || known == null || !isSame(known, element.binding()))
                changed.add(element);
        }
        return changed.isEmpty() ? Optional.empty() : Optional.of(document(false, changed, now));
    }

    private Body document(boolean isFull, List<ContactElement> contacts, Instant now) {
        return new Reginfo(version++, isFull, named, !told.isEmpty(), contacts).body(now);
    }

    /// All contacts as they are, and those that were told and are gone; from now on, all of them are told.
    private List<ContactElement> elements(Instant now) {
        var why = Map.copyOf(reasons);
        var current = new LinkedHashMap<String, Binding>();
        for (var binding : settled()) current.put(uri(binding), binding);
        var elements = new ArrayList<ContactElement>();
        current.forEach((uri, binding) -> elements.add(element(told.get(uri), binding)));
        told.forEach((uri, binding) -> {
            if (current.containsKey(uri)) return;
            var event = why.getOrDefault(uri, guessed(binding, now));
            elements.add(new ContactElement(binding, event, Optional.empty()));
        });
        why.forEach(reasons::remove);
        told = current;
        return elements;
    }

    /// The bindings, whatever was happening to them when this was called having happened: a change that changes nothing
    /// waits for those before it.
    private List<Binding> settled() {
        locations.update(
                resource,
                current -> new Outcome.Accepted(current, List.of()),
                Runnable::run,
                _ -> {});
        return locations.bindings(resource, clock.instant()).all();
    }

    private ContactElement element(@Nullable Binding before, Binding binding) {
        return new ContactElement(binding, event(before, binding), gruus.of(resource, binding));
    }

    private static ContactEvent event(@Nullable Binding before, Binding now) {
        if (before == null || !before.registered().equals(now.registered()))
            return ContactEvent.REGISTERED;
        if (now.registered().equals(now.seen())) return ContactEvent.REGISTERED;
        boolean isHeard = !before.seen().equals(now.seen());
        return !isHeard && now.expires().isBefore(before.expires())
                ? ContactEvent.SHORTENED
                : ContactEvent.REFRESHED;
    }

    private static boolean isSame(Binding one, Binding other) {
        return one.cseq() == other.cseq()
                && one.callId().equals(other.callId())
                && one.expires().equals(other.expires())
                && one.seen().equals(other.seen())
                && one.registered().equals(other.registered());
    }

    /// Where its end was not heard of.
    private static ContactEvent guessed(Binding binding, Instant now) {
        return binding.isAlive(now) ? ContactEvent.DEACTIVATED : ContactEvent.EXPIRED;
    }

    private static String uri(Binding binding) {
        return binding.contact().uri().toString();
    }

    @Override
    public void close() {
        watchers.remove(resource, this);
    }
}
