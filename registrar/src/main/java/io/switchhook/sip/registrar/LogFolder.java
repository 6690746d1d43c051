package io.switchhook.sip.registrar;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/// The folder of the log: as much of a file system as it needs, so that a test can have one that breaks when told to.
interface LogFolder {
    /// The files that are there.
    List<String> names() throws IOException;

    /// An empty file; what had the name before is gone.
    LogFile create(String name) throws IOException;

    InputStream read(String name) throws IOException;

    /// At once or not at all, in place of what had the new name before.
    void rename(String from, String to) throws IOException;

    /// Nothing happens if there is no such file.
    void delete(String name) throws IOException;

    /// Returns when what was created, renamed and deleted survives a loss of power.
    void force() throws IOException;

    /// What a person calls a file of that name.
    String path(String name);

    /// A file that grows.
    interface LogFile extends Closeable {
        /// All bytes that remain in the buffer; part of them may be written where it fails.
        void append(ByteBuffer bytes) throws IOException;

        /// Returns when what was appended survives a loss of power. Once it has failed, nothing is known of the bytes
        /// since the last success, and asking again tells nothing.
        void force() throws IOException;

        void truncate(long length) throws IOException;
    }
}
