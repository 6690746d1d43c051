package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.StorageException;
import java.util.List;
import java.util.function.Predicate;

/// The histories of all devices, but for their questions: the last notes of each, on disk a moment after they were made. For any
/// thread.
public final class DeviceNotes {
    private final NoteStore store;
    private final History<DeviceNote> history;
    private final Predicate<Mac> isKnown;

    /// @param most notes of one device that are kept
    /// @param isKnown whether anything is kept of a device
    public DeviceNotes(Database database, int most, Predicate<Mac> isKnown) {
        this.store = new NoteStore(database);
        this.history = new History<>(waiting -> store.add(waiting, most));
        this.isKnown = isKnown;
    }

    /// Nothing is kept of a device that is not known.
    ///
    /// @return whether it is kept
    public boolean add(DeviceNote note) {
        return isKnown.test(note.mac()) && history.add(List.of(note));
    }

    /// The latest last.
    public List<DeviceNote> of(Mac mac) throws DeviceException {
        try {
            return store.of(mac);
        } catch (StorageException e) {
            throw DeviceException.storage(e);
        }
    }
}
