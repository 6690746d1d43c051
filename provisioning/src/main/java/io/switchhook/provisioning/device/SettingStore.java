package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.device.DeviceSettings.SetUrl;
import io.switchhook.provisioning.device.Devices.Planned;
import io.switchhook.provisioning.model.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jdbi.v3.core.Handle;

/// What administrators have set, by layer, on disk, and what it was before.
record SettingStore(Database database) {
    /// How many changes of a layer are remembered; the oldest go first.
    private static final int CHANGES = 1000;

    /// What is set in a layer; its values by their names.
    Layer layer(Origin origin) throws StorageException {
        return database.with(handle -> {
            var values = new LinkedHashMap<String, Value>();
            handle.createQuery(
                            """
                            select name, value from device_setting
                            where layer = :layer and whose = :whose order by name
                            """)
                    .bind("layer", word(origin))
                    .bind("whose", whose(origin))
                    .map((row, _) ->
                            values.put(
                                    row.getString("name"),
                                    Value.of(row.getString("value")).orElseThrow()))
                    .list();
            return new Layer(origin, values);
        });
    }

    /// What is set for each device alone, by its MAC address.
    Map<String, Layer> ofDevices() throws StorageException {
        return database.with(handle -> {
            var values = new LinkedHashMap<String, LinkedHashMap<String, Value>>();
            handle.createQuery(
                            """
                            select whose, name, value from device_setting
                            where layer = 'device' order by whose, name
                            """)
                    .map((row, _) ->
                            values.computeIfAbsent(
                                            row.getString("whose"), _ -> new LinkedHashMap<>())
                                    .put(
                                            row.getString("name"),
                                            Value.of(row.getString("value")).orElseThrow()))
                    .list();
            var layers = new LinkedHashMap<String, Layer>();
            values.forEach((mac, its) -> layers.put(mac, new Layer(new Origin.OfDevice(mac), its)));
            return layers;
        });
    }

    List<SetUrl> urls() throws StorageException {
        return database.with(handle ->
                handle.createQuery("select * from device_setting where value like '%://%'")
                        .map((row, _) ->
                                new SetUrl(
                                        origin(row.getString("layer"), row.getString("whose")),
                                        row.getString("name"),
                                        row.getString("value")))
                        .list());
    }

    /// Devices, and all that is set for each alone.
    int keep(Collection<Device> devices, List<Planned> plans, String by, Instant at)
            throws StorageException {
        return database.with(handle -> {
            for (var device : devices) DeviceStore.put(handle, device);
            for (var plan : plans) keep(handle, plan, by, at);
            return plans.size();
        });
    }

    private static void keep(Handle handle, Planned plan, String by, Instant at) {
        var origin = new Origin.OfDevice(plan.mac().digits());
        var values = new LinkedHashMap<String, Optional<Value>>();
        handle.createQuery("select name from device_setting where layer = 'device' and whose = ?")
                .bind(0, plan.mac().digits())
                .mapTo(String.class)
                .forEach(name -> values.put(name, Optional.empty()));
        plan.settings().forEach((name, value) -> values.put(name, Optional.of(value)));
        change(handle, origin, values, by, at);
    }

    /// @return how many values differ from what they were
    int change(Origin origin, SequencedMap<String, Optional<Value>> values, String by, Instant at)
            throws StorageException {
        return database.with(handle -> change(handle, origin, values, by, at));
    }

    /// The same, as a part of more that is done.
    static int change(
            Handle handle,
            Origin origin,
            SequencedMap<String, Optional<Value>> values,
            String by,
            Instant at) {
        int changed = 0;
        for (var entry : values.entrySet()) {
            String name = entry.getKey();
            var before = find(handle, origin, name);
            var after = entry.getValue();
            if (before.equals(after)) continue;
            changed++;
            remember(handle, origin, name, before, after, by, at);
            if (after.isPresent()) set(handle, origin, name, after.get());
            else unset(handle, origin, name);
        }
        if (changed > 0) forget(handle, origin);
        return changed;
    }

    private static Optional<Value> find(Handle handle, Origin origin, String name) {
        return handle.createQuery(
                        """
                        select value from device_setting
                        where layer = :layer and whose = :whose and name = :name
                        """)
                .bind("layer", word(origin))
                .bind("whose", whose(origin))
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .flatMap(Value::of);
    }

    private static void set(Handle handle, Origin origin, String name, Value value) {
        handle.createUpdate(
                        """
                        insert into device_setting (layer, whose, name, value)
                        values (:layer, :whose, :name, :value)
                        on conflict (layer, whose, name) do update set value = excluded.value
                        """)
                .bind("layer", word(origin))
                .bind("whose", whose(origin))
                .bind("name", name)
                .bind("value", value.written())
                .execute();
    }

    private static void unset(Handle handle, Origin origin, String name) {
        handle.execute(
                "delete from device_setting where layer = ? and whose = ? and name = ?",
                word(origin),
                whose(origin),
                name);
    }

