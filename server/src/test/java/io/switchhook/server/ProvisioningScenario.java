package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.console.Health.Status;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.phone.Account;
import io.switchhook.phone.Call;
import io.switchhook.phone.Site;
import io.switchhook.phone.settings.Profile;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.node.ObjectNode;

/// A phone out of its box, a server, and an administrator with commands.
@Timeout(120)
class ProvisioningScenario {
    private static final String MAC = "001565abcdef";
    private static final String HOST = "127.0.0.1";

    @TempDir private Path folder;
    private Server server;

    private record Run(int code, String out, String err) {}

    @BeforeEach
    void start() throws Exception {
        start("limits.drain=1s");
    }

    private void start(String more) throws Exception {
        var source =
                new ConfigurationSource(
                        Optional.empty(),
                        Optional.of(folder),
                        List.of(
                                "domains=office.example",
                                "listen=udp://127.0.0.1:0",
                                "console=none",
                                "provisioning=http://127.0.0.1:0,tftp://127.0.0.1:0",
                                more));
        server = Server.start(source, source.read(), Floors::start, CallListener.NONE);
        if (server.directory().size() > 0) return;
        server.directory().add(NewAccount.of("1001", "User A", "secret"));
        server.directory().add(NewAccount.of("1002", "User B", "secret"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Run command(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.toString()));
        int code =
                Main.commands(Floors::start)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(all.toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    private static Run phone(InputStream input, String url, String... more) {
        var out = new StringWriter();
        return phone(input, out, url, more);
    }

    private static Run phone(InputStream input, Writer out, String url, String... more) {
        var err = new StringWriter();
        var words = new ArrayList<>(List.of("--json", "--mac", MAC, "--provision", url));
        words.addAll(List.of(more));
        int code =
                new CommandLine(new PhoneCommand(input))
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err))
                        .execute(words.toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    private String url(String scheme) {
        return server.addresses().stream()
                .filter(it -> it.startsWith("provisioning " + scheme + ':'))
                .map(it -> it.substring("provisioning ".length()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "tftp"})
    void a_phone_out_of_its_box_asks_is_adopted_registers_and_takes_a_call(String scheme)
            throws Exception {
        var first = phone(InputStream.nullInputStream(), url(scheme));
        assertThat(first.out()).contains("001565abcdef.cfg: not there");
        assertThat(command("device", "list").out()).contains(MAC + "  asked").contains(HOST);

        assertThat(command("device", "set", "--system", "sip.reg_surge_prevention=0").code())
                .isZero();
        var adopted = command("device", "adopt", MAC, "--model", "T38G", "--account", "1001");
        assertThat(adopted.err()).isEmpty();
        assertThat(adopted.out()).contains(MAC + "  adopted", "t38g", "accounts 1001");

        try (var site = Site.on(InetAddress.getByName(HOST));
                var lines = new PipedOutputStream();
                var out = new PipedWriter();
                var told = new BufferedReader(new PipedReader(out, 1 << 16))) {
            var input = new PipedInputStream(lines);
            var run = CompletableFuture.supplyAsync(() -> phone(input, out, url(scheme)));
            var typed = new PrintStream(lines, true, StandardCharsets.UTF_8);
            typed.println("wait registered");
            typed.println("wait ringing");
            typed.println("answer");
            typed.println("wait talking");
            var caller =
                    site.phone(
                            Account.of("sip:1002@office.example", "secret")
                                    .at(HOST, server.sipAddresses().getFirst().address().getPort())
                                    .settings(Profile.T38G));
            caller.awaitRegistered();
            var heard = new ArrayList<String>();
            while (heard.stream().noneMatch(it -> it.contains("\"registered\"")))
                heard.add(told.readLine());
            assertThat(heard.getLast()).contains("sip:1001@office.example");
            assertThat(isRegistered("1001")).isTrue();
            var call = caller.call("1001");
            call.await(Call.State.TALKING);
            caller.hangUp();
            typed.println("wait idle");
            typed.println("quit");
            var result = run.get(60, TimeUnit.SECONDS);
            assertThat(result.err()).isEmpty();
            assertThat(result.code()).isZero();
        }
        var shown = command("device", "show", MAC).out();
        assertThat(shown)
                .contains("refused  " + scheme, "served   " + scheme)
                .doesNotContain("has not used its last file");
        assertThat(server.metrics().text()).contains("switchhook_devices{state=\"adopted\"} 1");
    }

    private boolean isRegistered(String user) {
        var lines = new ArrayList<RegistrationLine>();
        server.registrations(user, lines::add);
        return !lines.isEmpty();
    }

    /// Over the loopback interface, with a group's port that nobody else has.
    @Test
    void a_phone_that_knows_no_server_asks_everybody_is_adopted_and_registers() throws Exception {
        server.close();
        int port;
        try (var free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
        start("provisioningPnp=224.0.1.75:" + port);
        command("device", "set", "--system", "sip.reg_surge_prevention=0");
        try (var lines = new PipedOutputStream();
                var out = new PipedWriter();
                var told = new BufferedReader(new PipedReader(out, 1 << 16))) {
            var input = new PipedInputStream(lines);
            var run =
                    CompletableFuture.supplyAsync(() -> pnpPhone(input, out, "224.0.1.75:" + port));
            var heard = new ArrayList<String>();
            until(told, heard, "no file for " + MAC + " yet");
            assertThat(heard)
                    .anyMatch(it -> it.contains("\"files-at\"") && it.contains(url("http")));
            assertThat(command("device", "list").out()).contains(MAC + "  asked");
            var adopted = command("device", "adopt", MAC, "--model", "T38G", "--account", "1001");
            assertThat(adopted.err()).isEmpty();
            until(told, heard, "\"registered\"");
            assertThat(isRegistered("1001")).isTrue();
            new PrintStream(lines, true, StandardCharsets.UTF_8).println("quit");
            assertThat(run.get(60, TimeUnit.SECONDS).code()).isZero();
        }
    }

    private static void until(BufferedReader told, List<String> heard, String what)
            throws Exception {
        while (heard.isEmpty() || !heard.getLast().contains(what)) {
            var line = told.readLine();
            assertThat(line).as("'%s' in %s", what, heard).isNotNull();
            heard.add(line);
        }
    }

    private static Run pnpPhone(InputStream input, Writer out, String group) {
        var err = new StringWriter();
        int code =
                new CommandLine(new PhoneCommand(input))
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err))
                        .execute("--json", "--mac", MAC, "--pnp", group, "--address", HOST);
        return new Run(code, out.toString(), err.toString());
    }

    @Test
    void a_phone_fetches_its_files_again_when_the_server_says_so() throws Exception {
        command("device", "set", "--system", "sip.reg_surge_prevention=0");
        command("device", "adopt", MAC, "--model", "T38G", "--account", "1001");
        try (var lines = new PipedOutputStream();
                var out = new PipedWriter();
                var told = new BufferedReader(new PipedReader(out, 1 << 16))) {
            var input = new PipedInputStream(lines);
            var run = CompletableFuture.supplyAsync(() -> phone(input, out, url("http")));
            var heard = new ArrayList<String>();
            until(told, heard, "\"registered\"");
            assertThat(command("device", "sync", MAC).out()).contains("1 device is told");
            until(told, heard, "\"check-sync\",\"restart\":false");
            until(told, heard, "\"provisioned\",\"changed\":true");
            until(told, heard, "\"registered\"");
            assertThat(command("device", "sync", "--all", "--reboot").out())
                    .contains("1 device is told");
            until(told, heard, "\"check-sync\",\"restart\":true");
            until(told, heard, "\"registered\"");
            new PrintStream(lines, true, StandardCharsets.UTF_8).println("quit");
            assertThat(run.get(60, TimeUnit.SECONDS).code()).isZero();
        }
        command("device", "sync", MAC);
        assertThat(showing("not told, for it is not registered"))
                .contains("told to look for new files: it answered 200")
                .contains("told to start anew: it answered 200");
        assertThat(command("device", "sync", "001565000000").err()).contains("is not adopted");
        assertThat(command("device", "sync").code()).isEqualTo(2);
        assertThat(command("device", "sync", MAC, "--group", "hall").code()).isEqualTo(2);
    }

    @Test
    void devices_of_a_group_or_a_model_are_told_to_look_for_their_files() throws Exception {
        for (int i = 0; i < 4; i++) {
            String mac = "00156500000" + i;
            String group = i < 2 ? "hall" : "desks";
            String model = i % 2 == 0 ? "T38G" : "T32G";
            command("device", "adopt", mac, "--model", model, "--group", group);
            fetch(mac, model);
        }
        assertThat(command("device", "sync", "--group", "hall").out())
                .contains("2 devices are told");
        for (var mac : List.of("001565000000", "001565000001"))
            assertThat(showing(mac, "not told, for it is not registered")).contains("hall");
        assertThat(command("device", "sync", "--group", "desks", "--model", "t32g").out())
                .contains("1 device is told");
        showing("001565000003", "not told, for it is not registered");
        assertThat(command("device", "sync", "--model", "yealink sip-t38g").err())
                .contains("no adopted device of the model");
        assertThat(command("device", "sync", "--group", "attic", "--model", "T38G").err())
                .contains("no adopted device of the group 'attic' and of the model 'T38G'");
        assertThat(command("device", "show", "001565000002").out()).doesNotContain("not told");
    }

    /// Asks until the history has it, which is written a moment after it happened.
    private String showing(String what) {
        return showing(MAC, what);
    }

    private String showing(String mac, String what) {
        var shown = command("device", "show", mac).out();
        while (!shown.contains(what)) shown = command("device", "show", mac).out();
        return shown;
    }

    /// As a phone that was adopted does.
    private void fetch(String mac, String model) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(url("http") + "/" + mac + ".cfg"))
                            .header("User-Agent", "Yealink SIP-" + model + " 38.70.0.125 " + mac)
                            .build();
            var answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void what_was_said_of_a_device_survives_the_server() throws Exception {
        phone(InputStream.nullInputStream(), url("http"));
        command("device", "adopt", MAC, "--account", "1001,1002");
        server.close();
        start();
        assertThat(command("device", "list").out())
                .contains(MAC + "  adopted", "t38g", "accounts 1001, 1002", HOST);
        assertThat(command("device", "show", MAC, "--json").out()).contains("\"visits\":[{");
    }

    @Test
    void another_that_asks_as_a_device_is_held_and_shown() throws Exception {
        phone(InputStream.nullInputStream(), url("http"));
        command("device", "adopt", MAC, "--account", "1001");
        phone(InputStream.nullInputStream(), url("http"), "--profile", "vp530");
        var list = command("device", "list").out();
        assertThat(list).contains("is 127.0.0.1 (Yealink SIP-T38G", "VP530", "was not served");
        assertThat(server.health().report().status()).isEqualTo(Status.WARNING);
        assertThat(command("device", "show", MAC).out())
                .contains("held     http", "is another kind of agent than the adopted one");
        assertThat(command("device", "hold", MAC).out()).contains(MAC + "  held");
        assertThat(command("device", "remove", MAC).out()).contains("removed " + MAC);
        assertThat(command("device", "list").out()).contains("no phone has asked");
    }

    @Test
    void a_token_is_shown_with_its_urls() {
        var made = command("device", "token", "--for", "2h").out();
        assertThat(made)
                .containsPattern("token: [a-z0-9]{20}")
                .containsPattern("http://127\\.0\\.0\\.1:\\d+/t/[a-z0-9]{20}/")
                .containsPattern("tftp://127\\.0\\.0\\.1:\\d+/t/[a-z0-9]{20}/");
        var token = made.lines().findFirst().orElseThrow().substring("token: ".length());
        command("device", "adopt", MAC, "--model", "t38g", "--account", "1001");
        var run = phone(InputStream.nullInputStream(), url("http") + "/t/" + token + "/");
        assertThat(run.out()).doesNotContain("not there");
        assertThat(command("device", "show", MAC).out()).contains("brought a token");
        assertThat(command("device", "token", "--for", "99h").err()).contains("limits.token");
    }

    @Test
    void mistakes_are_told() {
        assertThat(command("device", "adopt", "0015").err()).contains("no MAC address");
        assertThat(command("device", "adopt", MAC).err()).contains("say what model");
        assertThat(command("device", "adopt", MAC, "--model", "T39G").err())
                .contains("there is no model 'T39G'");
        assertThat(command("device", "adopt", MAC, "--model", "T38G", "--account", "9").err())
                .contains("there is no account '9'");
        assertThat(command("device", "show", MAC).err()).contains("there is no device " + MAC);
        assertThat(command("device", "set", "--system", "account.X.ptime=77").err())
                .contains("account.1.ptime", "expected");
        assertThat(command("device", "set", "--system", "no.such=1").err())
                .contains("no model has a parameter 'no.such'");
        assertThat(command("device", "set", "--model", "T38G", "no.such=1").err())
                .contains("no such parameter");
        assertThat(command("device").code()).isEqualTo(2);
    }

    @Test
    void the_folder_of_resources_is_for_places_with_a_phone() throws Exception {
        Files.createDirectory(folder.resolve("provisioning"));
        Files.writeString(folder.resolve("provisioning/dialnow.xml"), "<DialNow/>");
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url("http") + "/dialnow.xml")).build();
            var body = BodyHandlers.ofString();
            assertThat(client.send(request, body).statusCode()).isEqualTo(404);
            phone(InputStream.nullInputStream(), url("http"));
            command("device", "adopt", MAC, "--account", "1001");
            assertThat(client.send(request, body).body()).isEqualTo("<DialNow/>");
        }
    }

    /// What the commands say as JSON reads back as it was.
    @Test
    void a_line_reads_back() {
        phone(InputStream.nullInputStream(), url("http"));
        command("device", "adopt", MAC, "--account", "1001", "--group", "hall");
        var line = command("device", "list", "--json").out().strip();
        var json = (ObjectNode) ControlServer.JSON.readTree(line);
        assertThat(DeviceLine.of(json).json()).isEqualTo(json);
        assertThat(DeviceLine.of(json).group()).isEqualTo("hall");
    }
}
