package io.switchhook.sip.reginfo;

import io.switchhook.sip.event.TerminationReason;
import io.switchhook.sip.registrar.LocationEvent;
import io.switchhook.sip.registrar.LocationListener;
import io.switchhook.sip.uri.AddressOfRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Who is to be told of which address-of-record: between the location service and the subscriptions of all shards. For any
/// thread. What happens to an address-of-record that nobody watches costs one look.
public final class RegistrationWatchers implements LocationListener {
    private final ConcurrentHashMap<AddressOfRecord, List<RegistrationPublication>> watchers =
            new ConcurrentHashMap<>();

    void add(AddressOfRecord addressOfRecord, RegistrationPublication publication) {
        watchers.merge(
                addressOfRecord,
                List.of(publication),
                (before, more) -> {
                    var all = new ArrayList<>(before);
                    all.addAll(more);
                    return List.copyOf(all);
                });
    }

    void remove(AddressOfRecord addressOfRecord, RegistrationPublication publication) {
        watchers.computeIfPresent(
                addressOfRecord,
                (_, before) -> {
                    var left = before.stream().filter(one -> one != publication).toList();
                    return left.isEmpty() ? null : left;
                });
    }

    @Override
    public void happened(LocationEvent event) {
        for (var publication : of(event.addressOfRecord())) publication.happened(event);
    }

    /// There is no such user any more.
    public void gone(AddressOfRecord addressOfRecord) {
        for (var publication : of(addressOfRecord)) publication.ended(TerminationReason.NORESOURCE);
    }

    private List<RegistrationPublication> of(AddressOfRecord addressOfRecord) {
        return watchers.getOrDefault(addressOfRecord, List.of());
    }

    /// How many addresses-of-record are watched.
    int size() {
        return watchers.size();
    }
}
