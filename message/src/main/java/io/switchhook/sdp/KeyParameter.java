package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import java.util.Base64;
import java.util.Optional;

/// A master key with its salt, as `a=crypto` carries it: RFC 4568 §6.1.
///
/// @param keySalt the key and behind it the salt, in Base64
/// @param lifetime how many packets it may protect, as it came, e.g. `2^20`; empty for as many as the suite allows
/// @param mki which key of several a packet names
public record KeyParameter(String keySalt, Optional<String> lifetime, Optional<Mki> mki) {

    /// A master key identifier.
    ///
    /// @param value a number in digits, as it came
    /// @param length how many bytes of a packet it takes, 1 to 128
    public record Mki(String value, int length) {
        static Mki parse(LineScanner in, String value) {
            in.expect(':');
            return new Mki(value, in.positive(128));
        }
    }

    /// A key that is to be used as long as the suite allows, without an MKI.
    public static KeyParameter of(byte[] keyAndSalt) {
        return new KeyParameter(
                Base64.getEncoder().encodeToString(keyAndSalt), Optional.empty(), Optional.empty());
    }

    /// Only the key method `inline` is registered, so others are malformed.
    static KeyParameter parse(LineScanner in) {
        for (char c : "inline:".toCharArray())
            if (!in.accept(c)) throw in.malformed("expected inline: and a key");
        String keySalt = keySalt(in);
        Optional<String> lifetime = Optional.empty();
        Optional<Mki> mki = Optional.empty();
        while (mki.isEmpty() && in.accept('|')) {
            String digits = in.digits();
            if (in.peek() == ':') mki = Optional.of(Mki.parse(in, digits));
            else if (lifetime.isPresent()) throw in.malformed("expected ':' and the MKI's length");
            else lifetime = Optional.of(in.accept('^') ? digits + '^' + in.digits() : digits);
        }
        return new KeyParameter(keySalt, lifetime, mki);
    }

    private static String keySalt(LineScanner in) {
        int from = in.position();
        String text = in.base64();
        try {
            Base64.getDecoder().decode(text);
            return text;
        } catch (IllegalArgumentException e) {
            in.moveTo(from);
            throw in.malformed("a key that is no Base64");
        }
    }

    /// The key and behind it the salt: 30 bytes for `AES_CM_128_HMAC_SHA1_80`.
    public byte[] keyAndSalt() {
        return Base64.getDecoder().decode(keySalt);
    }

    public void writeTo(ByteSink out) {
        out.put("inline:").put(keySalt);
        lifetime.ifPresent(packets -> out.put('|').put(packets));
        mki.ifPresent(id -> out.put('|').put(id.value()).put(':').put(id.length()));
    }

    /// Without the key.
    @Override
    public String toString() {
        return "inline:..."
                + lifetime.map(packets -> "|" + packets).orElse("")
                + mki.map(id -> "|" + id.value() + ":" + id.length()).orElse("");
    }
}
