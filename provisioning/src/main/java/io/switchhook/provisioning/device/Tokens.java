package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.StorageException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// What an administrator puts into the URL of phones that are to be let in for a while. Only digests are kept.
final class Tokens {
    /// Letters and digits that cannot be mistaken; 20 of them are 100 bits.
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 20;

    /// How many are good at once.
    private static final int MOST = 100;

    private final Database database;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    /// @param random hard to guess
    Tokens(Database database, InstantSource clock, RandomGenerator random) throws StorageException {
        this.database = database;
        this.clock = clock;
        this.random = random;
        database.with(handle ->
                        handle.createQuery("select digest, until from device_token")
                                .map((row, _) ->
                                        Map.entry(
                                                row.getString("digest"),
                                                Instant.ofEpochMilli(row.getLong("until"))))
                                .list())
                .forEach(it -> until.put(it.getKey(), it.getValue()));
    }

    /// Makes one.
    ///
    /// @return it, this once
    String make(Duration time) throws StorageException, DeviceException {
        var now = clock.instant();
        until.values().removeIf(end -> !now.isBefore(end));
        if (until.size() >= MOST)
            throw DeviceException.conflict(
                    "there are " + MOST + " tokens already; wait for their end");
        var token = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++)
            token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        String digest = digest(token.toString());
        var end = now.plus(time);
        database.with(handle -> {
            handle.execute("delete from device_token where until <= ?", now.toEpochMilli());
            return handle.execute(
                    "insert into device_token (digest, until) values (?, ?)",
                    digest,
                    end.toEpochMilli());
        });
        until.put(digest, end);
        return token.toString();
    }

    /// Compares digests, so the time it takes tells nothing of a token.
    boolean isGood(String token) {
        var end = until.get(digest(token));
        return end != null && clock.instant().isBefore(end);
    }

    private static String digest(String token) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
