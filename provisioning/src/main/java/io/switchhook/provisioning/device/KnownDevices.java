package io.switchhook.provisioning.device;

import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All devices as they are in memory: those that are named are on disk as well, strangers are here alone. For any thread, and
/// nobody waits.
final class KnownDevices {
    /// One that is not adopted, and what it asked for.
    private static final class Stranger {
        private static final int VISITS = 10;
        private final Asked asked;
        private final List<Visit> visits;

        Stranger(Asked asked, List<Visit> visits) {
            this.asked = asked;
            this.visits = visits;
        }

        Stranger with(Visit visit) {
            var all = new ArrayList<>(visits);
            all.add(visit);
            return new Stranger(asked, all.subList(Math.max(0, all.size() - VISITS), all.size()));
        }
    }

    private final History<Visit> history;
    private final int most;
    private final Map<Mac, Device> named = new HashMap<>();
    private final LinkedHashMap<Mac, Stranger> strangers = new LinkedHashMap<>(16, 0.75f, true);

    /// @param history of those that are named
    /// @param most strangers; the one that asked least lately makes room
    KnownDevices(Collection<Device> named, History<Visit> history, int most) {
        for (var device : named) this.named.put(device.mac(), device);
        this.history = history;
        this.most = most;
    }

    /// Shows what is on disk by now. What strangers among them asked for becomes their history.
    synchronized void show(Collection<Device> fresh) {
        for (var device : fresh) {
            named.put(device.mac(), device);
            var stranger = strangers.remove(device.mac());
            if (stranger != null) history.add(stranger.visits);
        }
    }

    synchronized void remember(Asked asked) {
        var before = strangers.get(asked.mac());
        strangers.put(asked.mac(), new Stranger(asked, before == null ? List.of() : before.visits));
        if (strangers.size() > most) strangers.pollFirstEntry();
    }

    synchronized void remember(Visit visit) {
        if (named.containsKey(visit.mac())) history.add(List.of(visit));
        else strangers.computeIfPresent(visit.mac(), (_, stranger) -> stranger.with(visit));
    }

    synchronized void forget(Mac mac) {
        named.remove(mac);
    }

    /// @return what it was; empty if it is none
    synchronized Optional<Device> forgetStranger(Mac mac) {
        return Optional.ofNullable(strangers.remove(mac)).map(it -> it.asked);
    }

    synchronized boolean isNamed(Mac mac) {
        return named.containsKey(mac);
    }

    synchronized Optional<Device> find(Mac mac) {
        var device = named.get(mac);
        if (device != null) return Optional.of(device);
        var stranger = strangers.get(mac);
        return stranger == null ? Optional.empty() : Optional.of(stranger.asked);
    }

    /// As [Devices#all].
    synchronized List<Device> all() {
        var all = new ArrayList<Device>();
        strangers.values().stream()
                .map(stranger -> stranger.asked)
                .sorted(Comparator.comparing(KnownDevices::lastAsked).reversed())
                .forEach(all::add);
        named.values().stream()
                .sorted(Comparator.comparing(device -> device.mac().digits()))
                .forEach(all::add);
        return all;
    }

    private static Instant lastAsked(Asked asked) {
        return asked.askers().getLast().at();
    }

    /// What a stranger asked for; empty if it is none.
    synchronized Optional<List<Visit>> visits(Mac mac) {
        return Optional.ofNullable(strangers.get(mac)).map(it -> it.visits);
    }

    /// How many would be named if these were.
    synchronized long withMore(Collection<Mac> macs) {
        return named.size() + macs.stream().filter(mac -> !named.containsKey(mac)).count();
    }

    synchronized Devices.Counts counts() {
        int expected = 0;
        int adopted = 0;
        int held = 0;
        int contested = 0;
        for (var device : named.values())
            switch (device) {
                case Asked _ -> throw new IllegalStateException("nobody has named it");
                case Expected _ -> expected++;
                case Adopted its -> {
                    adopted++;
                    if (!its.rivals().isEmpty()) contested++;
                }
                case Held _ -> held++;
            }
        return new Devices.Counts(strangers.size(), expected, adopted, held, contested);
    }

    synchronized boolean isHome(InetAddress address) {
        return named.values().stream()
                .anyMatch(it -> it instanceof Adopted its && its.home().address().equals(address));
    }
}
