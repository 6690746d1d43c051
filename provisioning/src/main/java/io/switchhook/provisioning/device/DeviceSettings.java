package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.model.Value;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;

/// What administrators have set for devices, layer by layer, and who has changed what. For threads that may block: what has changed
/// is on disk when a method returns.
public final class DeviceSettings {
    private final SettingStore store;
    private final InstantSource clock;
    private final AtomicLong version = new AtomicLong();

    DeviceSettings(SettingStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    private interface Work<T> {
        T done() throws StorageException;
    }

    private static <T> T with(Work<T> work) throws DeviceException {
        try {
            return work.done();
        } catch (StorageException e) {
            throw DeviceException.storage(e);
        }
    }

    /// What is set for a device, in the order in which it wins; presets come by themselves.
    public List<Layer> layers(Mac mac, Assignment assignment) throws DeviceException {
        return with(() -> store.layers(mac, assignment));
    }

    /// What is set for all devices of a model.
    public List<Layer> layers(String model) throws DeviceException {
        return with(() -> store.layers(model));
    }

    /// What is set in one layer.
    public Layer layer(Origin origin) throws DeviceException {
        return with(() -> store.layer(origin));
    }

    /// Counts the changes, so that what was made of older ones can be told.
    public long version() {
        return version.get();
    }

    /// Sets values in a layer, all or none, which it is to be checked for before.
    ///
    /// @param values by name; empty to take one back
    /// @param by who does it
    public void change(Origin origin, SequencedMap<String, Optional<Value>> values, String by)
            throws DeviceException {
        with(() -> store.change(origin, values, by, clock.instant()));
        version.incrementAndGet();
    }

    /// The same for one value.
    public void change(Origin origin, String name, Optional<Value> value, String by)
            throws DeviceException {
        var values = new LinkedHashMap<String, Optional<Value>>();
        values.put(name, value);
        change(origin, values, by);
    }

    /// What is set for each device alone, by its MAC address.
    public Map<String, Layer> ofDevices() throws DeviceException {
        return with(store::ofDevices);
    }

    /// Every value that is a URL, in all layers.
    public List<SetUrl> urls() throws DeviceException {
        return with(store::urls);
    }

    /// A value that is a URL.
    public record SetUrl(Origin origin, String name, String url) {}

    /// Keeps devices together with all that is set for each alone.
    void keep(Collection<Device> devices, List<Devices.Planned> plans, String by)
            throws DeviceException {
        with(() -> store.keep(devices, plans, by, clock.instant()));
        version.incrementAndGet();
    }

    /// What was changed in some layers, the latest first.
    ///
    /// @param most how many at most
    public List<SettingChange> history(List<Origin> layers, int most) throws DeviceException {
        return with(() -> store.history(layers, most));
    }

    /// One of the changes, if it is remembered.
    public Optional<SettingChange> changeOf(long id) throws DeviceException {
        return with(() -> store.changeOf(id));
    }

    /// What would have a layer be what it was before one of its changes.
    ///
    /// @return what to give to [#change]
    public SequencedMap<String, Optional<Value>> before(SettingChange change)
            throws DeviceException {
        var values = new LinkedHashMap<String, Optional<Value>>();
        for (var later : with(() -> store.since(change))) values.put(later.name(), later.before());
        return values;
    }
}
