package io.switchhook.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.phone.settings.ConfigurationFile;
import io.switchhook.phone.settings.Key;
import io.switchhook.phone.settings.KeyType;
import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.UnusableFile;
import io.switchhook.provisioning.form.Samples;
import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The headless phone reads what was written, and has exactly the accounts and keys that were planned.
class PhoneFilesTest {
    private static final String MAC = "001565abcdef";

    private static PlannedAccount account(int number, Transport transport) {
        return new PlannedAccount(
                number,
                "100" + number,
                "auth" + number,
                "s3c=r#t [" + number + ";",
                "User Ä " + number,
                "Ext. 100" + number,
                "sip.office.example",
                5061,
                transport,
                number == 1 ? Optional.of("*97") : Optional.empty(),
                List.of("G722", "PCMA"));
    }

    private static io.switchhook.phone.settings.Settings read(
            Profile profile, PhoneFiles files, PhonePlan plan) throws Exception {
        return io.switchhook.phone.settings.Settings.of(
                profile, file(files.common()), file(files.device(plan)));
    }

    private static ConfigurationFile file(PhoneFiles.File file) throws UnusableFile {
        return ConfigurationFile.read(file.name(), file.bytes());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void the_headless_phone_has_the_accounts_and_nothing_else(Profile profile) throws Exception {
        var model = Samples.model(profile.name());
        var files = new PhoneFiles(model, Form.M7, List.of());
        var plan =
                new PhonePlan(MAC, List.of(account(1, Transport.TLS), account(3, Transport.UDP)));
        var settings = read(profile, files, plan);

        assertThat(files.common().name()).isEqualTo(profile.commonFile());
        assertThat(files.device(plan).name()).isEqualTo(Profile.macFile(MAC));
        assertThat(settings.accounts())
                .filteredOn(it -> it.enabled())
                .extracting(it -> it.number())
                .containsExactly(1, 3);
        var first = settings.account(1);
        assertThat(first.label()).isEqualTo("Ext. 1001");
        assertThat(first.displayName()).isEqualTo("User Ä 1");
        assertThat(first.login().userName()).isEqualTo("1001");
        assertThat(first.login().authName()).isEqualTo("auth1");
        assertThat(first.login().password()).isEqualTo("s3c=r#t [1;");
        assertThat(first.registration().transport())
                .isEqualTo(io.switchhook.phone.settings.Transport.TLS);
        assertThat(first.registration().registrars())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.address().toString()).contains("sip.office.example", "5061");
                    assertThat(it.expires()).isEqualTo(Duration.ofHours(1));
                });
        assertThat(first.subscriptions().toString()).contains("*97");
        assertThat(first.media().codecs())
                .extracting(it -> it.name())
                .containsExactly("G722", "PCMA");
        assertThat(first.media().dtmf().way())
                .isEqualTo(io.switchhook.phone.settings.Dtmf.Way.TELEPHONE_EVENT);
        assertThat(settings.features().holdForm())
                .isEqualTo(io.switchhook.phone.settings.HoldForm.SENDONLY);
        assertThat(settings.account(3).login().userName()).isEqualTo("1003");
        assertThat(settings.account(2).login().userName()).isEmpty();
        // Without a screen there is nothing to show beside a key.
        assertThat(settings.remarks())
                .filteredOn(it -> !it.text().contains("has no effect"))
                .filteredOn(it -> !it.key().endsWith(".label"))
                .isEmpty();
    }

    @Test
    void the_headless_phone_has_the_keys_of_its_group_and_of_its_person() throws Exception {
        var group =
                layer(
                        new Origin.OfGroup("sales"),
                        "key.1",
                        "speed 1009 Warehouse",
                        "key.2",
                        "speed 1008",
                        "key.6",
                        "blf 1003",
                        "key.7",
                        "park *701",
                        "key.99",
                        "blf 1004");
        var person =
                layer(new Origin.OfPerson("1001"), "key.2", "%NULL%", "key.6", "blf 1002 Ann Lee");
        var device = layer(new Origin.OfDevice(MAC), "key.15", "pickup 1003");
        var files = new PhoneFiles(Samples.model("t38g"), Form.M7, List.of(group, device, person));
        var plan = new PhonePlan(MAC, List.of(account(1, Transport.UDP)));
        assertThat(read(Profile.T38G, files, plan).keys())
                .containsExactly(
                        new Key(Key.Place.MEMORY, 0, 1, KeyType.BLF, 1, "1002", ""),
                        new Key(Key.Place.MEMORY, 0, 2, KeyType.PARK, 1, "*701", ""),
                        new Key(Key.Place.MEMORY, 0, 10, KeyType.PICKUP, 1, "1003", ""),
                        new Key(Key.Place.LINE, 0, 1, KeyType.LINE, 1, "", ""),
                        new Key(Key.Place.LINE, 0, 2, KeyType.SPEED_DIAL, 1, "1009", ""),
                        new Key(Key.Place.EXPANSION, 3, 6, KeyType.BLF, 1, "1004", ""));
        var lamp = files.effective(plan).find("memorykey.1.value").orElseThrow();
        assertThat(lamp.origin()).isEqualTo(new Origin.OfPerson("1001"));
        assertThat(lamp.overruled().getFirst().origin()).isEqualTo(new Origin.OfGroup("sales"));
        assertThat(files.device(plan).text()).contains("linekey.2.label = Warehouse\n");
        assertThat(files.common().text()).doesNotContain("1009", "memorykey.1.");
    }

    /// The first account has the first line key, and so the rest moves up.
    @Test
    void keys_begin_behind_the_accounts() throws Exception {
        var layer = layer(new Origin.OfGroup("sales"), "key.1", "blf 1002", "key.13", "dnd Quiet");
        var files = new PhoneFiles(Samples.model("t38g"), Form.M7, List.of(layer));
        var plan =
                new PhonePlan(MAC, List.of(account(1, Transport.UDP), account(2, Transport.UDP)));
        var effective = files.effective(plan);
        assertThat(text(effective, "linekey.2.type")).isEqualTo("15");
        assertThat(text(effective, "linekey.3.value")).isEqualTo("1002");
        assertThat(text(effective, "memorykey.9.type")).isEqualTo("5");
    }

    private static String text(Settings settings, String name) {
        return settings.find(name).orElseThrow().value().written();
    }

    /// A phone with fewer keys has those that fit, and it is told which do not.
    @Test
    void keys_that_a_phone_does_not_have_are_passed_over() throws Exception {
        var layer = layer(new Origin.OfGroup("sales"), "key.1", "blf 1002", "key.999", "blf 1003");
        var files = new PhoneFiles(Samples.model("t32g"), Form.M7, List.of(layer));
        var effective = files.effective(new PhonePlan(MAC, List.of(account(1, Transport.UDP))));
        assertThat(text(effective, "linekey.2.value")).isEqualTo("1002");
        assertThat(effective.passedOver())
                .extracting(SettingsFault::toString)
                .containsExactly("key.999: SIP-T32G has 2 keys free");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bell 1002", "blf", "1002", "blf1002"})
    void what_no_key_does_is_refused(String text) {
        var layer = layer(new Origin.OfPerson("1001"), "key.1", text);
        var files = new PhoneFiles(Samples.model("t32g"), Form.M7, List.of(layer));
        var plan = new PhonePlan(MAC, List.of(account(1, Transport.UDP)));
        assertThatThrownBy(() -> files.effective(plan))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("key.1: expected one of line, blf NUMBER, speed NUMBER");
    }

    /// A phone keeps what it was told: an account that is gone must not leave its password there.
    @Test
    void what_is_not_planned_any_more_is_taken_back() throws Exception {
        var files = new PhoneFiles(Samples.model("t38g"), Form.M7, List.of());
        var withKey =
                new PhoneFiles(
                        files.model(),
                        Form.M7,
                        List.of(layer(new Origin.OfGroup("sales"), "key.7", "speed 1009")));
        var before =
                new PhonePlan(MAC, List.of(account(1, Transport.UDP), account(2, Transport.UDP)));
        var after = new PhonePlan(MAC, List.of(account(1, Transport.UDP)));
        var settings =
                io.switchhook.phone.settings.Settings.of(
                        Profile.T38G,
                        file(files.common()),
                        file(withKey.device(before)),
                        file(files.device(after)));
        assertThat(settings.account(2).enabled()).isFalse();
        assertThat(settings.account(2).login().password()).isEmpty();
        assertThat(settings.keys()).extracting(Key::place).containsOnly(Key.Place.LINE);
    }

    @Test
    void the_older_form_gives_the_same_account() throws Exception {
        var plan = new PhonePlan(MAC, List.of(account(1, Transport.UDP)));
        var older =
                read(Profile.T32G, new PhoneFiles(Samples.model("t32g"), Form.M1, List.of()), plan);
        var newer =
                read(Profile.T32G, new PhoneFiles(Samples.model("t32g"), Form.M7, List.of()), plan);
        assertThat(older.account(1).login()).isEqualTo(newer.account(1).login());
        assertThat(older.account(1).media()).isEqualTo(newer.account(1).media());
        assertThat(older.account(1).registration().registrars())
                .isEqualTo(newer.account(1).registration().registrars());
        assertThat(older.account(1).subscriptions()).isEqualTo(newer.account(1).subscriptions());
    }

    @Test
    void groups_and_devices_are_in_the_file_of_the_phone_alone() throws Exception {
        var layers =
                List.of(
                        layer(new Origin.OfSystem(), "call_waiting.enable", "0"),
                        layer(new Origin.OfGroup("sales"), "lang.gui", "German"),
                        layer(new Origin.OfDevice(MAC), "account.X.ptime", "30"));
        var files = new PhoneFiles(Samples.model("t38g"), Form.M7, layers);
        var plan = new PhonePlan(MAC, List.of(account(1, Transport.UDP)));
        assertThat(files.common().text())
                .contains("call_waiting.enable = 0\n")
                .doesNotContain("lang.gui", "account.");
        assertThat(files.device(plan).text())
                .contains("lang.gui = German\n", "account.1.ptime = 30\n")
                .doesNotContain("call_waiting");
        assertThat(files.effective(plan).find("account.1.password").orElseThrow().origin())
                .isEqualTo(new Origin.OfDevice(MAC));
    }

    /// @param settings name, value, name, value
    private static Layer layer(Origin origin, String... settings) {
        var values = new LinkedHashMap<String, Value>();
        for (int i = 0; i < settings.length; i += 2)
            values.put(
                    settings[i],
                    settings[i + 1].equals("%NULL%")
                            ? new Value.Default()
                            : new Value.Text(settings[i + 1]));
        return new Layer(origin, values);
    }

    @Test
    void an_account_that_a_model_does_not_have_is_told() {
        var plan = new PhonePlan(MAC, List.of(account(4, Transport.UDP)));
        assertThatThrownBy(() ->
                        new PhoneFiles(Samples.model("t32g"), Form.M7, List.of()).device(plan))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("account.4: SIP-T32G has 3 accounts");
    }

    @Test
    void a_key_that_the_device_does_not_have_is_refused_where_it_is_set_for_it_alone() {
        var layer = layer(new Origin.OfDevice(MAC), "key.999", "blf 1002");
        var files = new PhoneFiles(Samples.model("t32g"), Form.M7, List.of(layer));
        assertThatThrownBy(
                        () -> files.device(new PhonePlan(MAC, List.of(account(1, Transport.UDP)))))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("key.999: SIP-T32G has 2 keys free");
    }

    /// Names come from people, and some people try.
    @Test
    void a_name_cannot_become_a_line() {
        var model = Samples.model("t38g");
        for (var name :
                List.of(
                        "x\naccount.1.outbound_host = evil.example",
                        "x\r\nfirmware.url = http://evil.example",
                        "x\u0000",
                        "x\u0085y",
                        " x")) {
            var evil = account(1, Transport.UDP);
            var plan =
                    new PhonePlan(
                            MAC,
                            List.of(
                                    new PlannedAccount(
                                            1,
                                            evil.user(),
                                            evil.authName(),
                                            evil.password(),
                                            name,
                                            "",
                                            evil.server(),
                                            5060,
                                            Transport.UDP,
                                            Optional.empty(),
                                            List.of())));
            assertThatThrownBy(() -> new PhoneFiles(model, Form.M7, List.of()).device(plan))
                    .isInstanceOf(UnusableSettings.class)
                    .hasMessageStartingWith("account.1.display_name: ");
        }
    }

    @Test
    void any_plan_makes_files_that_read_back() throws Exception {
        var random = new Random(11);
        for (var model : Samples.models())
            for (int i = 0; i < 5; i++) {
                var plan = plan(model, random);
                var keys =
                        layer(
                                new Origin.OfGroup("sales"),
                                "key." + (1 + random.nextInt(20)),
                                "speed *" + random.nextInt(1000) + " Ä " + i);
                var files = new PhoneFiles(model, model.forms().getFirst(), List.of(keys));
                var text = files.device(plan).text() + files.common().text();
                for (var account : plan.accounts())
                    assertThat(text)
                            .contains(
                                    "account."
                                            + account.number()
                                            + ".password = "
                                            + account.password()
                                            + "\n");
            }
    }

    private static PhonePlan plan(PhoneModel model, Random random) {
        var accounts =
                java.util.stream.IntStream.rangeClosed(1, model.accounts())
                        .filter(_ -> random.nextBoolean())
                        .mapToObj(n -> account(n, Transport.values()[random.nextInt(4)]))
                        .toList();
        return new PhonePlan(MAC, accounts);
    }

    @Test
    void later_firmware_is_told_its_files_by_another() throws Exception {
        var files = new PhoneFiles(Samples.model("yealink"), Form.BOOT, List.of());
        var plan = new PhonePlan(MAC, List.of(account(1, Transport.TLS)));
        assertThat(files.boots(List.of(MAC)))
                .extracting(PhoneFiles.File::name)
                .containsExactly("y000000000000.boot", "001565abcdef.boot");
        for (var boot : files.boots(List.of(MAC))) {
            var file =
                    io.switchhook.provisioning.form.ConfigurationText.read(
                            boot.name(), boot.bytes());
            assertThat(file.form()).isEqualTo(Form.BOOT);
            assertThat(io.switchhook.provisioning.form.Lint.of(files.model(), file)).isEmpty();
        }
        assertThat(files.boots(List.of(MAC)).getLast().text())
                .contains(
                        "\"" + files.common().name() + "\"",
                        "\"" + files.device(plan).name() + "\"");
        assertThat(files.device(plan).text())
                .contains(
                        "account.1.sip_server.1.address = sip.office.example\n",
                        "account.1.sip_server.1.port = 5061\n",
                        "account.1.sip_server.1.transport_type = 2\n",
                        "account.1.codec.g722.priority = 1\n",
                        "account.1.codec.pcmu.enable = 0\n",
                        "account.16.password = %NULL%\n")
                .doesNotContain("sip_server_host", "codec.1.");
        assertThat(files.common().text()).contains("static.auto_provision.power_on = 1\n");
        assertThat(new PhoneFiles(Samples.model("t38g"), Form.M7, List.of()).boots(List.of(MAC)))
                .isEmpty();
    }

    @Test
    void a_model_is_not_given_a_form_that_it_does_not_read() {
        assertThatThrownBy(() -> new PhoneFiles(Samples.model("t46g"), Form.M1, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passwords_are_not_told() throws Exception {
        var plan = new PhonePlan(MAC, List.of(account(1, Transport.UDP)));
        var files = new PhoneFiles(Samples.model("t38g"), Form.M7, List.of());
        assertThat(plan.toString() + files.device(plan) + files).doesNotContain("s3c=");
    }
}
