package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.DeviceLogins;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.pbx.directory.Turns;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// All devices. For threads that may block: what has changed is on disk before an answer says so. Many devices may ask at the same
/// time, and wait for the disk together; what an administrator changes has its turn alone.
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

    private final DeviceStore store;
    private final KnownDevices known;
    private final DeviceSettings settings;
    private final Tokens tokens;
    private final DeviceLogins logins;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Turns turns = new Turns();

    private Devices(
            Database database,
            DeviceLogins logins,
            Bounds bounds,
            InstantSource clock,
            RandomGenerator random)
            throws StorageException {
        this.store = new DeviceStore(database);
        var history = new History<Visit>(waiting -> store.add(waiting, bounds.visits()));
        this.known = new KnownDevices(store.all(), history, bounds.strangers());
        this.settings = new DeviceSettings(new SettingStore(database), clock);
        this.tokens = new Tokens(database, clock, random);
        this.logins = logins;
        this.bounds = bounds;
        this.clock = clock;
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
    public Decision ask(Ask ask) throws DeviceException {
        return turns.of(ask.mac(), () -> decided(ask));
    }

    private Decision decided(Ask ask) throws DeviceException {
        var before = find(ask.mac());
        var decision = Decision.of(before, ask);
        switch (decision) {
            case Decision.Serve(var after, _) -> keep(before, after);
            case Decision.Hold(var after, _, _) -> keep(before, after);
            case Decision.Refuse(var after, _, _) -> after.ifPresent(known::remember);
        }
        return decision;
    }

    /// Who asks again and again only has a later time, for which the disk need not move.
    private void keep(Optional<Device> before, Device after) throws DeviceException {
        if (before.filter(after::equals).isPresent()) return;
        if (isSameButForTimes(before, after)) known.show(List.of(after));
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
        known.show(List.of(device));
    }

    /// Adds to the history of a device that is known, or has asked; nothing is kept of others.
    public void remember(Visit visit) {
        known.remember(visit);
    }

    /// Whether somebody has said what it is.
    public boolean isNamed(Mac mac) {
        return known.isNamed(mac);
    }

    public Optional<Device> find(Mac mac) {
        return known.find(mac);
    }

    /// Those that are not adopted first, the latest question first, then all others by their MAC addresses.
    public List<Device> all() {
        return known.all();
    }

    /// How many there are.
    ///
    /// @param contested adopted ones that somebody else asked as
    public record Counts(int asked, int expected, int adopted, int held, int contested) {}

    public Counts counts() {
        return known.counts();
    }

    /// Whether somebody at an address is an adopted device.
    public boolean isHome(InetAddress address) {
        return known.isHome(address);
    }

    /// What a device asked for, the latest last.
    public List<Visit> visits(Mac mac) throws DeviceException {
        var asked = known.visits(mac);
        if (asked.isPresent()) return asked.get();
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
    public Device adopt(
            Mac mac, PhoneModel model, Assignment assignment, Optional<InetAddress> from)
            throws DeviceException {
        Adoption.check(model, assignment);
        return turns.alone(() -> adopted(mac, assignment, from));
    }

    private Device adopted(Mac mac, Assignment assignment, Optional<InetAddress> from)
            throws DeviceException {
        var device = find(mac);
        long others = known.withMore(List.of(mac)) - 1;
        if (others >= bounds.devices() && !known.isNamed(mac))
            throw DeviceException.conflict(
                    "there are " + others + " devices already (limits.devices)");
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
    public void adoptAll(List<Planned> plans, String by) throws DeviceException {
        turns.alone(() -> adopted(plans, by));
    }

    private Collection<Device> adopted(List<Planned> plans, String by) throws DeviceException {
        var now = clock.instant();
        var all = new LinkedHashMap<Mac, Device>();
        for (var plan : plans) {
            Adoption.check(plan.model(), plan.assignment());
            var device = find(plan.mac());
            all.put(
                    plan.mac(),
                    Adoption.changed(plan.mac(), device, plan.assignment(), now, bounds.window()));
        }
        long count = known.withMore(all.keySet());
        if (count > bounds.devices())
            throw DeviceException.conflict(
                    "there would be "
                            + count
                            + " devices, and limits.devices is "
                            + bounds.devices());
        settings.keep(all.values(), plans, by);
        known.show(all.values());
        return all.values();
    }

    /// Has a device served no more, and ends what it logs in with.
    public Device hold(Mac mac) throws DeviceException {
        return turns.alone(() -> held(mac));
    }

    private Device held(Mac mac) throws DeviceException {
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
    public void remove(Mac mac) throws DeviceException {
        turns.alone(() -> removed(mac));
    }

    private Device removed(Mac mac) throws DeviceException {
        var stranger = known.forgetStranger(mac);
        if (stranger.isPresent()) return stranger.get();
        var device = named(mac);
        revoke(mac);
        try {
            store.remove(mac);
        } catch (StorageException e) {
            throw DeviceException.storage(e);
        }
        known.forget(mac);
        return device;
    }

    private Device named(Mac mac) throws DeviceException {
        var device = find(mac);
        if (device.isEmpty()) throw DeviceException.conflict("there is no device " + mac);
        if (device.get() instanceof Asked) throw DeviceException.conflict(mac + " is not adopted");
        return device.get();
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
