package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FileKeyTest {
    private static final FileKey KEY = FileKey.of("0123456789abcdef");
    private static final byte[] PLAIN =
            "#!version:1.0.0.1\naccount.1.enable = 1\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void blocks_are_those_of_aes_128() {
        // made with: openssl enc -aes-128-ecb -nopad -K 30313233343536373839616263646566
        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        KEY.encrypted(
                                                "0000000000000000"
                                                        .getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("176c295a595d7193d095f1ce05665ab6");
    }

    @Test
    void an_encrypted_file_is_read_with_its_key() throws UnusableFile {
        var file = ConfigurationFile.read("a.cfg", KEY.encrypted(PLAIN), KEY);
        assertThat(file.entries()).hasSize(1);
        assertThat(file.remarks()).isEmpty();
    }

    @Test
    void a_plain_file_needs_no_key() throws UnusableFile {
        assertThat(ConfigurationFile.read("a.cfg", PLAIN, KEY).entries()).hasSize(1);
    }

    @Test
    void blocks_may_be_filled_up_as_pkcs_7_has_it() throws UnusableFile {
        int fill = 16 - PLAIN.length % 16;
        byte[] filled = Arrays.copyOf(PLAIN, PLAIN.length + fill);
        Arrays.fill(filled, PLAIN.length, filled.length, (byte) fill);
        assertThat(KEY.decrypted("a.cfg", KEY.encrypted(filled))).isEqualTo(PLAIN);
    }

    @Test
    void keys_are_equal_that_have_the_same_characters() {
        assertThat(FileKey.of("0123456789abcdef")).isEqualTo(KEY).hasSameHashCodeAs(KEY);
        assertThat(FileKey.of("fedcba9876543210")).isNotEqualTo(KEY);
    }

    @Test
    void another_key_is_named_as_the_reason() {
        byte[] encrypted = KEY.encrypted(PLAIN);
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() ->
                        ConfigurationFile.read("a.cfg", encrypted, FileKey.of("fedcba9876543210")))
                .withMessage("a.cfg: encrypted with another key than the one given");
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> ConfigurationFile.read("a.cfg", encrypted))
                .withMessage("a.cfg: not text; if it is encrypted, its AES key is missing");
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> KEY.decrypted("a.cfg", new byte[17]))
                .withMessageContaining("no whole blocks");
    }

    @Test
    void a_key_may_come_encrypted_with_another() throws UnusableFile {
        var firmware = FileKey.of("built-in-the-rom");
        byte[] wrapped = firmware.encrypted("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        assertThat(
                        firmware.unwrapped("a_Security.enc", wrapped)
                                .decrypted("a.cfg", KEY.encrypted(PLAIN)))
                .isEqualTo(PLAIN);
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> KEY.unwrapped("a_Security.enc", wrapped));
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> firmware.unwrapped("a_Security.enc", new byte[3]));
    }

    @Test
    void a_key_has_sixteen_characters() {
        assertThatIllegalArgumentException().isThrownBy(() -> FileKey.of("short"));
        assertThat(KEY).hasToString("FileKey");
    }
}
