package io.switchhook.phone.settings;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The AES-128 key of encrypted files: `auto_provision.aes_key_16.com` for the common file, `….mac` for the MAC file.
///
/// The guides say AES with a key of 16 characters. That blocks are encrypted one by one (ECB), that the characters are
/// the key as they are, and that the key itself, where it travels beside the file as `<name>_Security.enc`, is one block
/// encrypted with a key of the firmware's, is what public tools for these phones do; it could not be checked against a
/// phone. Files are taken whether they are filled up to whole blocks with zeros or as PKCS #7 has it.
///
/// ECB shows which blocks are equal and lets them be exchanged unseen. It keeps passwords from a casual look, no more;
/// HTTPS is what protects provisioning.
public final class FileKey {
    /// Characters of a key, and bytes of a block.
    public static final int LENGTH = 16;

    private final SecretKeySpec key;

    private FileKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /// @throws IllegalArgumentException if these are not 16 printable ASCII characters
    public static FileKey of(String characters) {
        byte[] bytes = characters.getBytes(StandardCharsets.UTF_8);
        if (!isKey(bytes))
            throw new IllegalArgumentException("an AES key has " + LENGTH + " ASCII characters");
        return new FileKey(bytes);
    }

    /// Reads a key that was encrypted with this one.
    ///
    /// @param name of the file that it was in
    /// @throws UnusableFile if it is not one block, or no key comes out
    public FileKey unwrapped(String name, byte[] wrapped) throws UnusableFile {
        if (wrapped.length != LENGTH)
            throw new UnusableFile(
                    new Place(name, 0),
                    "an encrypted key has " + LENGTH + " bytes, not " + wrapped.length);
        byte[] plain = run(Cipher.DECRYPT_MODE, wrapped);
        if (!isKey(plain))
            throw new UnusableFile(
                    new Place(name, 0), "encrypted with another key than the one given");
        return new FileKey(plain);
    }

    /// The plain file.
    ///
    /// @throws UnusableFile if it does not consist of whole blocks, or no text comes out
    public byte[] decrypted(String name, byte[] bytes) throws UnusableFile {
        FileBounds.check(name, bytes);
        if (bytes.length % LENGTH != 0)
            throw new UnusableFile(
                    new Place(name, 0),
                    "neither text nor AES: " + bytes.length + " bytes are no whole blocks");
        byte[] plain = unfilled(run(Cipher.DECRYPT_MODE, bytes));
        if (!FileBounds.isText(plain))
            throw new UnusableFile(
                    new Place(name, 0), "encrypted with another key than the one given");
        return plain;
    }

    /// The encrypted file, filled up with zeros.
    public byte[] encrypted(byte[] plain) {
        int blocks = Math.ceilDiv(plain.length, LENGTH);
        return run(Cipher.ENCRYPT_MODE, Arrays.copyOf(plain, blocks * LENGTH));
    }

    private static byte[] unfilled(byte[] plain) {
        int end = plain.length;
        while (end > 0 && plain[end - 1] == 0) end--;
        int fill = end == 0 || end < plain.length ? 0 : plain[end - 1];
        if (fill > 0 && fill <= LENGTH && isFilled(plain, fill)) end -= fill;
        return Arrays.copyOf(plain, end);
    }

    private static boolean isFilled(byte[] plain, int fill) {
        for (int i = 1; i <= fill; i++) if (plain[plain.length - i] != fill) return false;
        return true;
    }

    private static boolean isKey(byte[] bytes) {
        if (bytes.length != LENGTH) return false;
        for (byte b : bytes) if (b <= ' ' || b >= 0x7f) return false;
        return true;
    }

    private byte[] run(int mode, byte[] bytes) {
        try {
            var cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, key);
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether it opens the same files.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileKey that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /// Without the key.
    @Override
    public String toString() {
        return "FileKey";
    }
}
