package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.DeviceLogins;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// All devices. For threads that may block: what has changed is on disk before an answer says so.
///
/// Who asks as a device that nobody has named is kept in memory alone, so strangers write nothing to the disk.
public final class Devices {
    /// How many of what is kept.
    ///
    /// @param strangers devices that asked and are not adopted; the one that asked least lately makes room
    /// @param visits in the history of each device
    /// @param devices that are named
    /// @param window how long the first who asks is taken for a device that was adopted before it asked
    public record Bounds(int strangers, int visits, int devices, Duration window) {}

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

    private final DeviceStore store;
    private final History<Visit> history;
    private final DeviceSettings settings;
    private final Tokens tokens;
    private final DeviceLogins logins;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Map<Mac, Device> named = new HashMap<>();
    private final LinkedHashMap<Mac, Stranger> strangers = new LinkedHashMap<>(16, 0.75f, true);

    private Devices(
            Database database,
            DeviceLogins logins,
            Bounds bounds,
            InstantSource clock,
            RandomGenerator random)
            throws StorageException {
        this.store = new DeviceStore(database);
        this.history = new History<>(waiting -> store.add(waiting, bounds.visits()));
        this.settings = new DeviceSettings(new SettingStore(database), clock);
        this.tokens = new Tokens(database, clock, random);
        this.logins = logins;
        this.bounds = bounds;
        this.clock = clock;
        for (var device : store.all()) named.put(device.mac(), device);
    }

    /// @param logins what devices log in with
    /// @param clock of the day
    /// @param random for tokens: hard to guess
    /// @throws DeviceException if the database cannot be read
    public static Devices open(
            Database database,
            DeviceLogins logins,
            Bounds bounds,
            InstantSource clock,
            RandomGenerator random)
            throws DeviceException {
        try {
            return new Devices(database, logins, bounds, clock, random);
        } catch (StorageException e) {
            throw DeviceException.storage(e);
        }
    }

    /// Decides about a question, and remembers what follows from it. What is remembered is told by [#remember].
    ///
    /// @throws DeviceException if that cannot be kept; then nothing has changed, and nobody is to be served
    public synchronized Decision ask(Ask ask) throws DeviceException {
        var before = find(ask.mac());
        var decision = Decision.of(before, ask);
        switch (decision) {
            case Decision.Serve(var after, _) -> keep(before, after);
            case Decision.Hold(var after, _, _) -> keep(before, after);
            case Decision.Refuse(var after, _, _) -> after.ifPresent(this::remember);
        }
        return decision;
    }

    /// Who asks again and again only has a later time, for which the disk need not move.
    private void keep(Optional<Device> before, Device after) throws DeviceException {
        if (before.filter(after::equals).isPresent()) return;
        if (isSameButForTimes(before, after)) named.put(after.mac(), after);
        else put(after);
    }

    private static boolean isSameButForTimes(Optional<Device> before, Device after) {
        return before.isPresent()
                && before.get() instanceof Adopted old
                && after instanceof Adopted fresh
                && old.home().equals(fresh.home())
                && askers(old).equals(askers(fresh));
    }

    private static List<Asker> askers(Adopted adopted) {
        return adopted.rivals().stream().map(Sighting::asker).toList();
    }

    private void put(Device device) throws DeviceException {
        try {
            store.put(device);
        } catch (StorageException e) {
            throw DeviceException.storage(e);
        }
        named.put(device.mac(), device);
        var stranger = strangers.remove(device.mac());
        if (stranger != null) history.add(stranger.visits);
    }

    private void remember(Asked asked) {
        var before = strangers.get(asked.mac());
        strangers.put(asked.mac(), new Stranger(asked, before == null ? List.of() : before.visits));
        if (strangers.size() > bounds.strangers()) strangers.pollFirstEntry();
    }

    /// Adds to the history of a device that is known, or has asked; nothing is kept of others.
    public synchronized void remember(Visit visit) {
        if (named.containsKey(visit.mac())) history.add(List.of(visit));
        else strangers.computeIfPresent(visit.mac(), (_, stranger) -> stranger.with(visit));
    }

    /// Whether somebody has said what it is.
    public synchronized boolean isNamed(Mac mac) {
        return named.containsKey(mac);
    }

    public synchronized Optional<Device> find(Mac mac) {
        var device = named.get(mac);
        if (device != null) return Optional.of(device);
        var stranger = strangers.get(mac);
        return stranger == null ? Optional.empty() : Optional.of(stranger.asked);
    }

    /// Those that are not adopted first, the latest question first, then all others by their MAC addresses.
    public synchronized List<Device> all() {
        var all = new ArrayList<Device>();
        strangers.values().stream()
                .map(stranger -> stranger.asked)
                .sorted(Comparator.comparing(Devices::lastAsked).reversed())
                .forEach(all::add);
        named.values().stream()
                .sorted(Comparator.comparing(device -> device.mac().digits()))
                .forEach(all::add);
        return all;
    }

    private static Instant lastAsked(Asked asked) {
        return asked.askers().getLast().at();
    }

    /// How many there are.
    ///
    /// @param contested adopted ones that somebody else asked as
    public record Counts(int asked, int expected, int adopted, int held, int contested) {}

