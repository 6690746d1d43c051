package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.phone.Boot;
import io.switchhook.phone.Phone;
import io.switchhook.phone.PhoneEvent;
import io.switchhook.phone.Site;
import io.switchhook.phone.Wiretap;
import io.switchhook.phone.settings.Profile;
import io.switchhook.server.ConsoleClient.Answer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Phones in service at the console of a whole server.
@Timeout(120)
class ConsoleServiceTest {
    private static final String MAC = "001565abcdef";
    private static final String PATH = "/devices/" + MAC;
    private static final String HOST = "127.0.0.1";

    @TempDir private Path folder;
    private Server server;
    private ConsoleClient console;
    private Site site;
    private final BlockingQueue<PhoneEvent> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        var source =
                new ConfigurationSource(
                        Optional.empty(),
                        Optional.of(folder),
                        List.of(
                                "domains=office.example",
                                "listen=udp://127.0.0.1:0",
                                "console=http://127.0.0.1:0",
                                "limits.drain=1s",
                                "provisioning=http://127.0.0.1:0",
                                "provisioningSyslog=udp://127.0.0.1:0"));
        server = Server.start(source, source.read(), Floors::start, CallListener.NONE);
        server.directory().add(NewAccount.of("1001", "", "secret"));
        console = new ConsoleClient(server);
        site = Site.on(InetAddress.getByName(HOST));
        var atOnce = Map.of("sip.reg_surge_prevention", "0");
        console.send("PUT", "/phone-settings", Map.of("layer", "system", "values", atOnce));
    }

    @AfterEach
    void stop() {
        site.close();
        console.close();
        server.close();
    }

    private void adopt() throws Exception {
        var adoption = Map.of("model", "t38g", "users", List.of("1001"));
        assertThat(console.send("PUT", PATH, adoption).status()).isEqualTo(200);
    }

    private Phone phone() throws Exception {
        adopt();
        var boot = Boot.from(Profile.T38G, MAC, console.files(), Optional.empty());
        var phone = site.phone(boot, events::add, Wiretap.NONE);
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

    /// The first item that has the words, asked for until it is there: what happens at a phone is seen a moment later.
    private JsonNode awaitItem(String path, String words) throws Exception {
        while (true)
            for (var item : console.get(path).items())
                if (item.toString().contains(words)) return item;
    }

    private static void assertProblem(Answer answer, int status, String words) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.detail()).contains(words);
    }

    @Test
    void a_phone_is_told_to_fetch_and_to_reboot_and_what_it_answers_is_shown() throws Exception {
        phone();
        assertThat(console.send("POST", PATH + "/fetch").status()).isEqualTo(204);
        assertThat(next(PhoneEvent.CheckSync.class).restart()).isFalse();
        var fetched = awaitItem(PATH + "/notes", "it answered 200");
        assertThat(fetched.path("kind").asString()).isEqualTo("check-sync");
        assertThat(fetched.path("text").asString())
                .isEqualTo("told to look for new files: it answered 200");
        next(PhoneEvent.Registered.class);

        assertThat(console.send("POST", PATH + "/reboot").status()).isEqualTo(204);
        assertThat(next(PhoneEvent.CheckSync.class).restart()).isTrue();
        awaitItem(PATH + "/notes", "told to start anew: it answered 200");
        assertThat(console.get(PATH + "/notes").items().get(0).path("text").asString())
                .startsWith("told to start anew");
    }

    @Test
    void who_is_not_registered_or_not_adopted_is_not_told() throws Exception {
        assertProblem(console.send("POST", PATH + "/fetch"), 404, "no device");
        assertProblem(console.get(PATH + "/notes"), 404, "no device");
        assertProblem(console.get(PATH + "/log"), 404, "no device");
        assertProblem(console.send("POST", "/devices/xyz/fetch"), 400, "no MAC address");
        adopt();
        assertProblem(console.send("POST", PATH + "/reboot"), 409, "not adopted");
        console.fetch(MAC + ".cfg", "Yealink SIP-T38G 38.70.0.125 " + MAC);
        assertThat(console.send("POST", PATH + "/fetch").status()).isEqualTo(204);
        awaitItem(PATH + "/notes", "not told, for it is not registered");
        console.send("POST", PATH + "/hold");
        assertProblem(console.send("POST", PATH + "/fetch"), 409, "not adopted");
    }

    @Test
    void phones_of_a_kind_are_told_together() throws Exception {
        assertProblem(console.send("POST", "/devices/fetch", Map.of()), 400, "'group' or 'model'");
        var all = Map.of("all", true);
        assertProblem(console.send("POST", "/devices/fetch", all), 404, "no adopted device");
        phone();
        var ofModel = Map.of("model", "T38G");
        var told = console.send("POST", "/devices/fetch", ofModel);
        assertThat(told.json().path("devices").asInt()).isEqualTo(1);
        assertThat(next(PhoneEvent.CheckSync.class).restart()).isFalse();
        awaitItem(PATH + "/notes", "told to look for new files: it answered 200");
        next(PhoneEvent.Registered.class);
        assertThat(console.send("POST", "/devices/reboot", all).status()).isEqualTo(200);
        assertThat(next(PhoneEvent.CheckSync.class).restart()).isTrue();
        assertProblem(
                console.send("POST", "/devices/reboot", Map.of("group", "hall")),
                404,
                "no adopted device of the group 'hall'");
    }

    @Test
    void what_it_logs_and_tells_is_shown_and_can_harm_nobody() throws Exception {
        adopt();
        console.fetch(MAC + ".cfg", "Yealink SIP-T38G 38.70.0.125 " + MAC);
        var text = "<12>Feb  5 17:32:18 " + MAC + " sua: <b>fan</b> \u202efailed";
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var socket = new DatagramSocket(new InetSocketAddress(HOST, 0))) {
            int port = Integer.parseInt(syslog().replaceAll(".*:", ""));
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(HOST), port));
        }
        var line = awaitItem(PATH + "/log", "fan");
        assertThat(line.path("severity").asString()).isEqualTo("warning");
        assertThat(line.path("application").asString()).isEqualTo("sua");
        assertThat(line.path("text").asString()).startsWith("<b>fan</b> ").endsWith("failed");
        assertThat(console.get(PATH + "/log").json().path("forgotten").asInt()).isZero();
        assertThat(console.told.getLast()).matches("[ -~]*");
        awaitItem(PATH + "/notes", "fan");
        console.fetch("event?event=log_on&mac=" + MAC, "");
        assertThat(awaitItem(PATH + "/notes", "action").path("kind").asString())
                .isEqualTo("action");
    }

    private String syslog() {
        return server.addresses().stream()
                .filter(it -> it.startsWith("syslog "))
                .findFirst()
                .orElseThrow();
    }

    private void rollOut() throws Exception {
        var file = folder.resolve("hold.cfg");
        Files.writeString(file, "#!version:1.0.0.1\nsip.rfc2543_hold = 1\n");
        var err = new StringWriter();
        var words =
                new ArrayList<>(List.of("rollout", "start", "hold", "--model", "t38g", "--file"));
        words.addAll(List.of(file.toString(), "--data", folder.toString()));
        int code =
                Main.commands(Floors::start)
                        .setOut(new PrintWriter(new StringWriter()))
                        .setErr(new PrintWriter(err))
                        .execute(words.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
    }

    @Test
    void a_roll_out_is_shown_paused_resumed_and_aborted() throws Exception {
        assertThat(console.get("/rollouts").items().size()).isZero();
        assertProblem(console.send("POST", "/rollouts/pause"), 409, "No roll-out");
        phone();
        rollOut();
        var begun = console.get("/rollouts").items().get(0);
        assertThat(begun.path("release").asString()).isEqualTo("hold");
        assertThat(begun.path("devices").asInt()).isEqualTo(1);
        assertThat(begun.path("open").asBoolean()).isTrue();
        assertThat(phase("pause")).isEqualTo("paused");
        assertThat(phase("resume")).isIn("canaries", "soaking");
        awaitItem("/rollouts", "\"back\":1");
        assertThat(phase("abort")).isEqualTo("aborted");
        assertThat(console.get("/rollouts").items().get(0).path("open").asBoolean()).isFalse();
        assertProblem(console.send("POST", "/rollouts/resume"), 409, "No roll-out");
        awaitItem(PATH + "/notes", "hold: has come back");
    }

    private String phase(String step) throws Exception {
        var answer = console.send("POST", "/rollouts/" + step);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("phase").asString();
    }
}
