package io.switchhook.provisioning.rollout;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.model.ModelCatalog;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Releases and pins on disk. For threads that may block.
public final class ReleaseStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseStore.class);

    private final Database database;
    private final Supplier<ModelCatalog> catalog;

    /// @param catalog asked when a model is needed
    public ReleaseStore(Database database, Supplier<ModelCatalog> catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    private record Row(String name, String kind, String model, String url) {}

    private record FileRow(String model, String name, byte[] bytes) {}

    /// Keeps a release. One that has the same name already must be the same, since devices may have it.
    ///
    /// @return whether there was no other of that name
    public boolean add(Release release) throws StorageException {
        var known = find(release.name());
        if (known.isPresent()) return isSame(known.get(), release);
        return database.with(handle -> {
            var row =
                    switch (release) {
                        case Release.Configuration it ->
                                new Row(it.name(), "CONFIGURATION", "", "");
                        case Release.Firmware it ->
                                new Row(it.name(), "FIRMWARE", it.model().id(), it.url());
                    };
            handle.execute(
                    "insert into device_release (name, kind, model, url) values (?, ?, ?, ?)",
                    row.name,
                    row.kind,
                    row.model,
                    row.url);
            if (release instanceof Release.Configuration(var name, var files))
                for (var file : files)
                    handle.createUpdate(
                                    """
                                    insert into device_release_file (release_name, model, name, bytes)
                                    values (:release, :model, :name, :bytes)
                                    """)
                            .bind("release", name)
                            .bind("model", file.model())
                            .bind("name", file.name())
                            .bind("bytes", file.bytes())
                            .execute();
            return true;
        });
    }

    private static boolean isSame(Release one, Release other) {
        return switch (one) {
            case Release.Firmware it ->
                    other instanceof Release.Firmware its
                            && it.model().id().equals(its.model().id())
                            && it.url().equals(its.url());
            case Release.Configuration it ->
                    other instanceof Release.Configuration its
                            && contents(it).equals(contents(its));
        };
    }

    private static Map<String, String> contents(Release.Configuration release) {
        var contents = new HashMap<String, String>();
        for (var file : release.files())
            contents.put(file.model(), new String(file.bytes(), StandardCharsets.ISO_8859_1));
        return contents;
    }

    /// Judges its files anew: what does not pass now, perhaps because a model is another than before, is given to nobody.
    ///
    /// @return empty if there is none, or it is not good any more
    public Optional<Release> find(String name) throws StorageException {
        var row =
                database.with(handle ->
                        handle.createQuery("select * from device_release where name = :name")
                                .bind("name", name)
                                .map((it, _) -> row(it))
                                .findOne());
        if (row.isEmpty()) return Optional.empty();
        if (row.get().kind.equals("FIRMWARE")) return firmware(row.get());
        var files = files(name);
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(new Release.Configuration(name, files));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("name"),
                row.getString("kind"),
                row.getString("model"),
                row.getString("url"));
    }

    private Optional<Release> firmware(Row row) {
        return catalog.get()
                .find(row.model)
                .map(model -> new Release.Firmware(row.name, model, row.url));
    }

    /// @return none if one of them is not good
    private List<CheckedFile> files(String release) throws StorageException {
        var rows =
                database.with(handle ->
                        handle.createQuery(
                                        "select * from device_release_file where release_name = :name")
                                .bind("name", release)
                                .map((row, _) ->
                                        new FileRow(
                                                row.getString("model"),
                                                row.getString("name"),
                                                row.getBytes("bytes")))
                                .list());
        var files = new ArrayList<CheckedFile>();
        for (var row : rows) {
            var model = catalog.get().find(row.model);
            if (model.isEmpty()) return List.of();
            try {
                files.add(CheckedFile.of(model.get(), row.name, row.bytes));
            } catch (RefusedFile e) {
                LOG.error("release {} is given to nobody: {}", release, e.getMessage());
                return List.of();
            }
        }
        return files;
    }

    public Pins pins() throws StorageException {
        return database.with(handle -> {
            var models = new HashMap<String, String>();
            var devices = new HashMap<String, String>();
            handle.createQuery("select * from device_pin")
                    .map((row, _) ->
                            (row.getString("scope").equals("model") ? models : devices)
                                    .put(row.getString("whose"), row.getString("release_name")))
                    .list();
            return new Pins(models, devices);
        });
    }

    /// Replaces all pins.
    public void save(Pins pins) throws StorageException {
        database.with(handle -> {
            handle.execute("delete from device_pin");
            var insert =
                    handle.prepareBatch(
                            "insert into device_pin (scope, whose, release_name) values (?, ?, ?)");
            pins.models().forEach((whose, release) -> insert.add("model", whose, release));
            pins.devices().forEach((whose, release) -> insert.add("device", whose, release));
            return insert.size() == 0 ? new int[0] : insert.execute();
        });
    }
}
