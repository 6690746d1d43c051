package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {

    private static ConfigurationFile file(String name, String lines) throws UnusableFile {
        String text = "#!version:1.0.0.1\n" + lines;
        return ConfigurationFile.read(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Settings settings(Profile profile, String lines) throws UnusableFile {
        return Settings.of(profile, file("a.cfg", lines));
    }

    @ParameterizedTest
    @EnumSource
    void a_phone_without_files_is_as_the_factory_made_it(Profile profile) {
        var settings = Settings.of(profile);
        assertThat(settings.remarks()).isEmpty();
        assertThat(settings.accounts()).hasSize(profile.accounts());
        var account = settings.account(1);
        assertThat(account.enabled()).isFalse();
        assertThat(account.registration().registrars()).isEmpty();
        assertThat(account.media().codecs())
                .extracting(Codec::name)
                .containsExactly("PCMU", "PCMA", "G729", "G722");
        assertThat(account.media().dtmf())
                .isEqualTo(new Dtmf(Dtmf.Way.TELEPHONE_EVENT, 101, Dtmf.InfoType.OFF));
        assertThat(account.timers())
                .isEqualTo(
                        new SipTimers(
                                Duration.ofMillis(500),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5)));
        assertThat(settings.features().forwarding().noAnswerAfter()).hasSeconds(12);
        assertThat(settings.features().doNotDisturb().status()).isEqualTo(480);
        assertThat(settings.features().refuseStatus()).isEqualTo(486);
        assertThat(settings.features().callWaiting()).isTrue();
        assertThat(settings.features().holdForm()).isEqualTo(HoldForm.SENDONLY);
        assertThat(settings.rtpPorts()).isEqualTo(new RtpPorts(11780, 11800));
        assertThat(settings.provisioning().commonFile()).isEqualTo(profile.commonFile());
        assertThat(settings.keys()).hasSize(profile.keys().line());
    }

    @Test
    void defaults_differ_between_models() throws UnusableFile {
        String hotline = "features.hotline_number = 100";
        assertThat(settings(Profile.T38G, hotline).features().hotline())
                .contains(new Hotline("100", Duration.ofSeconds(2)));
        assertThat(settings(Profile.VP530, hotline).features().hotline())
                .contains(new Hotline("100", Duration.ofSeconds(4)));
        assertThat(Settings.of(Profile.T32G).dscp()).isEqualTo(new Dscp(46, 46));
        assertThat(Settings.of(Profile.VP530).dscp()).isEqualTo(new Dscp(40, 26));
        assertThat(Settings.of(Profile.VP530).features().transfers().attendedOnHook()).isFalse();
    }

    @Test
    void the_mac_file_wins_over_the_common_one() throws UnusableFile {
        var common =
                file(
                        "y000000000038.cfg",
                        """
                        account.1.sip_server_host = pbx.example.com
                        account.1.expires = 600
                        account.1.transport = 2
                        account.1.outbound_host = edge.example.com
                        account.1.outbound_proxy_enable = 1
                        sip.rfc2543_hold = 1
                        call_waiting.enable = 0
                        """);
        var mac =
                file(
                        "001565abcdef.cfg",
                        """
                        account.1.enable = 1
                        account.1.user_name = 1001
                        account.1.auth_name = reception
                        account.1.password = sesame
                        account.1.expires = 120
                        account.1.transport =
                        sip.rfc2543_hold = %NULL%
                        """);
        var settings = Settings.of(Profile.T38G, common, mac);
        assertThat(settings.remarks()).isEmpty();
        var account = settings.account(1);
        assertThat(account.enabled()).isTrue();
        assertThat(account.login()).isEqualTo(new Login("1001", "reception", "sesame"));
        assertThat(account.registration().registrars())
                .singleElement()
                .satisfies(registrar -> {
                    assertThat(registrar.address())
                            .isEqualTo(new ServerAddress("pbx.example.com", 5060));
                    assertThat(registrar.expires()).hasSeconds(120);
                });
        assertThat(account.registration().transport()).isEqualTo(Transport.TLS);
        assertThat(account.registration().outboundProxy())
                .contains(new ServerAddress("edge.example.com", 5060));
        assertThat(settings.features().holdForm()).isEqualTo(HoldForm.SENDONLY);
        assertThat(settings.features().callWaiting()).isFalse();
    }

    @Test
    void a_password_is_never_shown() throws UnusableFile {
        var settings =
                settings(
                        Profile.T38G,
                        """
                        account.1.password = sesame
                        auto_provision.server.password = sesame
                        auto_provision.aes_key_16.mac = sesame
                        ldap.password = sesame
                        """);
        assertThat(settings.account(1).login().password()).isEqualTo("sesame");
        assertThat(settings.toString()).doesNotContain("sesame");
        assertThat(settings.remarks()).hasSize(4);
    }

    @Test
    void what_is_not_understood_is_listed_with_what_is_assumed() throws UnusableFile {
        var settings =
                settings(
                        Profile.T32G,
                        """
                        account.1.expires = soon
                        account.1.cid_source = 9
                        account.4.enable = 1
                        acount.1.enable = 1
                        gui_lang.url = http://pbx.example.com/lang
                        account.1.enable = 1
                        network.port.min_rtpport = 20000
                        dialplan.replace.prefix.1 = (1
                        forward.always.enable = 1
                        linekey.2.type = 26
                        """);
        assertThat(settings.remarks())
                .extracting(Remark::toString)
                .containsExactly(
                        "a.cfg:2: account.1.expires: 'soon': expected a number from 30 to 2147483647; it stays 3600",
                        "a.cfg:3: account.1.cid_source: '9': expected a number from 0 to 5; it stays 0",
                        "a.cfg:4: account.4.enable: account goes from 1 to 3 on SIP-T32G; ignored",
                        "a.cfg:5: acount.1.enable: is no parameter known here; ignored",
                        "a.cfg:6: gui_lang.url: has no effect: this phone has no screen, lamps or loudspeaker",
                        "a.cfg:7: account.1.enable: the account has no user_name; it stays silent",
                        "a.cfg:7: account.1.enable: the account has no server; it stays silent",
                        "a.cfg:10: forward.always.enable: is on without a target; nothing is forwarded",
                        "a.cfg:9: dialplan.replace.prefix.1: '(1' is no pattern: ')' is missing at character 2; the rule is left out",
                        "a.cfg:11: linekey.2.type: no key type has number 26; the key does nothing",
                        "a.cfg:8: network.port.min_rtpport: up to 11800 from 20000 there is no pair of ports; up to 20020 is assumed");
    }

    @Test
    void codecs_stand_in_the_order_of_their_priorities() throws UnusableFile {
        var settings =
                settings(
                        Profile.T38G,
                        """
                        account.2.codec.1.priority = 3
                        account.2.codec.2.priority = 1
                        account.2.codec.5.enable = 0
                        account.2.codec.6.priority = 0
                        account.2.codec.7.enable = 1
                        account.2.codec.7.priority = 2
                        account.2.codec.7.rtpmap = 98
                        """);
        assertThat(settings.account(2).media().codecs())
                .containsExactly(
                        new Codec("PCMA", true, 1, 8),
                        new Codec("iLBC", true, 2, 98),
                        new Codec("PCMU", true, 3, 0),
                        new Codec("G722", true, 0, 9));
        assertThat(settings.account(1).media().codecs()).hasSize(4);
    }

    @Test
    void a_list_of_servers_stands_for_the_one() throws UnusableFile {
        var settings =
                settings(
                        Profile.VP530,
                        """
                        account.1.sip_server_host = old.example.com
                        account.1.sip_server.1.address = a.example.com
                        account.1.sip_server.2.address = b.example.com
                        account.1.sip_server.2.port = 0
                        account.1.sip_server.2.failback_mode = 3
                        """);
        var registrars = settings.account(1).registration().registrars();
        assertThat(registrars)
                .extracting(Registrar::address)
                .containsExactly(
                        new ServerAddress("a.example.com", 5060),
                        new ServerAddress("b.example.com", 0));
        assertThat(registrars.get(1).failback()).isEqualTo(Registrar.Failback.DURATION);
    }

    @Test
    void keys_and_action_urls_are_gathered() throws UnusableFile {
        var settings =
                settings(
                        Profile.T38G,
                        """
                        memorykey.2.type = 16
                        memorykey.2.line = 1
                        memorykey.2.value = 1002
                        memorykey.2.pickup_value = **1002
                        linekey.1.type = 0
                        action_url.off_hook = http://pbx.example.com/?mac=$mac
                        """);
        assertThat(settings.keys().getFirst())
                .isEqualTo(new Key(Key.Place.MEMORY, 0, 2, KeyType.BLF, 1, "1002", "**1002"));
        assertThat(settings.keys()).hasSize(1 + 5);
        assertThat(settings.actionUrls()).containsOnlyKeys(ActionUrl.Event.OFF_HOOK);
    }

    @Test
    void any_value_of_any_parameter_gives_settings() throws UnusableFile {
        var random = new Random(20_260_102);
        var values =
                new String[] {
                    "0", "1", "65535", "2147483647", "-1", "x", "(", "%NULL%", "$9", "0.001"
                };
        for (int i = 0; i < 60; i++) {
            var lines = new StringBuilder();
            for (var parameter : Settings.parameters())
                lines.append(
                                parameter
                                        .pattern()
                                        .replaceAll("\\.[XYMN](?=\\.|$)", "." + random.nextInt(4)))
                        .append('=')
                        .append(values[random.nextInt(values.length)])
                        .append('\n');
            var profile = Profile.values()[i % Profile.values().length];
            assertThat(settings(profile, lines.toString()).accounts()).hasSize(profile.accounts());
        }
    }
}