    public synchronized Counts counts() {
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
        return new Counts(strangers.size(), expected, adopted, held, contested);
    }

    /// Whether somebody at an address is an adopted device.
    public synchronized boolean isHome(InetAddress address) {
        return named.values().stream()
                .anyMatch(it -> it instanceof Adopted its && its.home().address().equals(address));
    }

    /// What a device asked for, the latest last.
    public List<Visit> visits(Mac mac) throws DeviceException {
        synchronized (this) {
            var stranger = strangers.get(mac);
            if (stranger != null) return stranger.visits;
        }
        try {
            return store.visits(mac);
        } catch (StorageException e) {
            throw DeviceException.storage(e);
        }
    }

    /// Says what a device is to be, and who is taken for it: who is now, or who has asked as it. If nobody has, the first who asks
    /// within [Bounds#window] is.
    ///
    /// @param model of the assignment
    /// @param from whose question is believed, if several asked, or another than before is to be
    /// @throws DeviceException if the model or an account cannot be, or it is not clear who is meant
    public synchronized Device adopt(
            Mac mac, PhoneModel model, Assignment assignment, Optional<InetAddress> from)
            throws DeviceException {
        Adoption.check(model, assignment);
        var device = find(mac);
        if (named.size() >= bounds.devices() && !named.containsKey(mac))
            throw DeviceException.conflict(
                    "there are " + named.size() + " devices already (limits.devices)");
        var adopted = Adoption.of(mac, device, assignment, from, clock.instant(), bounds.window());
        put(adopted);
        return adopted;
    }

    /// What a device is to be, and all that is set for it alone.
    ///
    /// @param model of the assignment
    /// @param settings by name; what it has besides is taken back
    public record Planned(
            Mac mac, PhoneModel model, Assignment assignment, Map<String, Value> settings) {
        public Planned {
            settings = Map.copyOf(settings);
        }

        /// Without the settings, which may be passwords.
        @Override
        public String toString() {
            return "Planned[" + mac + ", " + assignment + "]";
        }
    }

    /// Says what several devices are to be: all of it, or nothing. Who is taken for one that is adopted stays, and what is held stays held.
    ///
    /// @param by who does it
    /// @throws DeviceException if it cannot be for one of them, or cannot be kept; then nothing has changed
    public synchronized void adoptAll(List<Planned> plans, String by) throws DeviceException {
        var now = clock.instant();
        var all = new LinkedHashMap<Mac, Device>();
        for (var plan : plans) {
            Adoption.check(plan.model(), plan.assignment());
            var device = find(plan.mac());
            all.put(
                    plan.mac(),
                    Adoption.changed(plan.mac(), device, plan.assignment(), now, bounds.window()));
        }
        long fresh = all.keySet().stream().filter(mac -> !named.containsKey(mac)).count();
        if (named.size() + fresh > bounds.devices())
            throw DeviceException.conflict(
                    "there would be "
                            + (named.size() + fresh)
                            + " devices, and limits.devices is "
                            + bounds.devices());
        settings.keep(all.values(), plans, by);
        named.putAll(all);
        for (var mac : all.keySet()) {
            var stranger = strangers.remove(mac);
            if (stranger != null) history.add(stranger.visits);
        }
    }

    /// Has a device served no more, and ends what it logs in with.
    public synchronized Device hold(Mac mac) throws DeviceException {
        var device = named(mac);
        var now = clock.instant();
        var held =
                switch (device) {
                    case Asked asked -> throw new IllegalStateException(asked.toString());
                    case Expected its -> new Held(mac, now, its.assignment(), Optional.empty());
                    case Adopted its ->
                            new Held(mac, now, its.assignment(), Optional.of(its.home()));
                    case Held its -> its;
                };
        revoke(mac);
        put(held);
        return held;
    }

    /// Forgets a device, with its settings and its history, and ends what it logs in with.
    public synchronized void remove(Mac mac) throws DeviceException {
        if (strangers.remove(mac) != null) return;
        named(mac);
        revoke(mac);
        try {
            store.remove(mac);
        } catch (StorageException e) {
            throw DeviceException.storage(e);
        }
        named.remove(mac);
    }

    private Device named(Mac mac) throws DeviceException {
        var device = named.get(mac);
        if (device == null)
            throw DeviceException.conflict(
                    strangers.containsKey(mac)
                            ? mac + " is not adopted"
                            : "there is no device " + mac);
        return device;
    }

    private void revoke(Mac mac) throws DeviceException {
        try {
            logins.revoke(mac.digits());
        } catch (StorageException e) {
            throw DeviceException.storage(e);
        }
    }

    /// Makes a token, which lets devices in that are adopted and have not been seen.
    ///
    /// @param time how long it is good
    /// @return it, this once
    public String token(Duration time) throws DeviceException {
        try {
            return tokens.make(time);
        } catch (StorageException e) {
            throw DeviceException.storage(e);
        }
    }

    /// What a token is worth now.
    public Proof proof(String token) {
        return tokens.isGood(token) ? new Proof.Token() : new Proof.OldToken();
    }

    /// What is set for devices.
    public DeviceSettings settings() {
        return settings;
    }
}
