package io.switchhook.sip.registrar;

import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Makes and reads GRUUs: RFC 5627 §5.4. Safe for all threads.
///
/// ```
/// temporary = "tgruu." base64url( nonce, 12 bytes | AES-256-GCM of: instance, 8 | Call-ID, 8 | user | tag, 16 )
/// ```
/// So it cannot be forged, tells nothing to others, is another one each time, and is good after a restart.
public final class Gruus {
    private static final String PREFIX = "tgruu.";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int LEAST_BYTES = NONCE_BYTES + 16 + TAG_BITS / 8;

    /// Longer ones are nobody's.
    private static final int MOST_CHARACTERS = 512;

    private final SecretKeySpec key;
    private final RandomGenerator random;

    /// @param key 32 bytes, the same after a restart, or the temporary ones that are about lead nowhere
    /// @param random safe for all threads, such as [java.security.SecureRandom]
    public Gruus(byte[] key, RandomGenerator random) {
        if (key.length != 32) throw new IllegalArgumentException("a key of 32 bytes is needed");
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /// A Contact of the answer to a phone that supports GRUUs, with both of its own; as it is if it names no instance
    /// (§5.2).
    ///
    /// @param secure whether the phone registers by `sips`
    NameAddr offered(
            NameAddr contact, AddressOfRecord addressOfRecord, Binding binding, boolean secure) {
        var instance = binding.instance();
        if (instance.isEmpty()) return contact;
        var temporary = PREFIX + sealed(addressOfRecord.user(), instance.get(), binding.callId());
        var gr = Parameters.EMPTY.with("gr");
        var parameters = contact.parameters();
        var named = publicGruu(addressOfRecord, binding, secure);
        if (named.isPresent()) parameters = parameters.with("pub-gruu", quoted(named.get()));
        return contact.with(
                parameters.with("temp-gruu", quoted(uri(temporary, addressOfRecord, gr, secure))));
    }

    /// The GRUU of a phone that everybody may know; empty if it names no instance, or one that fits into no URI.
    public Optional<SipUri> publicGruu(AddressOfRecord addressOfRecord, Binding binding) {
        return publicGruu(addressOfRecord, binding, false);
    }

    private static Optional<SipUri> publicGruu(
            AddressOfRecord addressOfRecord, Binding binding, boolean secure) {
        return binding.instance()
                .filter(Gruus::isPlain)
                .map(its -> Parameters.EMPTY.with("gr", its))
                .map(gr -> uri(escaped(addressOfRecord.user()), addressOfRecord, gr, secure));
    }

    private static SipUri uri(
            String user, AddressOfRecord addressOfRecord, Parameters gr, boolean secure) {
        return new SipUri(secure, user, HostPort.of(addressOfRecord.domain()), gr, "");
    }

    private static String quoted(SipUri uri) {
        return '"' + uri.toString() + '"';
    }

    private static String escaped(String user) {
        var escaped = new StringBuilder(user.length());
        for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && Chars.isUnreserved(b)) escaped.append((char) b);
            else escaped.append('%').append("%02X".formatted(b & 0xff));
        }
        return escaped.toString();
    }

    /// Whether it can stand in a URI as it is, and in quotes.
    private static boolean isPlain(String instance) {
        for (int i = 0; i < instance.length(); i++)
            if (instance.charAt(i) != ':' && !Chars.isUnreserved(instance.charAt(i))) return false;
        return true;
    }

    /// Whether a URI says that it is a GRUU, good or not.
    public static boolean isGruu(SipUri uri) {
        return uri.parameters().has("gr");
    }

    /// What a URI with `gr` names; empty for a temporary one that we did not make.
    ///
    /// @param addressOfRecord whom the URI names without its `gr`
    public Optional<Gruu> read(SipUri uri, AddressOfRecord addressOfRecord) {
        var instance = uri.parameters().get("gr").map(Chars::unescape);
        if (instance.isPresent())
            return Optional.of(
                    new Gruu.Public(addressOfRecord, InstanceFlow.canonical(instance.get())));
        var user = uri.user();
        return user.startsWith(PREFIX) && user.length() <= MOST_CHARACTERS
                ? opened(user.substring(PREFIX.length()), addressOfRecord.domain())
                : Optional.empty();
    }

    private String sealed(String user, String instance, String callId) {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var plain =
                ByteBuffer.allocate(16 + name.length)
                        .putLong(fingerprint(instance))
                        .putLong(fingerprint(callId))
                        .put(name);
        try {
            byte[] secret = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain.array());
            var whole = ByteBuffer.allocate(NONCE_BYTES + secret.length).put(nonce).put(secret);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES/GCM", e);
        }
    }

    private Optional<Gruu> opened(String text, String domain) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(text);
            if (whole.length < LEAST_BYTES) return Optional.empty();
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            var plain =
                    ByteBuffer.wrap(
                            cipher(Cipher.DECRYPT_MODE, nonce)
                                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES));
            long instance = plain.getLong();
            long callId = plain.getLong();
            var user = StandardCharsets.UTF_8.decode(plain).toString();
            return Optional.of(
                    new Gruu.Temporary(new AddressOfRecord(user, domain), instance, callId));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    /// 64 bits of a hash: they only tell the few phones of one user apart.
    static long fingerprint(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
