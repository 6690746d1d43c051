package io.switchhook.provisioning.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.ConfigurationFile;
import io.switchhook.phone.settings.Login;
import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Settings;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.device.Visit;
import io.switchhook.provisioning.device.Visit.Outcome;
import io.switchhook.provisioning.form.Samples;
import io.switchhook.provisioning.model.Value;
import io.switchhook.provisioning.resource.RemotePhoneBook.Question;
import io.switchhook.provisioning.serve.Answer.Busy;
import io.switchhook.provisioning.serve.Answer.Failed;
import io.switchhook.provisioning.serve.Answer.Found;
import io.switchhook.provisioning.serve.Answer.Full;
import io.switchhook.provisioning.serve.Answer.NotFound;
import io.switchhook.sip.auth.Ha1s;
import io.switchhook.testkit.Gate;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDeskTest {
    private static final String HOME = "192.0.2.10";
    private static final String AGENT = "Yealink SIP-T38G 38.70.0.125 00:15:65:ab:cd:ef";
    private static final String COMMON = "/y000000000038.cfg";
    private static final String OWN = "/001565abcdef.cfg";

    @TempDir private Path folder;
    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private Answer ask(String path) {
        return desk.ask(Scheme.HTTP, HOME, AGENT, path);
    }

    private static String text(Answer answer) {
        return new String(((Found) answer).bytes(), StandardCharsets.UTF_8);
    }

    private Settings fetched() throws Exception {
        return Settings.of(
                Profile.T38G,
                ConfigurationFile.read(COMMON, ((Found) ask(COMMON)).bytes()),
                ConfigurationFile.read(OWN, ((Found) ask(OWN)).bytes()));
    }

    private boolean isGood(Login login) {
        var expected = Ha1s.of(login.authName(), "office.example", login.password());
        return desk.directory
                .login(login.authName())
                .filter(it -> it.account().equals(login.userName()) && it.ha1s().equals(expected))
                .isPresent();
    }

    @Test
    void an_adopted_phone_gets_a_file_with_logins_of_its_own() throws Exception {
        assertThat(ask(OWN)).isInstanceOf(NotFound.class);
        desk.adopt(Desk.MAC, "1001", "1002");
        var settings = fetched();
        var first = settings.account(1);
        assertThat(first.login().userName()).isEqualTo("1001");
        assertThat(first.displayName()).isEqualTo("Änne");
        assertThat(first.label()).isEqualTo("Änne");
        assertThat(settings.account(2).label()).isEqualTo("1002");
        assertThat(isGood(first.login())).isTrue();
        assertThat(isGood(settings.account(2).login())).isTrue();
        assertThat(settings.account(3).enabled()).isFalse();
        assertThat(first.registration().registrars().getFirst().address().toString())
                .contains("office.example", "5070");
        assertThat(first.registration().outboundProxy().orElseThrow().toString())
                .contains("192.0.2.1", "5070");
        assertThat(desk.devices.visits(Desk.MAC))
                .extracting(Visit::outcome)
                .containsExactly(Outcome.REFUSED, Outcome.SERVED);
    }

    private static Layer layer(Origin origin, String name, String value) {
        var values = new LinkedHashMap<String, Value>();
        values.put(name, new Value.Text(value));
        return new Layer(origin, values);
    }

    private void set(String name, Optional<Value> value) throws Exception {
        var device = new Origin.OfDevice(Desk.MAC.digits());
        desk.devices.settings().change(device, name, value, "a test");
    }

    /// It wins over what is set for the model, and not over what is set for the device.
    @Test
    void a_release_is_a_layer_of_its_own_and_what_it_had_set_is_taken_back() throws Exception {
        ask(OWN);
        desk.adopt(Desk.MAC, "1001");
        var group = new Origin.OfGroup("release lamps");
        desk.version =
                Optional.of(
                        new Versions.Version(
                                "lamps", layer(group, "sip.rfc2543_hold", "1"), Set.of()));
        assertThat(text(ask(OWN))).contains("sip.rfc2543_hold = 1\n");
        assertThat(desk.given).containsExactly("lamps");
        set("sip.rfc2543_hold", Value.of("0"));
        assertThat(text(ask(OWN))).doesNotContain("sip.rfc2543_hold"); // as in the common file
        set("sip.rfc2543_hold", Optional.empty());
        desk.version =
                Optional.of(
                        new Versions.Version(
                                "",
                                layer(group, "sip.rfc2543_hold", "1"),
                                Set.of("sip.rfc2543_hold", "call_waiting.tone")));
        assertThat(text(ask(OWN)))
                .contains("sip.rfc2543_hold = 1\n", "call_waiting.tone = %NULL%\n");
        assertThat(desk.given).hasSize(2);
        var draft = draft();
        assertThat(draft.find("sip.rfc2543_hold").orElseThrow().value())
                .isEqualTo(new Value.Text("1"));
        assertThat(draft.find("call_waiting.tone").orElseThrow().value())
                .isEqualTo(new Value.Default());
    }

    private io.switchhook.provisioning.Settings draft() throws Exception {
        var assignment = new Assignment("t38g", "", List.of("1001"));
        return desk.desk.draft(
                Desk.MAC,
                assignment,
                Samples.model("t38g"),
                InetAddress.ofLiteral("192.0.2.1"),
                desk.devices.settings().layers(Desk.MAC, assignment));
    }

    @Test
    void each_file_has_a_new_password_and_using_it_ends_the_one_before() throws Exception {
        ask(OWN);
        desk.adopt(Desk.MAC, "1001");
        var before = fetched().account(1).login();
        var after = fetched().account(1).login();
        assertThat(after.password()).isNotEqualTo(before.password());
        assertThat(isGood(before)).isTrue();
        desk.directory.login(after.authName()).orElseThrow().proven();
        assertThat(isGood(before)).isFalse();
        assertThat(isGood(after)).isTrue();
    }

    @Test
    void who_only_knows_the_address_learns_nothing() throws Exception {
        ask(OWN);
        desk.adopt(Desk.MAC, "1001");
        var known = desk.ask(Scheme.HTTP, "198.51.100.66", AGENT, OWN);
        var unknown = desk.ask(Scheme.HTTP, "198.51.100.66", AGENT, "/001565000001.cfg");
        desk.devices.hold(Desk.MAC);
        var held = ask(OWN);
        assertThat(known).isEqualTo(unknown).isEqualTo(held).isEqualTo(new NotFound());
        assertThat(desk.directory.devices().size()).isZero();
    }

    @Test
    void whoever_tries_addresses_is_banned_and_the_phones_there_are_not() throws Exception {
        ask(OWN);
        desk.adopt(Desk.MAC, "1001");
        String scanner = "198.51.100.66";
        for (int i = 0; i < 30; i++)
            desk.ask(Scheme.HTTP, scanner, "curl/8", "/0015650000%02x.cfg".formatted(i));
        assertThat(desk.reputation.isBanned(InetAddress.ofLiteral(scanner))).isTrue();
        assertThat(desk.ask(Scheme.HTTP, scanner, "", COMMON)).isInstanceOf(NotFound.class);
        assertThat(desk.devices.find(new Mac("00156500001d"))).isEmpty();
        for (int i = 0; i < 30; i++)
            desk.ask(Scheme.HTTP, HOME, "curl/8", "/0015650001%02x.cfg".formatted(i));
        assertThat(desk.reputation.isBanned(InetAddress.ofLiteral(HOME))).isTrue();
        assertThat(ask(OWN)).isInstanceOf(Found.class);
    }

    @Test
    void nobody_is_banned_by_datagrams_in_his_name() {
        for (int i = 0; i < 90; i++)
            desk.ask(Scheme.TFTP, HOME, "", "0015650000%02x.cfg".formatted(i));
        assertThat(desk.reputation.isBanned(InetAddress.ofLiteral(HOME))).isFalse();
    }

    @Test
    void a_phone_that_asks_every_minute_is_not_banned() {
        for (int i = 0; i < 500; i++) {
            ask(OWN);
            desk.now = desk.now.plus(Duration.ofSeconds(1));
        }
        assertThat(desk.reputation.isBanned(InetAddress.ofLiteral(HOME))).isFalse();
        assertThat(((Asked) desk.devices.find(Desk.MAC).orElseThrow()).times()).isEqualTo(500);
    }

    @Test
    void a_token_is_worth_one_phone_for_each_address_and_no_replay() throws Exception {
        desk.adopt(Desk.MAC, "1001");
        desk.now = desk.now.plus(Duration.ofHours(1));
        String token = desk.devices.token(Duration.ofHours(1));
        assertThat(ask(OWN)).isInstanceOf(NotFound.class);
        assertThat(ask("/t/nonsense" + OWN)).isInstanceOf(NotFound.class);
        assertThat(ask("/t/" + token + OWN)).isInstanceOf(Found.class);
        assertThat(desk.ask(Scheme.HTTP, "192.0.2.11", AGENT, "/t/" + token + OWN))
                .isInstanceOf(NotFound.class);
        assertThat(desk.ask(Scheme.HTTP, HOME, "curl/8", "/t/" + token + OWN))
                .isInstanceOf(NotFound.class);
        desk.now = desk.now.plus(Duration.ofHours(2));
        assertThat(ask("/t/" + token + OWN)).isInstanceOf(Found.class);
    }

    @Test
    void the_common_file_is_for_everybody_and_has_no_secret() throws Exception {
        desk.devices
                .settings()
                .change(
                        new Origin.OfSystem(),
                        "security.user_password",
                        Optional.of(new Value.Text("admin:hunter2")),
                        "admin");
        desk.devices
                .settings()
                .change(
                        new Origin.OfSystem(),
                        "account.X.ptime",
                        Optional.of(new Value.Text("30")),
                        "admin");
        assertThat(text(ask(COMMON))).startsWith("#!version:1.0.0.1").doesNotContain("hunter2");
        ask(OWN);
        desk.adopt(Desk.MAC, "1001");
        assertThat(text(ask(OWN)))
                .contains("security.user_password = admin:hunter2", "account.1.ptime = 30");
    }

    @Test
    void a_change_of_settings_is_in_the_next_common_file() throws Exception {
        assertThat(text(ask(COMMON))).doesNotContain("sip.reg_surge_prevention = 7");
        desk.devices
                .settings()
                .change(
                        new Origin.OfModel("t38g"),
                        "sip.reg_surge_prevention",
                        Optional.of(new Value.Text("7")),
                        "admin");
        assertThat(text(ask(COMMON))).contains("sip.reg_surge_prevention = 7");
    }

    @Test
    void old_firmware_gets_the_older_form() throws Exception {
        String old = "Yealink SIP-T38G 38.61.0.10";
        assertThat(text(desk.ask(Scheme.HTTP, HOME, old, COMMON))).contains("path = /config/");
        desk.ask(Scheme.HTTP, HOME, old, OWN);
        desk.adopt(Desk.MAC, "1001");
        assertThat(text(desk.ask(Scheme.HTTP, HOME, old, OWN)))
                .contains("[ account ]", "UserName = 1001");
    }

    @Test
    void new_firmware_is_led_by_boot_files() throws Exception {
        String agent = "Yealink SIP-T46U 108.86.0.20 00:15:65:ab:cd:ef";
        assertThat(desk.ask(Scheme.HTTP, HOME, agent, "/001565abcdef.boot"))
                .isInstanceOf(NotFound.class);
        assertThat(text(desk.ask(Scheme.HTTP, HOME, agent, "/y000000000000.boot")))
                .contains("yealink.cfg")
                .doesNotContain("001565abcdef");
        desk.devices.adopt(
                Desk.MAC,
                Samples.model("yealink"),
                new Assignment("yealink", "", List.of("1001")),
                Optional.empty());
        assertThat(text(desk.ask(Scheme.HTTP, HOME, agent, "/001565abcdef.boot")))
                .contains("yealink.cfg", "001565abcdef.cfg");
        assertThat(text(desk.ask(Scheme.HTTP, HOME, agent, "/yealink.cfg")))
                .startsWith("#!version:1.0.0.1");
        assertThat(text(desk.ask(Scheme.HTTP, HOME, agent, OWN)))
                .contains(
                        "account.1.user_name = 1001",
                        "account.1.outbound_proxy.1.address = 192.0.2.1");
    }

    @Test
    void a_model_that_does_not_take_what_was_set_gets_no_file() throws Exception {
        ask(OWN);
        desk.adopt(Desk.MAC, "1001");
        desk.devices
                .settings()
                .change(
                        new Origin.OfDevice(Desk.MAC.digits()),
                        "account.1.ptime",
                        Optional.of(new Value.Text("99")),
                        "admin");
        assertThat(ask(OWN)).isInstanceOf(Failed.class);
        assertThat(desk.directory.devices().size()).isZero();
        assertThat(desk.devices.visits(Desk.MAC).getLast().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(desk.devices.visits(Desk.MAC).getLast().why()).contains("account.1.ptime");
    }

    @Test
    void resources_are_for_places_with_a_phone() throws Exception {
        assertThat(ask("/contacts.xml")).isInstanceOf(NotFound.class);
        ask(OWN);
        desk.adopt(Desk.MAC, "1001");
        assertThat(((Found) ask("/contacts.xml")).bytes()).isEqualTo(Desk.CONTACTS);
        assertThat(desk.ask(Scheme.HTTP, "192.0.2.11", AGENT, "/contacts.xml"))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void the_phone_book_is_for_places_with_a_phone_and_needs_a_url() throws Exception {
        var book = request("/phonebook.xml");
        String url = "http://192.0.2.1/phonebook.xml";
        assertThat(desk.desk.answer(book.asking(new Question("", ""), url)))
                .isInstanceOf(NotFound.class);
        ask(OWN);
        desk.adopt(Desk.MAC, "1001");
        assertThat(desk.desk.answer(book)).isInstanceOf(NotFound.class);
        assertThat(text(desk.desk.answer(book.asking(new Question("", ""), url))))
                .contains("<Name>Änne</Name>", "<Name>1002</Name>");
        assertThat(text(desk.desk.answer(book.asking(new Question("anne", ""), url))))
                .contains("Änne")
                .doesNotContain("1002");
        desk.directory.rename("1002", "Anne B.");
        assertThat(text(desk.desk.answer(book.asking(new Question("anne", ""), url))))
                .contains("<Name>Anne B.</Name>");
    }

    private static FileRequest request(String path) {
        return FileRequest.of(
                Scheme.HTTP,
                new Asker(InetAddress.ofLiteral(HOME), AGENT),
                InetAddress.ofLiteral("192.0.2.1"),
                path,
                Optional.empty());
    }

    @Test
    void a_draft_is_what_a_file_would_say_and_makes_no_login() throws Exception {
        ask(OWN);
        desk.adopt(Desk.MAC, "1001");
        var draft = draft();
        assertThat(draft.find("account.1.outbound_host").orElseThrow().value())
                .isEqualTo(new Value.Text("192.0.2.1"));
        assertThat(desk.directory.devices().size()).isZero();
        String file = text(ask(OWN));
        for (var name : List.of("account.1.user_name", "account.1.label"))
            assertThat(file)
                    .contains(name + " = " + draft.find(name).orElseThrow().value().written());
    }

    @Test
    void an_address_has_a_budget() throws Exception {
        desk.close();
        desk = new Desk(folder, new FileDesk.Bounds(1, 3, 100, 100));
        for (int i = 0; i < 3; i++) assertThat(ask(COMMON)).isInstanceOf(Found.class);
        assertThat(ask(COMMON)).isInstanceOf(Busy.class);
        assertThat(desk.ask(Scheme.HTTP, "192.0.2.11", AGENT, COMMON)).isInstanceOf(Found.class);
        desk.now = desk.now.plus(Duration.ofSeconds(1));
        assertThat(ask(COMMON)).isInstanceOf(Found.class);
        assertThat(desk.counters.busy()).isEqualTo(1);
        assertThat(desk.counters.served()).isEqualTo(5);
    }

    @Test
    void only_so_many_wait_for_the_disk() throws Exception {
        desk.close();
        desk = new Desk(folder, new FileDesk.Bounds(1000, 1000, 100, 1));
        desk.adopt(Desk.MAC, "1001");
        var disk = new Gate();
        desk.directory.database().later(_ -> disk.passed());
        disk.awaitSomebody();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> ask(OWN));
            awaitWaiting(2);
            assertThat(desk.ask(Scheme.HTTP, "192.0.2.11", AGENT, OWN)).isInstanceOf(Full.class);
            disk.open();
            assertThat(first.get()).isInstanceOf(Found.class);
        }
        assertThat(ask(OWN)).isInstanceOf(Found.class);
        assertThat(desk.counters.full()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/../switchhook.db",
                "/..%2fswitchhook.db",
                "//switchhook.db",
                "/./switchhook.db",
                "/.switchhook.db",
                "/switchhook.db",
                "/001565abcdef.cfg/../switchhook.db",
                "/001565abcdef.cfg%00.xml",
                "/001565abcdef.cfg\0.xml",
                "/t/abc/../../etc/passwd",
                "/t/abc/t/abc/001565abcdef.cfg",
                "/etc/passwd",
                "\\..\\switchhook.db",
                "/001565abcdef.CFG/",
            })
    void no_name_leads_to_a_path(String path) throws Exception {
        Files.writeString(folder.resolve("other"), "x");
        ask(OWN);
        desk.adopt(Desk.MAC, "1001");
        assertThat(ask(path)).isInstanceOf(NotFound.class);
    }

    @Test
    void a_folder_gives_its_own_files_and_no_others() throws Exception {
        var resources = Files.createDirectory(folder.resolve("provisioning"));
        Files.writeString(resources.resolve("ring.wav"), "sound");
        Files.writeString(resources.resolve("large.bin"), "x".repeat(101));
        Files.createDirectory(resources.resolve("deep"));
        Files.createSymbolicLink(resources.resolve("link"), folder.resolve("switchhook.db"));
        var found = new ResourceFolder(resources, 100);
        assertThat(found.find("ring.wav")).hasValueSatisfying(it -> assertThat(it).hasSize(5));
        for (var name : new String[] {"large.bin", "deep", "link", "..", ".", "missing"})
            assertThat(found.find(name)).isEmpty();
        assertThat(new ResourceFolder(folder.resolve("none"), 100).find("a")).isEmpty();
    }

    private void awaitWaiting(int count) {
        while (desk.directory.database().counters().waiting() < count) Thread.onSpinWait();
    }
}
