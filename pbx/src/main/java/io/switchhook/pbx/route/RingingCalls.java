package io.switchhook.pbx.route;

import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.registrar.LocationEvent;
import io.switchhook.sip.registrar.LocationListener;
import io.switchhook.sip.uri.AddressOfRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The calls that ring, by the user they are for, so that a phone that registers meanwhile rings too. Shared by all
/// shards; registrations come on any thread.
public final class RingingCalls implements LocationListener {
    private final ConcurrentHashMap<AddressOfRecord, List<Consumer<Binding>>> calls =
            new ConcurrentHashMap<>();
    private final int mostPerUser;

    /// @param mostPerUser how many calls of one user hear of registrations; others ring what was there when they came
    public RingingCalls(int mostPerUser) {
        this.mostPerUser = mostPerUser;
    }

    /// Shows a call the bindings that are made from now on.
    ///
    /// @param found called on any thread, while the user's bindings are held: it must be quick
    /// @return ends it
    Runnable watch(AddressOfRecord user, Consumer<Binding> found) {
        calls.compute(user, (_, watching) -> with(watching == null ? List.of() : watching, found));
        return () -> calls.computeIfPresent(user, (_, watching) -> without(watching, found));
    }

    private List<Consumer<Binding>> with(
            List<Consumer<Binding>> watching, Consumer<Binding> found) {
        if (watching.size() >= mostPerUser) return watching;
        var more = new ArrayList<Consumer<Binding>>(watching.size() + 1);
        more.addAll(watching);
        more.add(found);
        return more;
    }

    private static @Nullable List<Consumer<Binding>> without(
            List<Consumer<Binding>> watching, Consumer<Binding> found) {
        var left = new ArrayList<>(watching);
        left.remove(found);
        return left.isEmpty() ? null : left;
    }

    @Override
    public void happened(LocationEvent event) {
        switch (event) {
            case LocationEvent.Registered(var user, var binding) -> {
                for (var call : calls.getOrDefault(user, List.of())) call.accept(binding);
            }
            case LocationEvent.Refreshed _,
                    LocationEvent.Unregistered _,
                    LocationEvent.Expired _,
                    LocationEvent.FlowLost _,
                    LocationEvent.Silent _,
                    LocationEvent.Heard _ -> {}
        }
    }

    /// How many users have calls that ring.
    int size() {
        return calls.size();
    }
}
