package io.switchhook.server;

import io.switchhook.sip.transport.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether the files of `tls` are what they should be. Each check gives what is wrong, or nothing.
final class TlsFiles {
    private TlsFiles() {}

    static Optional<String> readable(Path file) {
        if (!Files.exists(file)) return Optional.of("there is no file " + file);
        if (!Files.isRegularFile(file)) return Optional.of(file + " is not a file");
        if (!Files.isReadable(file)) return Optional.of("the file " + file + " may not be read");
        return Optional.empty();
    }

    static Optional<String> certificate(Path file) {
        try {
            Credential.certificates(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(Reasons.of(e));
        }
    }

    /// Whether the key can be used, and is that of the certificate.
    static Optional<String> key(Path file, Path certificate) {
        try {
            Credential.read(certificate, file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(Reasons.of(e));
        }
    }
}
