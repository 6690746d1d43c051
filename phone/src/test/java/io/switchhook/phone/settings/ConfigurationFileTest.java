package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConfigurationFileTest {

    static ConfigurationFile file(String text) throws UnusableFile {
        return ConfigurationFile.read("a.cfg", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Entry entry(int line, String key, String value) {
        return new Entry(new Place("a.cfg", line), key, Value.of(value));
    }

    @Test
    void the_new_form_has_one_name_a_line() throws UnusableFile {
        var file =
                file(
                        """
                        #!version:1.0.0.1
                        # the reception
                        account.1.enable = 1
                        account.1.user_name=1001
                          account.1.label =   Front desk = left \s

                        account.1.password = %NULL%
                        account.1.expires =
                        """);
        assertThat(file.syntax()).isEqualTo(Syntax.M7);
        assertThat(file.remarks()).isEmpty();
        assertThat(file.entries())
                .containsExactly(
                        entry(3, "account.1.enable", "1"),
                        entry(4, "account.1.user_name", "1001"),
                        entry(5, "account.1.label", "Front desk = left"),
                        new Entry(new Place("a.cfg", 7), "account.1.password", new Value.Default()),
                        new Entry(
                                new Place("a.cfg", 8), "account.1.expires", new Value.Unchanged()));
    }

    @Test
    void the_old_form_is_read_under_the_new_names() throws UnusableFile {
        var file =
                file(
                        """
                        # no version
                        [ account ]
                        path = /config/voip/sipAccount0.cfg
                        Enable = 1
                        UserName = 1001
                        SIPServerHost = pbx.example.com
                        [ audio0 ]
                        path = /config/voip/sipAccount1.cfg
                        enable = 0
                        [ TimeoutFWD ]
                        path = /config/Features/Forward.cfg
                        Timeout = 10
                        [ Message ]
                        path = /config/Features/Message.cfg
                        VoiceNumber0 = *97
                        [ memory3 ]
                        path = /config/vpPhone/vpPhone.ini
                        Value = 1002
                        """);
        assertThat(file.syntax()).isEqualTo(Syntax.M1);
        assertThat(file.remarks()).isEmpty();
        assertThat(file.entries())
                .containsExactly(
                        entry(4, "account.1.enable", "1"),
                        entry(5, "account.1.user_name", "1001"),
                        entry(6, "account.1.sip_server_host", "pbx.example.com"),
                        entry(9, "account.2.codec.1.enable", "0"),
                        entry(12, "forward.no_answer.timeout", "2"),
                        entry(15, "voice_mail.number.1", "*97"),
                        entry(18, "memorykey.3.value", "1002"));
    }

    @Test
    void the_new_form_may_end_in_old_sections() throws UnusableFile {
        var file =
                file(
                        """
                        #!version:1.0.0.1
                        account.1.enable = 1
                        [ firmware ]
                        path = /tmp/download.cfg
                        http_url = http://pbx.example.com/38.70.0.125.rom
                        account.2.enable = 1
                        """);
        assertThat(file.entries()).hasSize(3);
        assertThat(file.entries().get(1).key()).isEqualTo("firmware.url");
        assertThat(file.remarks()).isEmpty();
    }

    @Test
    void odd_lines_are_passed_over_and_listed() throws UnusableFile {
        var file =
                file(
                        """
                        account.1.enable = 1
                        what is this
                        = nothing
                        Enable = 1
                        [ section
                        account.1.enable = 0
                        [ account ]
                        Enable = 1
                        path = /config/voip/sipAccountX.cfg
                        Enable = 1
                        """);
        assertThat(file.remarks())
                .extracting(Remark::toString)
                .containsExactly(
                        "a.cfg:1: the first line is not '#!version:1.0.0.1'; read as if it were",
                        "a.cfg:2: expected 'key = value'; ignored",
                        "a.cfg:3: expected 'key = value'; ignored",
                        "a.cfg:4: Enable: stands in no section and is no parameter's name; ignored",
                        "a.cfg:5: expected '[ section ]'; ignored",
                        "a.cfg:6: account.1.enable: stands in line 1 already; the later one counts",
                        "a.cfg:8: Enable: has no meaning known here in [account]; ignored",
                        "a.cfg:10: Enable: has no meaning known here in [account]; ignored");
        assertThat(file.entries()).hasSize(2);
    }

    @Test
    void a_file_has_bounds() throws UnusableFile {
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> ConfigurationFile.read("a.cfg", new byte[(4 << 20) + 1]))
                .withMessageStartingWith("a.cfg: larger than 4 MiB");
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> file("\n".repeat(20_001)))
                .withMessage("a.cfg:20001: more than 20000 lines");
        assertThatExceptionOfType(UnusableFile.class)
                .isThrownBy(() -> file("account\0"))
                .withMessageContaining("not text");
        var file = file("#!version:1.0.0.1\naccount.1.label = " + "x".repeat(5000));
        assertThat(file.entries()).isEmpty();
        assertThat(file.remarks())
                .singleElement()
                .hasToString("a.cfg:2: longer than 4096 characters; ignored");
    }

    @Test
    void an_entry_does_not_show_a_password() {
        assertThat(entry(1, "account.1.password", "sesame").toString()).doesNotContain("sesame");
    }
}
