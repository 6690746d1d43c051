package io.switchhook.sip.event;

import io.switchhook.sip.header.Event;
import java.util.List;
import java.util.Optional;

/// What can be subscribed to here, in the order of Allow-Events.
public record EventPackages(List<EventPackage> all) {
    public EventPackages {
        all = List.copyOf(all);
    }

    /// The package of an event; empty if there is none, which is answered with 489 (RFC 6665 §4.2.1.1).
    public Optional<EventPackage> find(Event event) {
        for (var one : all) if (one.name().equals(event.type())) return Optional.of(one);
        return Optional.empty();
    }
}
