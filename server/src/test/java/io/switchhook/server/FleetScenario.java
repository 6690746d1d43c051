package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.phone.Account;
import io.switchhook.phone.Boot;
import io.switchhook.phone.Phone;
import io.switchhook.phone.PhoneEvent;
import io.switchhook.phone.Site;
import io.switchhook.phone.Wiretap;
import io.switchhook.phone.settings.HoldForm;
import io.switchhook.phone.settings.Profile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A phone in service, its administrator, and somebody who wants to be it.
@Timeout(120)
class FleetScenario {
    private static final String MAC = "001565abcdef";
    private static final String HOST = "127.0.0.1";

    /// Another address of the same host.
    private static final String STRANGER = "127.0.0.66";

    @TempDir private Path folder;
    private Server server;
    private Site site;
    private final BlockingQueue<PhoneEvent> events = new LinkedBlockingQueue<>();

    private record Run(int code, String out, String err) {}

    @BeforeEach
    void start() throws Exception {
        var source =
                new ConfigurationSource(
                        Optional.empty(),
                        Optional.of(folder),
                        List.of(
                                "domains=office.example",
                                "listen=udp://127.0.0.1:0",
                                "console=none",
                                "provisioning=http://127.0.0.1:0",
                                "provisioningSyslog=udp://127.0.0.1:0"));
        server = Server.start(source, source.read(), Floors::start, CallListener.NONE);
        site = Site.on(InetAddress.getByName(HOST));
        if (server.directory().size() == 0)
            server.directory().add(NewAccount.of("1001", "User A", "secret"));
        command("device", "set", "--system", "sip.reg_surge_prevention=0");
    }

