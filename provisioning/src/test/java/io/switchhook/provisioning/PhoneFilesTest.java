package io.switchhook.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.phone.settings.ConfigurationFile;
import io.switchhook.phone.settings.Key;
import io.switchhook.phone.settings.KeyType;
import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.UnusableFile;
import io.switchhook.provisioning.PlannedKey.Meaning;
import io.switchhook.provisioning.form.Samples;
import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.PhoneModel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

    private static PlannedKey key(String kind, int number, Meaning meaning, int account) {
        return new PlannedKey(kind, 0, number, meaning, account, "Label " + number);
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
                new PhonePlan(
                        MAC,
                        0,
                        List.of(account(1, Transport.TLS), account(3, Transport.UDP)),
                        List.of());
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
    void the_headless_phone_has_the_keys() throws Exception {
        var plan =
                new PhonePlan(
                        MAC,
                        1,
                        List.of(account(1, Transport.UDP)),
                        List.of(
                                key("linekey", 2, new Meaning.SpeedDial("1009"), 1),
                                key(
                                        "memorykey",
                                        1,
                                        new Meaning.BusyLamp("1002", Optional.of("**")),
                                        1),
                                key("memorykey", 2, new Meaning.Park("*701"), 1),
                                key("memorykey", 10, new Meaning.Pickup("1003"), 1),
                                new PlannedKey(
                                        "expansion_module",
                                        1,
                                        39,
                                        new Meaning.BusyLamp("1004", Optional.empty()),
                                        1,
                                        "")));
        var settings =
                read(Profile.T38G, new PhoneFiles(Samples.model("t38g"), Form.M7, List.of()), plan);
        assertThat(settings.keys())
                .containsExactly(
                        new Key(Key.Place.MEMORY, 0, 1, KeyType.BLF, 1, "1002", "**"),
                        new Key(Key.Place.MEMORY, 0, 2, KeyType.PARK, 1, "*701", ""),
                        new Key(Key.Place.MEMORY, 0, 10, KeyType.PICKUP, 1, "1003", ""),
                        new Key(Key.Place.LINE, 0, 1, KeyType.LINE, 1, "", ""),
                        new Key(Key.Place.LINE, 0, 2, KeyType.SPEED_DIAL, 1, "1009", ""),
                        new Key(Key.Place.EXPANSION, 1, 39, KeyType.BLF, 1, "1004", ""));
    }

    /// A phone keeps what it was told: an account that is gone must not leave its password there.
    @Test
    void what_is_not_planned_any_more_is_taken_back() throws Exception {
        var files = new PhoneFiles(Samples.model("t38g"), Form.M7, List.of());
        var before =
                new PhonePlan(
                        MAC,
                        0,
                        List.of(account(1, Transport.UDP), account(2, Transport.UDP)),
                        List.of(key("memorykey", 1, new Meaning.SpeedDial("1009"), 1)));
        var after = new PhonePlan(MAC, 0, List.of(account(1, Transport.UDP)), List.of());
        var settings =
                io.switchhook.phone.settings.Settings.of(
                        Profile.T38G,
                        file(files.common()),
                        file(files.device(before)),
                        file(files.device(after)));
        assertThat(settings.account(2).enabled()).isFalse();
        assertThat(settings.account(2).login().password()).isEmpty();
        assertThat(settings.keys()).extracting(Key::place).containsOnly(Key.Place.LINE);
    }

    @Test
    void the_older_form_gives_the_same_account() throws Exception {
        var plan = new PhonePlan(MAC, 0, List.of(account(1, Transport.UDP)), List.of());
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
        var plan = new PhonePlan(MAC, 0, List.of(account(1, Transport.UDP)), List.of());
        assertThat(files.common().text())
                .contains("call_waiting.enable = 0\n")
                .doesNotContain("lang.gui", "account.");
        assertThat(files.device(plan).text())
                .contains("lang.gui = German\n", "account.1.ptime = 30\n")
                .doesNotContain("call_waiting");
        assertThat(files.effective(plan).find("account.1.password").orElseThrow().origin())
                .isEqualTo(new Origin.OfDevice(MAC));
    }

    private static Layer layer(Origin origin, String name, String value) {
        var values = new LinkedHashMap<String, io.switchhook.provisioning.model.Value>();
        values.put(name, new io.switchhook.provisioning.model.Value.Text(value));
        return new Layer(origin, values);
    }

    @ParameterizedTest
    @CsvSource({
        "t32g, 4, linekey,   1, account.4: SIP-T32G has 3 accounts",
        "t32g, 1, memorykey, 1, memorykey 1: SIP-T32G has no such key",
        "t38g, 1, memorykey, 11, memorykey 11: SIP-T38G has no such key",
        "t38g, 1, linekey,   0, linekey 0: SIP-T38G has no such key"
    })
    void what_a_model_does_not_have_is_told(
            String id, int account, String kind, int number, String told) {
        var plan =
                new PhonePlan(
                        MAC,
                        0,
                        List.of(account(account, Transport.UDP)),
                        List.of(key(kind, number, new Meaning.Line(), 1)));
        assertThatThrownBy(() -> new PhoneFiles(Samples.model(id), Form.M7, List.of()).device(plan))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining(told);
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
                            0,
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
                                            List.of())),
                            List.of());
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
                var files = new PhoneFiles(model, model.forms().getFirst(), List.of());
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
        var keys =
                model.keys().stream()
                        .filter(kind -> kind.modules() == 0)
                        .map(kind ->
                                key(
                                        kind.name(),
                                        1 + random.nextInt(kind.count()),
                                        new Meaning.SpeedDial("*" + random.nextInt(1000)),
                                        0))
                        .toList();
        return new PhonePlan(MAC, 0, accounts, keys);
    }

    @Test
    void later_firmware_is_told_its_files_by_another() throws Exception {
        var files = new PhoneFiles(Samples.model("yealink"), Form.BOOT, List.of());
        var plan = new PhonePlan(MAC, 0, List.of(account(1, Transport.TLS)), List.of());
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
        var plan = new PhonePlan(MAC, 0, List.of(account(1, Transport.UDP)), List.of());
        var files = new PhoneFiles(Samples.model("t38g"), Form.M7, List.of());
        assertThat(plan.toString() + files.device(plan) + files).doesNotContain("s3c=");
    }
}
