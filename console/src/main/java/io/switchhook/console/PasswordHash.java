package io.switchhook.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What is kept of a password: Argon2id (RFC 9106) of it, with its salt. One takes [#MEMORY] KiB and some 50 ms.
record PasswordHash(byte[] salt, byte[] hash) {
    static final int MEMORY = 19 * 1024;
    private static final int PASSES = 2;
    private static final int SALT = 16;
    private static final int LENGTH = 32;
    private static final String HEAD = "$argon2id$v=19$m=" + MEMORY + ",t=" + PASSES + ",p=1$";

    static PasswordHash of(String password, RandomGenerator random) {
        var salt = new byte[SALT];
        random.nextBytes(salt);
        return new PasswordHash(salt, compute(password, salt));
    }

    /// One that no password fits, as far as anybody can tell; it costs as much to compare with.
    static PasswordHash ofNothing(RandomGenerator random) {
        var salt = new byte[SALT];
        var hash = new byte[LENGTH];
        random.nextBytes(salt);
        random.nextBytes(hash);
        return new PasswordHash(salt, hash);
    }

    boolean fits(String password) {
        return MessageDigest.isEqual(hash, compute(password, salt));
    }

    private static byte[] compute(String password, byte[] salt) {
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(MEMORY)
                        .withIterations(PASSES)
                        .withParallelism(1)
                        .withSalt(salt)
                        .build());
        var hash = new byte[LENGTH];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    /// Empty if it is none that [#toString] has written.
    static Optional<PasswordHash> parse(String text) {
        if (!text.startsWith(HEAD)) return Optional.empty();
        var parts = text.substring(HEAD.length()).split("\\$", -1);
        if (parts.length != 2) return Optional.empty();
        try {
            var salt = Base64.getDecoder().decode(parts[0]);
            var hash = Base64.getDecoder().decode(parts[1]);
            if (salt.length != SALT || hash.length != LENGTH) return Optional.empty();
            return Optional.of(new PasswordHash(salt, hash));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// In the form that other programs read too: `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`.
    @Override
    public String toString() {
        var base64 = Base64.getEncoder().withoutPadding();
        return HEAD + base64.encodeToString(salt) + '$' + base64.encodeToString(hash);
    }
}
