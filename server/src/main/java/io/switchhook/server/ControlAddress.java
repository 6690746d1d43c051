package io.switchhook.server;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The Unix domain socket of a data folder. Java takes at most 106 bytes of path; for a longer one the socket lies in
/// a folder for temporary files, and a symbolic link to it where it should be.
final class ControlAddress {
    private static final int LONGEST = 106;
    private static final String PREFIX = "switchhook";

    private ControlAddress() {}

    /// Where to connect to.
    static UnixDomainSocketAddress existing(Path socket) throws IOException {
        var path = Files.isSymbolicLink(socket) ? Files.readSymbolicLink(socket) : socket;
        return UnixDomainSocketAddress.of(path);
    }

    /// Where to listen: clears away what a process left that was killed.
    static UnixDomainSocketAddress fresh(Path socket) throws IOException {
        remove(socket);
        if (fits(socket)) return UnixDomainSocketAddress.of(socket);
        var folder = Files.createTempDirectory(PREFIX);
        var path = folder.resolve("socket");
        Files.createSymbolicLink(socket, path);
        return UnixDomainSocketAddress.of(path);
    }

    static void remove(Path socket) throws IOException {
        if (Files.isSymbolicLink(socket)) {
            var path = Files.readSymbolicLink(socket);
            var folder = path.getParent();
            if (folder != null && folder.getFileName().toString().startsWith(PREFIX)) {
                Files.deleteIfExists(path);
                Files.deleteIfExists(folder);
            }
        }
        Files.deleteIfExists(socket);
    }

    private static boolean fits(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }
}
