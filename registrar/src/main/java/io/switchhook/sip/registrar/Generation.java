package io.switchhook.sip.registrar;

import io.switchhook.sip.registrar.LogFolder.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The files of the log. Generation `n` has `n.log`, with what changed since it began, and later `n.snapshot`, with all
/// there was at some time after that. So a snapshot and all logs from its generation on tell everything, and older files
/// are of no use:
///
/// ```
///   7.snapshot  7.log                        at rest
///   7.snapshot  7.log  8.log                 while 8.snapshot.new is written
///   8.snapshot  8.log                        at rest again
/// ```
record Generation(long number) implements Comparable<Generation> {
    private static final String LOG = ".log";
    private static final String SNAPSHOT = ".snapshot";
    private static final String DRAFT = ".new";
    private static final String DAMAGED = ".damaged";
    private static final int DAMAGED_KEPT = 8;

    /// What every file begins with: `switchhook bindings 1` and a line feed.
    static final String TITLE = "switchhook bindings ";

    static final int FORMAT = 1;

    Generation next() {
        return new Generation(number + 1);
    }

    String log() {
        return number + LOG;
    }

    String snapshot() {
        return number + SNAPSHOT;
    }

    /// A snapshot that is not complete.
    String draft() {
        return snapshot() + DRAFT;
    }

    /// Where the damaged bytes of a file are kept.
    static String damaged(String name) {
        return name + DAMAGED;
    }

    /// Makes a file with its first line.
    static LogFile create(LogFolder folder, String name) throws IOException {
        var file = folder.create(name);
        try {
            file.append(ByteBuffer.wrap(heading()));
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static byte[] heading() {
        return (TITLE + FORMAT + '\n').getBytes(StandardCharsets.US_ASCII);
    }

    /// The format that a first line names; empty if it is none.
    static OptionalLong format(String firstLine) {
        if (!firstLine.startsWith(TITLE)) return OptionalLong.empty();
        try {
            return OptionalLong.of(Long.parseLong(firstLine.substring(TITLE.length())));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /// That of a log.
    static Optional<Generation> ofLog(String name) {
        return of(name, LOG);
    }

    /// That of a complete snapshot.
    static Optional<Generation> ofSnapshot(String name) {
        return of(name, SNAPSHOT);
    }

    private static Optional<Generation> of(String name, String kind) {
        if (!name.endsWith(kind)) return Optional.empty();
        try {
            var number = Long.parseLong(name.substring(0, name.length() - kind.length()));
            return Optional.of(new Generation(number));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Removes what older generations left, but for the newest damaged bytes.
    void removeOlder(LogFolder folder) throws IOException {
        var old = new ArrayList<String>();
        var damaged = new TreeMap<Generation, String>();
        for (String name : folder.names()) {
            ofLog(name)
                    .or(() -> ofSnapshot(name))
                    .or(() -> of(name, SNAPSHOT + DRAFT))
                    .filter(its -> its.number < number)
                    .ifPresent(_ -> old.add(name));
            of(name, LOG + DAMAGED).ifPresent(its -> damaged.put(its, name));
        }
        while (damaged.size() > DAMAGED_KEPT) old.add(damaged.pollFirstEntry().getValue());
        for (String name : old) folder.delete(name);
        folder.force();
    }

    static Generation newest(List<String> names) {
        long newest = 0;
        for (String name : names) {
            var its = ofLog(name).or(() -> ofSnapshot(name));
            if (its.isPresent()) newest = Math.max(newest, its.get().number);
        }
        return new Generation(newest);
    }

    @Override
    public int compareTo(Generation other) {
        return Long.compare(number, other.number);
    }
}
