package io.switchhook.sip.registrar;

import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.registrar.LogFolder.LogFile;
import io.switchhook.sip.uri.AddressOfRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what a process left behind: the newest snapshot, and each log since. Damage is passed over, told, and kept
/// beside for whoever wants to look at it.
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(DurableLocationService.class);

    /// What was found.
    ///
    /// @param newest of the generations; 0 for none
    /// @param bindings that are alive
    /// @param expired meanwhile
    /// @param unreachable that needed a connection which is gone
    /// @param droppedBytes that were damaged
    record Found(
            Generation newest,
            int bindings,
            int expired,
            int unreachable,
            long snapshotBytes,
            long logBytes,
            long droppedBytes) {}

    private final LogFolder folder;
    private final BindingsReader reader;
    private final Map<AddressOfRecord, BindingsReader.Result> last = new HashMap<>();
    private long droppedBytes;
    private long bytes;

    Recovery(LogFolder folder, BindingsReader reader) {
        this.folder = folder;
        this.reader = reader;
    }

    /// @param loaded gets each address-of-record that has a binding which is alive
    /// @throws IOException saying what cannot be read, and what to do
    Found run(Instant now, Consumer<Bindings> loaded) throws IOException {
        var names = folder.names();
        var newest = Generation.newest(names);
        var from = new Generation(0);
        for (String name : names) {
            var its = Generation.ofSnapshot(name);
            if (its.isPresent() && its.get().compareTo(from) > 0) from = its.get();
        }
        if (from.number() > 0) read(from.snapshot());
        long snapshotBytes = bytes;
        for (var generation : logsSince(from, names)) read(generation.log());
        int alive = 0;
        int expired = 0;
        int unreachable = 0;
        for (var results = last.values().iterator(); results.hasNext(); results.remove()) {
            var result = results.next();
            var bindings = result.bindings().alive(now);
            if (!bindings.isEmpty()) loaded.accept(bindings);
            alive += bindings.size();
            expired += result.bindings().size() - bindings.size();
            unreachable += result.unreachable();
        }
        return new Found(
                newest,
                alive,
                expired,
                unreachable,
                snapshotBytes,
                bytes - snapshotBytes,
                droppedBytes);
    }

    private static List<Generation> logsSince(Generation from, List<String> names) {
        var logs = new ArrayList<Generation>();
        for (String name : names)
            Generation.ofLog(name).filter(its -> its.compareTo(from) >= 0).ifPresent(logs::add);
        logs.sort(null);
        return logs;
    }

    private void read(String name) throws IOException {
        try (var in = folder.read(name);
                var damage = new Lost(name)) {
            var frames = new FrameReader(in, damage);
            checkFormat(name, frames.line(Generation.TITLE));
            for (var frame = frames.next(); frame != null; frame = frames.next())
                take(name, frame, frames.position(), damage);
            bytes += frames.position();
            droppedBytes += damage.bytes;
            damage.report();
        } catch (IOException e) {
            throw new IOException(
                    "cannot read "
                            + folder.path(name)
                            + ": "
                            + e.getMessage()
                            + "; to start without what it says, move it away",
                    e);
        }
    }

    private static void checkFormat(String name, String firstLine) throws IOException {
        var format = Generation.format(firstLine);
        if (format.isPresent() && format.getAsLong() > Generation.FORMAT)
            throw new IOException(
                    "it is of format "
                            + format.getAsLong()
                            + ", and this version knows formats up to "
                            + Generation.FORMAT);
    }

    private void take(String name, ByteBuffer frame, long end, Lost damage) throws IOException {
        try {
            var result = reader.read(frame);
            var addressOfRecord = result.bindings().addressOfRecord();
            if (result.bindings().isEmpty() && result.unreachable() == 0)
                last.remove(addressOfRecord);
            else last.put(addressOfRecord, result);
        } catch (MalformedValue e) {
            LOG.warn("{}: a record before byte {} is no record: {}", name, end, e.getMessage());
            damage.passed(end - frame.limit(), frame.rewind());
        }
    }

    /// The damaged bytes of a file, one after the other in a file of their own.
    private final class Lost implements FrameReader.Damage, AutoCloseable {
        private final String of;
        private final String keptIn;
        private @Nullable LogFile file;
        private @Nullable IOException failure;
        private long first = -1;
        private long bytes;

        Lost(String of) {
            this.of = of;
            this.keptIn = Generation.damaged(of);
        }

        @Override
        public void passed(long at, ByteBuffer passed) {
            if (bytes == 0) first = at;
            bytes += passed.remaining();
            try {
                if (file == null && failure == null) file = folder.create(keptIn);
                if (file != null) file.append(passed);
            } catch (IOException e) {
                failure = e;
            }
        }

        void report() {
            if (bytes == 0) return;
            LOG.atWarn()
                    .addKeyValue("file", folder.path(of))
                    .addKeyValue("bytes", bytes)
                    .addKeyValue("first", first)
                    .addKeyValue("kept", failure == null ? folder.path(keptIn) : failure)
                    .log("damaged bytes of the bindings were passed over");
        }

        @Override
        public void close() throws IOException {
            if (file != null) file.close();
        }
    }
}
