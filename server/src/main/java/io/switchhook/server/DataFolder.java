package io.switchhook.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folder with all that survives, held by one process at a time.
final class DataFolder implements AutoCloseable {
    static final String SOCKET = "switchhook.sock";
    private static final String LOCK = "switchhook.lock";

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Makes the folder if there is none, readable for its owner only, and locks it.
    ///
    /// @throws StartException if another process has it, or it cannot be used
    static DataFolder open(Path path) throws StartException {
        return tryOpen(path)
                .orElseThrow(() ->
                        new StartException(
                                "the data folder "
                                        + path
                                        + " is in use by another switchhook; end it, or"
                                        + " choose another folder with --data"));
    }

    /// As [#open], for a process that holds it for a moment only.
    ///
    /// @param patience how long another process may keep it
    static DataFolder open(Path path, Duration patience)
            throws StartException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            var folder = tryOpen(path);
            if (folder.isPresent()) return folder.get();
            Thread.sleep(50);
        }
        return open(path);
    }

    private static Optional<DataFolder> tryOpen(Path path) throws StartException {
        FileChannel channel = null;
        try {
            if (!Files.isDirectory(path))
                Files.createDirectories(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            channel =
                    FileChannel.open(
                            path.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock(channel) != null) return Optional.of(new DataFolder(path, channel));
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new StartException(
                    "cannot use the data folder " + path + ": " + Reasons.of(e), e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it
        }
    }

    Path path() {
        return path;
    }

    static Path socket(Path folder) {
        return folder.resolve(SOCKET);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot unlock " + path, e);
        }
    }
}
