package io.switchhook.sip.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// The hash functions of a digest, strongest first: RFC 7616 §3.3, RFC 8760 §2.1.
public enum DigestAlgorithm {
    SHA_512_256("SHA-512-256", "SHA-512/256", 32),
    SHA_256("SHA-256", "SHA-256", 32),
    MD5("MD5", "MD5", 16);

    private static final DigestAlgorithm[] ALL = values();

    private final String token;
    private final int length;

    /// Never updated; cloning it is cheaper than asking the providers, and needs no thread-local.
    private final MessageDigest prototype;

    DigestAlgorithm(String token, String hash, int length) {
        this.token = token;
        this.length = length;
        try {
            this.prototype = MessageDigest.getInstance(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + hash, e);
        }
    }

    /// As the `algorithm` parameter names it.
    public String token() {
        return token;
    }

    /// Bytes of a hash.
    public int length() {
        return length;
    }

    /// The algorithm of an `algorithm` parameter, in any case. `MD5-sess` and its like are none of these.
    public static Optional<DigestAlgorithm> of(String token) {
        for (var algorithm : ALL)
            if (algorithm.token.equalsIgnoreCase(token)) return Optional.of(algorithm);
        return Optional.empty();
    }

    MessageDigest newHash() {
        try {
            return (MessageDigest) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(token + " cannot be cloned", e);
        }
    }
}
