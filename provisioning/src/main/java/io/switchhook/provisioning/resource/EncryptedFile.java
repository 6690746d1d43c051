package io.switchhook.provisioning.resource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Configuration files as phones decrypt them: AES of 128 bits, block by block (ECB), which is what they have. Who reads such
/// a file without the key sees how long it is, and which blocks of two files are the same; who can write one can swap
/// blocks. It is for places where there is no HTTPS.
public final class EncryptedFile {
    private static final int BLOCK = 16;

    /// The line ends that are added, at least. With so many of code 10 it does not matter what a phone holds for the end of
    /// the text: nothing, zeros, or the length of the padding in each of its bytes (PKCS #7, RFC 5652 §6.3).
    private static final int LINE_ENDS = 10;

    private EncryptedFile() {}

    /// @param text of a configuration file
    public static byte[] encrypt(FileKey key, byte[] text) {
        int length = (text.length + LINE_ENDS + BLOCK - 1) / BLOCK * BLOCK;
        var padded = Arrays.copyOf(text, length);
        Arrays.fill(padded, text.length, length, (byte) '\n');
        return run(Cipher.ENCRYPT_MODE, key, padded);
    }

    /// The text of a file, without what there is besides one line end behind the last line.
    ///
    /// @throws UnusableResource if it was not encrypted with this key
    public static byte[] decrypt(FileKey key, byte[] file) throws UnusableResource {
        if (file.length == 0 || file.length % BLOCK != 0)
            throw new UnusableResource(
                    "is not encrypted: its length is no multiple of %d bytes".formatted(BLOCK));
        var text = run(Cipher.DECRYPT_MODE, key, file);
        int end = text.length;
        // Padding of others, which is no text; then line ends.
        while (end > 0 && text[end - 1] >= 0 && text[end - 1] <= BLOCK) end--;
        for (int i = 0; i < end; i++)
            if (text[i] >= 0 && text[i] < ' ' && "\t\r\n".indexOf(text[i]) < 0)
                throw new UnusableResource("is not encrypted with this key");
        if (end == text.length) return text;
        var stripped = Arrays.copyOf(text, end + 1);
        stripped[end] = '\n';
        return stripped;
    }

    /// Phones know no other mode.
    @SuppressWarnings("InsecureCryptoUsage")
    private static byte[] run(int mode, FileKey key, byte[] blocks) {
        try {
            var cipher = Cipher.getInstance("AES/ECB/NoPadding");
            var bytes = key.text().getBytes(StandardCharsets.US_ASCII);
            cipher.init(mode, new SecretKeySpec(bytes, "AES"));
            return cipher.doFinal(blocks);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
