package io.switchhook.sip.registrar;

import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which addresses-of-record have bindings over a connection. A connection stays known, perhaps without any, until it
/// is forgotten, so that its end is asked for only once.
final class FlowIndex {
    /// Sets of one are immutable, larger ones are changed while their flow is held.
    private final ConcurrentHashMap<Flow, Set<AddressOfRecord>> flows = new ConcurrentHashMap<>();

    /// @return whether the flow is new here
    boolean add(Flow flow, AddressOfRecord addressOfRecord) {
        boolean[] isNew = {false};
        flows.compute(
                flow,
                (_, filed) -> {
                    isNew[0] = filed == null;
                    return with(filed, addressOfRecord);
                });
        return isNew[0];
    }

    private static Set<AddressOfRecord> with(
            @Nullable Set<AddressOfRecord> filed, AddressOfRecord addressOfRecord) {
        if (filed == null || filed.isEmpty()) return Set.of(addressOfRecord);
        if (filed.contains(addressOfRecord)) return filed;
        var more = filed instanceof HashSet ? filed : new HashSet<>(filed);
        more.add(addressOfRecord);
        return more;
    }

    void remove(Flow flow, AddressOfRecord addressOfRecord) {
        flows.computeIfPresent(
                flow,
                (_, filed) -> {
                    if (!filed.contains(addressOfRecord)) return filed;
                    if (filed.size() == 1) return Set.of();
                    filed.remove(addressOfRecord);
                    return filed;
                });
    }

    Set<AddressOfRecord> forget(Flow flow) {
        var filed = flows.remove(flow);
        return filed == null ? Set.of() : filed;
    }

    int size() {
        return flows.size();
    }
}
