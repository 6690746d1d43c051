package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/// The devices on disk: those of which the administrator has said what they are. Who only asked is not kept, since anybody can ask.
record DeviceStore(Database database) {

    List<Device> all() throws StorageException {
        return database.with(handle -> {
            var users = users(handle);
            var rivals = rivals(handle);
            return handle.createQuery("select * from device")
                    .map((row, _) -> {
                        var mac = row.getString("mac");
                        return device(
                                row,
                                users.getOrDefault(mac, List.of()),
                                rivals.getOrDefault(mac, List.of()));
                    })
                    .list();
        });
    }

    private static Map<String, List<String>> users(Handle handle) {
        var users = new HashMap<String, List<String>>();
        handle.createQuery("select mac, user_name from device_account order by mac, line")
                .map((row, _) ->
                        users.computeIfAbsent(row.getString("mac"), _ -> new ArrayList<>())
                                .add(row.getString("user_name")))
                .list();
        return users;
    }

    private static Map<String, List<Sighting>> rivals(Handle handle) {
        var rivals = new HashMap<String, List<Sighting>>();
        handle.createQuery("select * from device_rival order by mac, last_asked")
                .map((row, _) ->
                        rivals.computeIfAbsent(row.getString("mac"), _ -> new ArrayList<>())
                                .add(new Sighting(asker(row), time(row, "last_asked"))))
                .list();
        return rivals;
    }

    private static Device device(ResultSet row, List<String> users, List<Sighting> rivals)
            throws SQLException {
        var mac = new Mac(row.getString("mac"));
        var since = time(row, "since");
        var assignment = new Assignment(row.getString("model"), row.getString("group_name"), users);
        String state = row.getString("state");
        return switch (state) {
            case "expected" -> new Expected(mac, since, assignment, time(row, "until"));
            case "adopted" -> new Adopted(mac, since, assignment, asker(row), rivals);
            case "held" -> new Held(mac, since, assignment, home(row));
            default -> throw new SQLException("a device is " + state);
        };
    }

    private static Optional<Asker> home(ResultSet row) throws SQLException {
        return row.getString("address").isEmpty() ? Optional.empty() : Optional.of(asker(row));
    }

    private static Asker asker(ResultSet row) throws SQLException {
        return new Asker(InetAddress.ofLiteral(row.getString("address")), row.getString("agent"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    /// Replaces what is kept of a device.
    void put(Device device) throws StorageException {
        database.with(handle -> {
            put(handle, device);
            return device;
        });
    }

    /// The same, as a part of more that is done.
    static void put(Handle handle, Device device) {
        remove(handle, device.mac());
        switch (device) {
            case Asked _ -> throw new IllegalArgumentException("nobody has said what it is");
            case Expected(var mac, var since, var assignment, var until) ->
                    put(handle, mac, "expected", since, assignment, until, Optional.empty());
            case Adopted(var mac, var since, var assignment, var home, var rivals) -> {
                put(handle, mac, "adopted", since, assignment, since, Optional.of(home));
                for (var rival : rivals) put(handle, mac, rival);
            }
            case Held(var mac, var since, var assignment, var home) ->
                    put(handle, mac, "held", since, assignment, since, home);
        }
    }

    private static void put(
            Handle handle,
            Mac mac,
            String state,
            Instant since,
            Assignment assignment,
            Instant until,
            Optional<Asker> home) {
        handle.createUpdate(
                        """
                        insert into device (mac, state, model, group_name, since, until, address, agent)
                        values (:mac, :state, :model, :group, :since, :until, :address, :agent)
                        """)
                .bind("mac", mac.digits())
                .bind("state", state)
                .bind("model", assignment.model())
                .bind("group", assignment.group())
                .bind("since", since.toEpochMilli())
                .bind("until", until.toEpochMilli())
                .bind("address", home.map(it -> it.address().getHostAddress()).orElse(""))
                .bind("agent", home.map(Asker::agent).orElse(""))
                .execute();
        int line = 1;
        for (var user : assignment.users())
            handle.createUpdate(
                            "insert into device_account (mac, line, user_name) values (:mac, :line,"
                                    + " :user)")
                    .bind("mac", mac.digits())
                    .bind("line", line++)
                    .bind("user", user)
                    .execute();
    }

    private static void put(Handle handle, Mac mac, Sighting rival) {
        asked(
                        handle.createUpdate(
                                """
                                insert into device_rival (mac, last_asked, address, agent)
                                values (:mac, :at, :address, :agent)
                                """),
                        mac,
                        rival.at(),
                        rival.asker())
                .execute();
    }

    private static Update asked(Update update, Mac mac, Instant at, Asker asker) {
        return update.bind("mac", mac.digits())
                .bind("at", at.toEpochMilli())
                .bind("address", asker.address().getHostAddress())
                .bind("agent", asker.agent());
    }

    /// Forgets a device, its own settings and its history.
    void remove(Mac mac) throws StorageException {
        database.with(handle -> {
            remove(handle, mac);
            handle.execute("delete from device_visit where mac = ?", mac.digits());
            handle.execute("delete from device_note where mac = ?", mac.digits());
            for (var table : List.of("device_setting", "device_setting_change"))
                handle.execute(
                        "delete from " + table + " where layer = 'device' and whose = ?",
                        mac.digits());
            return mac;
        });
    }

    private static void remove(Handle handle, Mac mac) {
        for (var table : List.of("device", "device_account", "device_rival"))
            handle.execute("delete from " + table + " where mac = ?", mac.digits());
    }

    /// Adds to the history soon.
    ///
    /// @param waiting asked when it comes to that, so that all that waits by then goes in one transaction
    /// @param most of one device that stay
    void add(Supplier<List<Visit>> waiting, int most) {
        database.later(handle -> {
            var visits = waiting.get();
            for (var visit : visits) add(handle, visit);
            for (var mac : visits.stream().map(Visit::mac).distinct().toList())
                handle.execute(
                        """
                        delete from device_visit where mac = ? and id not in
                            (select id from device_visit where mac = ? order by id desc limit ?)
                        """,
                        mac.digits(),
                        mac.digits(),
                        most);
            return visits.size();
        });
    }

    private static void add(Handle handle, Visit visit) {
        asked(
                        handle.createUpdate(
                                """
                                insert into device_visit (id, mac, at, address, agent, over, file, outcome, why)
                                values ((select coalesce(max(id), 0) + 1 from device_visit),
                                        :mac, :at, :address, :agent, :over, :file, :outcome, :why)
                                """),
                        visit.mac(),
                        visit.at(),
                        visit.asker())
                .bind("over", visit.over())
                .bind("file", visit.file())
                .bind("outcome", visit.outcome().name())
                .bind("why", visit.why())
                .execute();
    }

    /// The latest last.
    List<Visit> visits(Mac mac) throws StorageException {
        return database.with(handle ->
                handle.createQuery("select * from device_visit where mac = :mac order by id")
                        .bind("mac", mac.digits())
                        .map((row, _) ->
                                new Visit(
                                        mac,
                                        time(row, "at"),
                                        asker(row),
                                        row.getString("over"),
                                        row.getString("file"),
                                        Visit.Outcome.valueOf(row.getString("outcome")),
                                        row.getString("why")))
                        .list());
    }
}