    private static void remember(
            Handle handle,
            Origin origin,
            String name,
            Optional<Value> before,
            Optional<Value> after,
            String by,
            Instant at) {
        handle.createUpdate(
                        """
                        insert into device_setting_change
                            (id, at, who, layer, whose, name, before_value, after_value)
                        values ((select coalesce(max(id), 0) + 1 from device_setting_change),
                                :at, :by, :layer, :whose, :name, :before, :after)
                        """)
                .bind("at", at.toEpochMilli())
                .bind("by", by)
                .bind("layer", word(origin))
                .bind("whose", whose(origin))
                .bind("name", name)
                .bind("before", before.map(Value::written).orElse(""))
                .bind("after", after.map(Value::written).orElse(""))
                .execute();
    }

    private static void forget(Handle handle, Origin origin) {
        handle.execute(
                """
                delete from device_setting_change where layer = ? and whose = ? and id not in
                    (select id from device_setting_change where layer = ? and whose = ?
                     order by id desc limit ?)
                """,
                word(origin),
                whose(origin),
                word(origin),
                whose(origin),
                CHANGES);
    }

    /// The latest first.
    List<SettingChange> history(List<Origin> layers, int most) throws StorageException {
        return database.with(handle -> {
            var all = new ArrayList<SettingChange>();
            for (var origin : layers)
                all.addAll(
                        handle.createQuery(
                                        """
                                        select * from device_setting_change
                                        where layer = :layer and whose = :whose
                                        order by id desc limit :most
                                        """)
                                .bind("layer", word(origin))
                                .bind("whose", whose(origin))
                                .bind("most", most)
                                .map((row, _) -> change(row))
                                .list());
            all.sort(Comparator.comparingLong(SettingChange::id).reversed());
            return List.copyOf(all.subList(0, Math.min(most, all.size())));
        });
    }

    Optional<SettingChange> changeOf(long id) throws StorageException {
        return database.with(handle ->
                handle.createQuery("select * from device_setting_change where id = :id")
                        .bind("id", id)
                        .map((row, _) -> change(row))
                        .findOne());
    }

    /// A change and all later ones of its layer, the latest first.
    List<SettingChange> since(SettingChange change) throws StorageException {
        return database.with(handle ->
                handle.createQuery(
                                """
                                select * from device_setting_change
                                where layer = :layer and whose = :whose and id >= :id
                                order by id desc
                                """)
                        .bind("layer", word(change.origin()))
                        .bind("whose", whose(change.origin()))
                        .bind("id", change.id())
                        .map((row, _) -> change(row))
                        .list());
    }

    private static SettingChange change(ResultSet row) throws SQLException {
        return new SettingChange(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("who"),
                origin(row.getString("layer"), row.getString("whose")),
                row.getString("name"),
                Value.of(row.getString("before_value")),
                Value.of(row.getString("after_value")));
    }

    private static Origin origin(String word, String whose) {
        return switch (word) {
            case "system" -> new Origin.OfSystem();
            case "model" -> new Origin.OfModel(whose);
            case "group" -> new Origin.OfGroup(whose);
            case "person" -> new Origin.OfPerson(whose);
            case "device" -> new Origin.OfDevice(whose);
            default -> throw new IllegalStateException("no layer: " + word);
        };
    }

    /// All origins but the presets, which are in the models' folders.
    private static String word(Origin origin) {
        return switch (origin) {
            case Origin.Preset _ -> throw new IllegalArgumentException("presets are not set");
            case Origin.OfSystem _ -> "system";
            case Origin.OfModel _ -> "model";
            case Origin.OfGroup _ -> "group";
            case Origin.OfPerson _ -> "person";
            case Origin.OfDevice _ -> "device";
        };
    }

    private static String whose(Origin origin) {
        return switch (origin) {
            case Origin.Preset _, Origin.OfSystem _ -> "";
            case Origin.OfModel(var id) -> id;
            case Origin.OfGroup(var name) -> name;
            case Origin.OfPerson(var user) -> user;
            case Origin.OfDevice(var mac) -> mac;
        };
    }

    /// All layers of a device, in the order in which they win.
    List<Layer> layers(Mac mac, Assignment assignment) throws StorageException {
        var layers = new ArrayList<Layer>();
        layers.add(layer(new Origin.OfSystem()));
        layers.add(layer(new Origin.OfModel(assignment.model())));
        layers.add(layer(new Origin.OfGroup(assignment.group())));
        if (!assignment.users().isEmpty())
            layers.add(layer(new Origin.OfPerson(assignment.users().getFirst())));
        layers.add(layer(new Origin.OfDevice(mac.digits())));
        return layers;
    }

    /// What all devices of a model share.
    List<Layer> layers(String model) throws StorageException {
        return List.of(layer(new Origin.OfSystem()), layer(new Origin.OfModel(model)));
    }
}
