package io.switchhook.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A cipher and an authenticator with the keys derived from a master key: RFC 3711 §4.1.1, §4.2.1, §4.3. The derivation
/// rate is 0.
final class SessionKeys {
    private static final int BLOCK = 16;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final Mac mac;
    private final byte[] iv = new byte[BLOCK];
    private final byte[] tag = new byte[20];

    private SessionKeys(byte[] key, byte[] salt, byte[] authKey) {
        try {
            this.key = new SecretKeySpec(key, "AES");
            this.salt = salt;
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(authKey, "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param master the key, and behind it the salt
    /// @param label of the encryption key: 0 for SRTP, 3 for SRTCP (§4.3.2)
    static SessionKeys derive(byte[] master, int label) {
        return new SessionKeys(
                derive(master, label, 16),
                derive(master, label + 2, 14),
                derive(master, label + 1, 20));
    }

    static byte[] derive(byte[] master, int label, int length) {
        var x = new byte[BLOCK];
        System.arraycopy(master, SrtpSuite.MASTER_KEY, x, 0, SrtpSuite.MASTER_SALT);
        x[7] ^= (byte) label;
        try {
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            var key = new SecretKeySpec(master, 0, SrtpSuite.MASTER_KEY, "AES");
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(x));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Encrypts or decrypts in place; both are the same.
    ///
    /// @param index 48 bits of SRTP or 31 of SRTCP
    void encrypt(byte[] bytes, int from, int length, int ssrc, long index) {
        System.arraycopy(salt, 0, iv, 0, salt.length);
        iv[14] = 0;
        iv[15] = 0;
        for (int i = 0; i < 4; i++) iv[4 + i] ^= (byte) (ssrc >>> 24 - 8 * i);
        for (int i = 0; i < 6; i++) iv[8 + i] ^= (byte) (index >>> 40 - 8 * i);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            cipher.doFinal(bytes, from, length, bytes, from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Over all of SRTP and its rollover counter: §4.2.
    byte[] tag(byte[] bytes, int length, int rollover) {
        mac.update(bytes, 0, length);
        for (int shift = 24; shift >= 0; shift -= 8) mac.update((byte) (rollover >>> shift));
        return finish();
    }

    /// Over all of SRTCP, its index included.
    byte[] tag(byte[] bytes, int length) {
        mac.update(bytes, 0, length);
        return finish();
    }

    private byte[] finish() {
        try {
            mac.doFinal(tag, 0);
            return tag;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
