package io.switchhook.sip.registrar;

import io.switchhook.sip.uri.AddressOfRecord;
import java.time.Instant;
import java.util.List;

/// Where an address-of-record can be reached: RFC 3261 §10. Immutable.
///
/// @param all in the order they were first made
public record Bindings(AddressOfRecord addressOfRecord, List<Binding> all) {
    public Bindings {
        all = List.copyOf(all);
    }

    public static Bindings none(AddressOfRecord addressOfRecord) {
        return new Bindings(addressOfRecord, List.of());
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public int size() {
        return all.size();
    }

    /// Without those that have ended; this very object if none has.
    public Bindings alive(Instant now) {
        for (var binding : all) if (!binding.isAlive(now)) return aliveOnly(now);
        return this;
    }

    private Bindings aliveOnly(Instant now) {
        return new Bindings(addressOfRecord, all.stream().filter(b -> b.isAlive(now)).toList());
    }
}
