package io.switchhook.sip.registrar;

import io.switchhook.sip.registrar.LogFolder.LogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Writes all bindings while they go on changing. It need not be of one moment: what changes from the beginning of its
/// generation on stands in the generation's log too, which is read after it.
final class Snapshot {
    private static final int CHUNK = 1 << 18;

    /// So that the disk does not get hundreds of megabytes at the end, for which registrations would wait.
    private static final int FORCE = 1 << 22;

    /// Shows each address-of-record that has bindings.
    interface All extends Consumer<Consumer<Bindings>> {}

    private final LogFolder folder;
    private final Generation generation;
    private final LongSupplier shift;
    private final BooleanSupplier abandoned;
    private final FrameWriter writer = new FrameWriter();
    private long length;
    private long forced;

    /// @param shift as for [BindingsRecord#write]
    /// @param abandoned whether nobody needs it any more, since the process ends
    Snapshot(
            LogFolder folder,
            Generation generation,
            LongSupplier shift,
            BooleanSupplier abandoned) {
        this.folder = folder;
        this.generation = generation;
        this.shift = shift;
        this.abandoned = abandoned;
    }

    /// Blocks until it is complete and safe, and what is older is removed.
    ///
    /// @return its length in bytes
    /// @throws IOException with nothing changed but perhaps an incomplete file
    long write(All all) throws IOException {
        try (var file = Generation.create(folder, generation.draft())) {
            length = Generation.heading().length;
            all.accept(bindings -> add(file, bindings));
            flush(file);
            file.force();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        folder.rename(generation.draft(), generation.snapshot());
        folder.force();
        generation.removeOlder(folder);
        return length;
    }

    private void add(LogFile file, Bindings bindings) {
        BindingsRecord.write(writer, bindings, shift.getAsLong());
        if (writer.length() < CHUNK) return;
        try {
            if (abandoned.getAsBoolean()) throw new IOException("the server ends");
            flush(file);
            if (length - forced < FORCE) return;
            file.force();
            forced = length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush(LogFile file) throws IOException {
        length += writer.length();
        file.append(writer.written());
        writer.clear();
    }
}
