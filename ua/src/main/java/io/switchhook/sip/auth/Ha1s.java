package io.switchhook.sip.auth;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The HA1 of one user in one realm, for each algorithm that it was computed for. Whoever has it can register as the
/// user in that realm, so [#toString] tells nothing; but it does not tell the password. Immutable.
public final class Ha1s {
    private static final int ALGORITHMS = DigestAlgorithm.values().length;

    private static final byte[] NONE = {};

    /// By the algorithm's ordinal; [#NONE] where there is none.
    private final byte[][] hashes;

    private Ha1s(byte[][] hashes) {
        this.hashes = hashes;
    }

    /// Of no algorithm yet.
    public static Ha1s none() {
        var hashes = new byte[ALGORITHMS][];
        Arrays.fill(hashes, NONE);
        return new Ha1s(hashes);
    }

    /// For every algorithm.
    public static Ha1s of(String user, String realm, String password) {
        var hashes = new byte[ALGORITHMS][];
        for (var algorithm : DigestAlgorithm.values())
            hashes[algorithm.ordinal()] = Digest.ha1(algorithm, user, realm, password);
        return new Ha1s(hashes);
    }

    /// With one that was stored.
    ///
    /// @param hex as [#hex] gave it, in either case
    /// @throws IllegalArgumentException if it is no hash of this algorithm
    public Ha1s with(DigestAlgorithm algorithm, String hex) {
        byte[] hash = Digest.HEX.parseHex(hex);
        if (hash.length != algorithm.length())
            throw new IllegalArgumentException(
                    "an HA1 of "
                            + algorithm.token()
                            + " has "
                            + 2 * algorithm.length()
                            + " hexadecimal digits, this one "
                            + hex.length());
        var copy = hashes.clone();
        copy[algorithm.ordinal()] = hash;
        return new Ha1s(copy);
    }

    /// To store it, in hexadecimal digits of lower case.
    public Optional<String> hex(DigestAlgorithm algorithm) {
        return has(algorithm) ? Optional.of(Digest.HEX.formatHex(of(algorithm))) : Optional.empty();
    }

    boolean has(DigestAlgorithm algorithm) {
        return of(algorithm).length > 0;
    }

    /// Empty if there is none.
    byte[] of(DigestAlgorithm algorithm) {
        return hashes[algorithm.ordinal()];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ha1s its && Arrays.deepEquals(hashes, its.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(hashes);
    }

    @Override
    public String toString() {
        return "Ha1s";
    }
}
