package io.switchhook.provisioning.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.ConfigurationFile;
import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Settings;
import io.switchhook.phone.settings.UnusableFile;
import io.switchhook.provisioning.model.Form;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The same settings in either form.
class ConversionTest {
    private static final String OLDER =
            """
            [ account ]
            path = /config/voip/sipAccount1.cfg
            Enable = 1
            UserName = 1002
            SIPServerHost = 192.0.2.1

            [ audio4 ]
            path = /config/voip/sipAccount1.cfg
            enable = 1
            rtpmap = 18

            [ Message ]
            path = /config/Features/Message.cfg
            VoiceNumber1 = *97

            [ memory3 ]
            path = /config/vpPhone/vpPhone.ini
            Line = 1
            Value = 1003
            DKtype = 16

            [ TimeoutFWD ]
            path = /config/Features/Forward.cfg
            Timeout = 12
            """;

    private static final String NEWER =
            """
            #!version:1.0.0.1

            account.2.enable = 1
            account.2.user_name = 1002
            account.2.sip_server_host = 192.0.2.1
            account.2.codec.5.enable = 1
            account.2.codec.5.rtpmap = 18

            voice_mail.number.2 = *97

            memorykey.3.line = 1
            memorykey.3.value = 1003
            memorykey.3.type = 16

            forward.no_answer.timeout = 2
            """;

    private final Conversion conversion = new Conversion(Samples.model("t38g"));

    @Test
    void an_older_file_becomes_a_newer_one() {
        assertThat(conversion.convert(Samples.file(OLDER), Form.M7).text()).isEqualTo(NEWER);
    }

    @Test
    void a_newer_file_becomes_an_older_one() {
        assertThat(conversion.convert(Samples.file(NEWER), Form.M1).text()).isEqualTo(OLDER);
    }

    @Test
    void the_headless_phone_reads_the_same_from_both() throws UnusableFile {
        var older = settings(OLDER);
        var newer = settings(NEWER);
        assertThat(older.accounts()).isEqualTo(newer.accounts());
        assertThat(older.keys()).isEqualTo(newer.keys());
        assertThat(older.features()).isEqualTo(newer.features());
        assertThat(older.account(2).login().userName()).isEqualTo("1002");
    }

    private static Settings settings(String text) throws UnusableFile {
        return Settings.of(
                Profile.T38G,
                ConfigurationFile.read("a.cfg", text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void what_has_no_name_in_the_other_form_is_told() {
        var file =
                Samples.file(
                        OLDER
                                + """
                                [ account ]
                                path = /config/voip/sipAccount1.cfg
                                FullSDPAnswer = 0
                                EncryptVersion =
                                """);
        var converted = conversion.convert(file, Form.M7);
        assertThat(converted.text()).isEqualTo(NEWER);
        assertThat(converted.left()).extracting(Line::text).containsExactly("FullSDPAnswer = 0");
        var newer = Samples.file(NEWER + "linekey.1.xml_phonebook = 2\n");
        assertThat(conversion.convert(newer, Form.M1).unsaid())
                .extracting(Assignment::name)
                .containsExactly("linekey.1.xml_phonebook");
    }

    @Test
    void a_time_that_is_no_multiple_becomes_longer() {
        var file = Samples.file(OLDER.replace("Timeout = 12", "Timeout = 13"));
        assertThat(conversion.convert(file, Form.M7).text())
                .contains("forward.no_answer.timeout = 3\n");
    }
}
