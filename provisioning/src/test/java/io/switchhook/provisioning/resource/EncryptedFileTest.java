package io.switchhook.provisioning.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedFileTest {
    private static final FileKey KEY = new FileKey("aB3#5%78.:=?@_~Z");
    private static final String TEXT = "#!version:1.0.0.1\naccount.1.enable = 1\n";

    /// What OpenSSL makes of the text and its line ends: `openssl enc -aes-128-ecb -nopad`.
    private static final String ENCRYPTED =
            "478f204a00e43ebc872568b7771c350d872d5cd20048527329fdaa00c607860f"
                    + "4f3ab064a530c49f353b1eef9c763e78a27d17253e6f433066b18e12e3268590";

    /// What OpenSSL makes of the text with its own padding.
    private static final String WITH_PKCS7 =
            "478f204a00e43ebc872568b7771c350d872d5cd20048527329fdaa00c607860f"
                    + "ec71427c7b86ef7828ea47e878a24cc1";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void others_encrypt_the_same() {
        assertThat(HexFormat.of().formatHex(EncryptedFile.encrypt(KEY, bytes(TEXT))))
                .isEqualTo(ENCRYPTED);
    }

    @Test
    void what_others_encrypted_is_read() throws UnusableResource {
        for (var file : new String[] {ENCRYPTED, WITH_PKCS7})
            assertThat(EncryptedFile.decrypt(KEY, HexFormat.of().parseHex(file)))
                    .isEqualTo(bytes(TEXT));
    }

    @Test
    void any_text_comes_back() throws UnusableResource {
        var random = new Random(1);
        for (int length = 0; length < 100; length++) {
            var text = new StringBuilder();
            while (text.length() < length) text.append((char) (' ' + random.nextInt(500)));
            var file = bytes(text.append('x').append('\n').toString());
            var key = FileKey.generate(random);
            assertThat(EncryptedFile.decrypt(key, EncryptedFile.encrypt(key, file)))
                    .isEqualTo(file);
        }
    }

    /// A phone may expect the padding of PKCS #7, and finds it.
    @Test
    void a_phone_that_takes_padding_away_takes_line_ends() throws GeneralSecurityException {
        for (int length = 1; length < 64; length++) {
            var text = "x".repeat(length);
            var cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(bytes(KEY.text()), "AES"));
            var read = cipher.doFinal(EncryptedFile.encrypt(KEY, bytes(text)));
            assertThat(new String(read, StandardCharsets.UTF_8)).matches("x{" + length + "}\n*");
        }
    }

    @Test
    void a_file_of_another_key_is_refused() {
        var file = EncryptedFile.encrypt(KEY, bytes(TEXT.repeat(4)));
        var other = new FileKey("aB3#5%78.:=?@_~A");
        assertThatThrownBy(() -> EncryptedFile.decrypt(other, file))
                .isInstanceOf(UnusableResource.class)
                .hasMessage("is not encrypted with this key");
    }

    @Test
    void a_file_that_is_not_encrypted_is_refused() {
        assertThatThrownBy(() -> EncryptedFile.decrypt(KEY, bytes(TEXT)))
                .isInstanceOf(UnusableResource.class)
                .hasMessageStartingWith("is not encrypted: its length");
        assertThatThrownBy(() -> EncryptedFile.decrypt(KEY, new byte[0]))
                .isInstanceOf(UnusableResource.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "short", "aB3#5%78.:=?@_~Z1", "aB3#5%78.:=?@_~ ", "aB3#5%78.:=?@_~Ä"})
    void a_key_has_sixteen_characters_that_phones_take(String text) {
        assertThatThrownBy(() -> new FileKey(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("aB3#5%");
    }

    @Test
    void keys_differ_and_are_not_shown() {
        var random = new SecureRandom();
        assertThat(FileKey.generate(random)).isNotEqualTo(FileKey.generate(random));
        assertThat(KEY.toString()).doesNotContain(KEY.text());
    }
}
