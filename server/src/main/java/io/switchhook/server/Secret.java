package io.switchhook.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What nonces and Record-Route tokens are sealed with. It is kept in the data folder, so that calls that are up find
/// their way after a restart.
final class Secret {
    private static final String FILE = "secret";
    private static final int BYTES = 32;

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads it, or makes it at the first start.
    static Secret in(Path folder, RandomGenerator random) throws StartException {
        var file = folder.resolve(FILE);
        try {
            if (Files.exists(file)) return read(file);
            byte[] fresh = new byte[BYTES];
            random.nextBytes(fresh);
            var draft =
                    Files.createTempFile(
                            folder,
                            FILE,
                            ".new",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, fresh);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return new Secret(fresh);
        } catch (IOException e) {
            throw new StartException("cannot use " + file + ": " + Reasons.of(e), e);
        }
    }

    private static Secret read(Path file) throws IOException, StartException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < BYTES)
            throw new StartException(
                    file
                            + " is damaged; remove it, and phones will be asked for their passwords again");
        return new Secret(bytes);
    }

    /// A key of its own for each use.
    byte[] derived(String use) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, mac.getAlgorithm()));
            return mac.doFinal(use.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
