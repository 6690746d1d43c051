package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.StorageException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// What happened to devices, on disk.
record NoteStore(Database database) {

    /// Adds some soon.
    ///
    /// @param waiting asked when it comes to that, so that all that waits by then goes in one transaction
    /// @param most of one device that stay
    void add(Supplier<List<DeviceNote>> waiting, int most) {
        database.later(handle -> {
            var notes = waiting.get();
            var insert =
                    handle.prepareBatch(
                            """
                            insert into device_note (id, mac, at, kind, text)
                            values ((select coalesce(max(id), 0) + 1 from device_note),
                                    :mac, :at, :kind, :text)
                            """);
            for (var note : notes)
                insert.bind("mac", note.mac().digits())
                        .bind("at", note.at().toEpochMilli())
                        .bind("kind", note.kind().name())
                        .bind("text", note.text())
                        .add();
            if (!notes.isEmpty()) insert.execute();
            for (var mac : notes.stream().map(DeviceNote::mac).distinct().toList())
                handle.execute(
                        """
                        delete from device_note where mac = ? and id not in
                            (select id from device_note where mac = ? order by id desc limit ?)
                        """,
                        mac.digits(),
                        mac.digits(),
                        most);
            return notes.size();
        });
    }

    /// The latest last.
    List<DeviceNote> of(Mac mac) throws StorageException {
        return database.with(handle ->
                handle.createQuery("select * from device_note where mac = :mac order by id")
                        .bind("mac", mac.digits())
                        .map((row, _) ->
                                new DeviceNote(
                                        mac,
                                        Instant.ofEpochMilli(row.getLong("at")),
                                        DeviceNote.Kind.valueOf(row.getString("kind")),
                                        row.getString("text")))
                        .list());
    }
}
