package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.model.Value;
import java.util.LinkedHashMap;
import java.util.List;

/// What administrators have set, by layer, on disk.
record SettingStore(Database database) {

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

    void set(Origin origin, String name, Value value) throws StorageException {
        database.with(handle ->
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
                        .execute());
    }

    /// @return whether there was one
    boolean unset(Origin origin, String name) throws StorageException {
        return database.with(handle ->
                handle.execute(
                                "delete from device_setting where layer = ? and whose = ? and name"
                                        + " = ?",
                                word(origin),
                                whose(origin),
                                name)
                        > 0);
    }

    /// All origins but the presets, which are in the models' folders.
    private static String word(Origin origin) {
        return switch (origin) {
            case Origin.Preset _ -> throw new IllegalArgumentException("presets are not set");
            case Origin.OfSystem _ -> "system";
            case Origin.OfModel _ -> "model";
            case Origin.OfGroup _ -> "group";
            case Origin.OfDevice _ -> "device";
        };
    }

    private static String whose(Origin origin) {
        return switch (origin) {
            case Origin.Preset _, Origin.OfSystem _ -> "";
            case Origin.OfModel(var id) -> id;
            case Origin.OfGroup(var name) -> name;
            case Origin.OfDevice(var mac) -> mac;
        };
    }

    /// All layers of a device, in the order in which they win.
    List<Layer> layers(Mac mac, Assignment assignment) throws StorageException {
        return List.of(
                layer(new Origin.OfSystem()),
                layer(new Origin.OfModel(assignment.model())),
                layer(new Origin.OfGroup(assignment.group())),
                layer(new Origin.OfDevice(mac.digits())));
    }

    /// What all devices of a model share.
    List<Layer> layers(String model) throws StorageException {
        return List.of(layer(new Origin.OfSystem()), layer(new Origin.OfModel(model)));
    }
}
