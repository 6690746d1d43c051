package io.switchhook.provisioning.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.provisioning.model.Form;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Files are read without a loss, and within bounds.
class ConfigurationTextTest {
    private static final String MIXED =
            """
            #!version:1.0.0.1
            # a comment
              account.1.enable =1
            account.1.label=
            unknown.key = a = b # c
            nonsense
            ;;=====M1=====
            [ account ]
            Lost = 1
            path=  /config/voip/sipAccount0.cfg
            Enable 100Rel = 0
            account.2.enable = 0
            [rom:Firmware]
            url = http://192.0.2.1/2.rom
            [ broken
            """;

    @Test
    void lines_say_what_they_say() {
        assertThat(Samples.file(MIXED).lines())
                .extracting(Line::content)
                .containsExactly(
                        new Line.Content.Version(),
                        new Line.Content.Comment(),
                        new Line.Content.Setting("account.1.enable", "1"),
                        new Line.Content.Setting("account.1.label", ""),
                        new Line.Content.Setting("unknown.key", "a = b # c"),
                        new Line.Content.Other(),
                        new Line.Content.Comment(),
                        new Line.Content.Section("account"),
                        new Line.Content.OldSetting("account", "", "Lost", "1"),
                        new Line.Content.Path("/config/voip/sipAccount0.cfg"),
                        new Line.Content.OldSetting(
                                "account", "/config/voip/sipAccount0.cfg", "Enable 100Rel", "0"),
                        new Line.Content.Setting("account.2.enable", "0"),
                        new Line.Content.Section("rom:Firmware"),
                        new Line.Content.OldSetting(
                                "rom:Firmware", "", "url", "http://192.0.2.1/2.rom"),
                        new Line.Content.Other());
    }

    @Test
    void the_form_is_seen() {
        assertThat(Samples.file(MIXED).form()).isEqualTo(Form.M7);
        assertThat(Samples.file("# x\n[ account ]\n").form()).isEqualTo(Form.M1);
        assertThat(Samples.file("account.1.enable = 1\n[ account ]\n").form()).isEqualTo(Form.M7);
        assertThat(Samples.file("").form()).isEqualTo(Form.M7);
    }

    @Test
    void every_byte_comes_back() throws UnreadableFile {
        for (var text :
                List.of(
                        MIXED,
                        MIXED.replace("\n", "\r\n"),
                        MIXED.replace("\n", "\r"),
                        "\ufeff" + MIXED,
                        "no end",
                        "",
                        "\n\n\r\r\n",
                        "account.1.label = \u2028 漢 😀\n")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(ConfigurationText.read("a.cfg", bytes).bytes()).isEqualTo(bytes);
        }
    }

    /// The maker's own files have comments in the characters of another country.
    @Test
    void bytes_that_are_not_utf_8_come_back() throws UnreadableFile {
        byte[] bytes =
                ("# " + '\u00a3' + "For T38G\naccount.1.label = M\u00fcller\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        var file = ConfigurationText.read("a.cfg", bytes);
        assertThat(file.bytes()).isEqualTo(bytes);
        assertThat(file.lines().get(1).content())
                .isEqualTo(new Line.Content.Setting("account.1.label", "Müller"));
    }

    @Test
    void whatever_is_read_comes_back() {
        var random = new Random(7);
        byte[] seed = MIXED.getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = seed.clone();
            for (int n = random.nextInt(5); n >= 0; n--)
                bytes[random.nextInt(bytes.length)] =
                        (byte)
                                (random.nextBoolean()
                                        ? random.nextInt(256)
                                        : "\r\n=[]#;".charAt(random.nextInt(7)));
            try {
                var file = ConfigurationText.read("a.cfg", bytes);
                assertThat(file.bytes()).isEqualTo(bytes);
                Lint.of(Samples.model("t38g"), file);
                new Conversion(Samples.model("t38g")).understand(file);
                read++;
            } catch (UnreadableFile e) {
                assertThat(e).hasMessageStartingWith("a.cfg");
            }
        }
        assertThat(read).isBetween(500, 2_999);
    }

    @Test
    void files_have_bounds() {
        refused(new byte[ConfigurationText.MOST_BYTES + 1], "larger than");
        refused(
                "x\n".repeat(ConfigurationText.MOST_LINES + 1).getBytes(StandardCharsets.UTF_8),
                "more than 20000 lines");
        refused(
                ("a.b = " + "x".repeat(ConfigurationText.LONGEST_LINE))
                        .getBytes(StandardCharsets.UTF_8),
                "a.cfg:1: more than 4096");
        refused(new byte[] {'a', 0, 'b'}, "not text");
        refused(new byte[] {0x1b, '['}, "not text");
    }

    private static void refused(byte[] bytes, String why) {
        assertThatThrownBy(() -> ConfigurationText.read("a.cfg", bytes))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_line_in_a_message_does_not_tell_a_password() {
        assertThat(Samples.file("account.1.password = secret\n").lines().getFirst().toString())
                .doesNotContain("secret");
    }
}