    @AfterEach
    void stop() {
        site.close();
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

    private String address(String what) {
        return server.addresses().stream()
                .filter(it -> it.startsWith(what))
                .findFirst()
                .orElseThrow()
                .substring(what.length());
    }

    private String url() {
        return address("provisioning ");
    }

    private Phone phone() throws Exception {
        command("device", "adopt", MAC, "--model", "T38G", "--account", "1001");
        var phone =
                site.phone(
                        Boot.from(Profile.T38G, MAC, url(), Optional.empty()),
                        events::add,
                        Wiretap.NONE);
        phone.awaitRegistered();
        return phone;
    }

    private <T extends PhoneEvent> T next(Class<T> kind) throws Exception {
        while (true) {
            var event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("a %s", kind.getSimpleName()).isNotNull();
            if (kind.isInstance(event)) return kind.cast(event);
        }
    }

    /// Asks until the answer has it: what happens at a phone is seen a moment later.
    private String showing(String what, String... words) {
        var shown = command(words).out();
        while (!shown.contains(what)) shown = command(words).out();
        return shown;
    }

    @Test
    void a_release_is_rolled_out_to_a_phone_and_another_takes_it_back() throws Exception {
        var phone = phone();
        var file = folder.resolve("hold.cfg");
        Files.writeString(file, "#!version:1.0.0.1\nsip.rfc2543_hold = 1\n");
        assertThat(phone.settings().features().holdForm()).isEqualTo(HoldForm.SENDONLY);
        var begun =
                command(
                        "rollout",
                        "start",
                        "hold",
                        "--model",
                        "T38G",
                        "--file",
                        file.toString(),
                        "--soak",
                        "1s");
        assertThat(begun.err()).isEmpty();
        assertThat(begun.out()).contains("hold: canaries, 0 of 1 devices have come back");
        assertThat(next(PhoneEvent.Provisioned.class).changed()).isTrue();
        assertThat(phone.settings().features().holdForm()).isEqualTo(HoldForm.ZERO_ADDRESS);
        assertThat(showing("hold: done, 1 of 1", "rollout", "show"))
                .contains(MAC + "  t38g      back");
        assertThat(command("device", "show", MAC).out())
                .contains("hold: told, attempt 1", "hold: has come back");
        next(PhoneEvent.Registered.class); // with its new password
        Files.writeString(file, "#!version:1.0.0.1\nsip.rfc2543_hold = 0\n");
        command(
                "rollout",
                "start",
                "no hold",
                "--model",
                "T38G",
                "--file",
                file.toString(),
                "--soak",
                "1h",
                "--reboot");
        assertThat(next(PhoneEvent.CheckSync.class).restart()).isTrue();
        showing("no hold: soaking", "rollout", "show");
        assertThat(phone.settings().features().holdForm()).isEqualTo(HoldForm.SENDONLY);
        assertThat(command("rollout", "pause").out()).contains("no hold: paused");
        assertThat(command("rollout", "resume").out()).contains("no hold: soaking");
        assertThat(command("rollout", "abort").out()).contains("no hold: aborted");
        assertThat(command("rollout", "resume").err()).contains("no roll-out is under way");
        while (phone.settings().features().holdForm() != HoldForm.ZERO_ADDRESS)
            next(PhoneEvent.Provisioned.class);
    }

    @Test
    void a_file_with_faults_is_never_rolled_out() throws Exception {
        phone();
        var file = folder.resolve("bad.cfg");
        Files.writeString(file, "#!version:1.0.0.1\nsip.rfc2543_hold = 7\nno.such = 1\n");
        var refused =
                command("rollout", "start", "bad", "--model", "T38G", "--file", file.toString());
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("sip.rfc2543_hold", "no.such");
        assertThat(command("rollout", "show").err()).contains("there was no roll-out yet");
        assertThat(command("rollout", "start", "x", "--model", "T99", "--url", "http://a/").err())
                .contains("there is no model 'T99'");
        assertThat(
                        command(
                                        "rollout",
                                        "start",
                                        "46.1.2.3",
                                        "--model",
                                        "T38G",
                                        "--url",
                                        "http://a/")
                                .err())
                .contains("is no firmware of");
        assertThat(command("rollout").code()).isEqualTo(2);
    }

    @Test
    void what_a_phone_tells_is_in_its_history() throws Exception {
        phone();
        var parts = address("syslog udp://").split(":", -1);
        var to = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
        try (var socket = new DatagramSocket()) {
            for (var line :
                    List.of(
                            "<134>Jan 31 12:00:00 phone sua[720]: all is well",
                            "<131>Jan 31 12:00:01 phone sua[720]: the handset is broken")) {
                var bytes = line.getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, to));
            }
        }
        assertThat(get(HOST, "/event?event=log_on&mac=" + MAC + "&active_user=1001"))
                .isEqualTo(200);
        assertThat(showing("log_on 1001", "device", "show", MAC))
                .contains("log         sua: the handset is broken")
                .doesNotContain("all is well");
        assertThat(showing("the handset is broken", "device", "log", MAC))
                .contains("informational  sua: all is well");
    }

    private int get(String from, String path) throws Exception {
        try (var client =
                HttpClient.newBuilder().localAddress(InetAddress.getByName(from)).build()) {
            var request = HttpRequest.newBuilder(URI.create(url() + path)).build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void who_tries_mac_addresses_learns_nothing_and_is_banned_and_the_phone_goes_on()
            throws Exception {
        var phone = phone();
        var answers = new HashSet<String>();
        try (var client =
                HttpClient.newBuilder().localAddress(InetAddress.getByName(STRANGER)).build()) {
            for (int i = 0; i < 60; i++) {
                String mac = i % 7 == 3 ? MAC : "001565%06x".formatted(i);
                var request =
                        HttpRequest.newBuilder(URI.create(url() + "/" + mac + ".cfg")).build();
                var response = client.send(request, BodyHandlers.ofString());
                var headers = new TreeMap<>(response.headers().map());
                headers.remove("date");
                answers.add(response.statusCode() + " " + headers + response.body());
            }
        }
        assertThat(answers).hasSize(1);
        assertThat(answers.iterator().next()).startsWith("404 ");
        assertThat(command("bans").out()).contains(STRANGER);
        command("device", "sync", MAC);
        assertThat(next(PhoneEvent.Provisioned.class).changed()).isTrue();
        phone.awaitRegistered();
        assertThat(command("device", "show", MAC).out()).contains(STRANGER);
    }

    private static final Pattern SECRET =
            Pattern.compile("account\\.1\\.(auth_name|password) = (\\S+)");

    /// What a file says of the first account: its name for the digest, and its password.
    private List<String> secrets() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(url() + "/" + MAC + ".cfg"))
                            .header("User-Agent", Profile.T38G.userAgent() + ' ' + MAC)
                            .build();
            var found = SECRET.matcher(client.send(request, BodyHandlers.ofString()).body());
            var secrets = new ArrayList<String>();
            while (found.find()) secrets.add(found.group(2));
            assertThat(secrets).hasSize(2);
            return secrets;
        }
    }

    private boolean isGood(List<String> secrets) throws IOException {
        var thief = new LinkedBlockingQueue<PhoneEvent>();
        int port = server.sipAddresses().getFirst().address().getPort();
        var account =
                Account.of("sip:1001@office.example", secrets.get(1))
                        .with("account.1.auth_name", secrets.get(0))
                        .with("sip.reg_surge_prevention", "0")
                        .at(HOST, port);
        try (var phone = site.phone(account.settings(Profile.T38G), thief::add, Wiretap.NONE)) {
            phone.await(
                    Phone.PATIENCE,
                    () ->
                            phone.isRegistered()
                                    || thief.stream()
                                            .anyMatch(PhoneEvent.NotRegistered.class::isInstance),
                    () -> "an answer");
            return phone.isRegistered();
        }
    }

    /// Somebody has copied the file on its way: it is good until the phone has used a later one.
    @Test
    void a_stolen_file_is_worth_nothing_once_the_phone_has_used_a_later_one() throws Exception {
        var phone = phone();
        var stolen = secrets();
        assertThat(isGood(stolen)).isTrue();
        command("device", "sync", MAC, "--reboot");
        next(PhoneEvent.Provisioned.class);
        phone.await(
                Phone.PATIENCE,
                () -> events.stream().anyMatch(PhoneEvent.Registered.class::isInstance),
                () -> "the phone to be registered again");
        assertThat(isGood(stolen)).isFalse();
        assertThat(phone.isRegistered()).isTrue();
    }
}
