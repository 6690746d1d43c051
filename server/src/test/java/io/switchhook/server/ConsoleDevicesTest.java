package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.server.ConsoleClient.Answer;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Devices and their settings at the console of a whole server.
@Timeout(120)
class ConsoleDevicesTest {
    private static final String MAC = "001565abcdef";
    private static final String PHONE = "Yealink SIP-T38G 38.70.0.125 00:15:65:ab:cd:ef";
    private static final String RIVAL = "Yealink VP530 23.70.0.40 00:15:65:ab:cd:ef";

    @TempDir private Path folder;
    private Server server;
    private ConsoleClient console;

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
                                "provisioning=http://127.0.0.1:0"));
        server = Server.start(source, source.read(), Floors::start, CallListener.NONE);
        server.directory().add(NewAccount.of("1001", "Ada <b>Adams</b>", "secret"));
        server.directory().add(NewAccount.of("1002", "", "secret"));
        console = new ConsoleClient(server);
    }

    @AfterEach
    void stop() {
        console.close();
        server.close();
    }

    private JsonNode device() throws Exception {
        return console.get("/devices/" + MAC).json();
    }

    private Answer adopt(Map<String, Object> assignment) throws Exception {
        return console.send("PUT", "/devices/" + MAC, assignment);
    }

    private void adopted() throws Exception {
        console.fetch(MAC + ".cfg", PHONE);
        assertThat(adopt(Map.of("users", List.of("1001"))).status()).isEqualTo(200);
    }

    private static void assertProblem(Answer answer, int status, String words) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.detail()).contains(words);
    }

    @Test
    void a_phone_that_asks_is_seen_adopted_and_served() throws Exception {
        assertThat(console.get("/devices").json().path("total").asInt()).isZero();
        assertThat(console.fetch(MAC + ".cfg", PHONE).statusCode()).isEqualTo(404);
        var asked = console.get("/devices?state=asked").items().get(0);
        assertThat(asked.path("mac").asString()).isEqualTo(MAC);
        assertThat(asked.path("guess").asString()).isEqualTo("t38g");
        assertThat(asked.path("others").get(0).path("agent").asString()).isEqualTo(PHONE);
        assertThat(asked.path("others").get(0).path("why").asString()).isEqualTo("is not adopted");

        var adopted = adopt(Map.of("users", List.of("1001"), "group", "hall")).json();
        assertThat(adopted.path("state").asString()).isEqualTo("adopted");
        assertThat(adopted.path("model").asString()).isEqualTo("t38g");
        assertThat(adopted.path("lines").get(0).path("name").asString())
                .isEqualTo("Ada <b>Adams</b>");
        var file = console.fetch(MAC + ".cfg", PHONE);
        assertThat(file.body()).contains("account.1.user_name = 1001");
        assertThat(device().path("state").asString()).isEqualTo("fetched");
        var visits = console.get("/devices/" + MAC + "/visits").items();
        assertThat(visits.get(0).path("outcome").asString()).isEqualTo("served");
        assertThat(visits.get(1).path("why").asString()).isEqualTo("is not adopted");

        for (var state : List.of("fetched", "asked", "held", "contested"))
            assertThat(console.get("/devices?state=" + state).json().path("total").asInt())
                    .as(state)
                    .isEqualTo(state.equals("fetched") ? 1 : 0);
        for (var words : List.of("00:15:65:AB:CD:EF", "adams", "HALL", "127.0.0.1", "t38g"))
            assertThat(console.get("/devices?q=" + words).json().path("total").asInt())
                    .as(words)
                    .isEqualTo(1);
        assertThat(console.get("/devices?q=nobody").json().path("total").asInt()).isZero();
    }

    private CompletableFuture<Integer> phone(InputStream typed) {
        var url = console.files() + "/";
        var command =
                new CommandLine(new PhoneCommand(typed))
                        .setOut(new PrintWriter(Writer.nullWriter()))
                        .setErr(new PrintWriter(Writer.nullWriter()));
        return CompletableFuture.supplyAsync(() ->
                command.execute("--json", "--mac", MAC, "--provision", url, "--profile", "t38g"));
    }

    private void awaitState(String state) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!device().path("state").asString().equals(state))
            if (System.nanoTime() > deadline) throw new AssertionError(device().toString());
    }

    @Test
    void a_phone_that_takes_its_file_and_registers_is_shown_so() throws Exception {
        phone(InputStream.nullInputStream()).get(60, TimeUnit.SECONDS);
        set("system", "", Map.of("sip.reg_surge_prevention", "0"));
        assertThat(adopt(Map.of("users", List.of("1001"))).status()).isEqualTo(200);
        try (var lines = new PipedOutputStream()) {
            var run = phone(new PipedInputStream(lines));
            awaitState("registered");
            assertThat(device().path("lines").get(0).path("registered").asBoolean()).isTrue();
            lines.write("wait registered\nquit\n".getBytes(StandardCharsets.US_ASCII));
            lines.flush();
            run.get(60, TimeUnit.SECONDS);
        }
        awaitState("applied");
    }

    @Test
    void no_password_and_no_digest_is_ever_told() throws Exception {
        adopted();
        var file = console.fetch(MAC + ".cfg", PHONE).body();
        var secrets = new ArrayList<String>();
        file.lines()
                .filter(it -> it.matches("account\\.1\\.(password|auth_name) = .*"))
                .forEach(it -> secrets.add(it.replaceAll(".* = ", "")));
        assertThat(secrets).hasSize(2);
        secrets.add("hunter2");
        var secret = Map.of("security.user_password", "admin:hunter2");
        assertThat(set("system", "", secret).status()).isEqualTo(200);
        for (var path :
                List.of(
                        "/devices",
                        "/devices/" + MAC,
                        "/devices/" + MAC + "/file",
                        "/devices/" + MAC + "/history",
                        "/devices/" + MAC + "/visits",
                        "/phone-settings?layer=system",
                        "/phone-settings/history?layer=system",
                        "/people",
                        "/people/1001",
                        "/devices.csv"))
            assertThat(console.get(path).status()).as(path).isEqualTo(200);
        var all = String.join("\n", console.told);
        for (var word : secrets) assertThat(all).doesNotContain(word);
        for (var algorithm : io.switchhook.sip.auth.DigestAlgorithm.values())
            server.directory()
                    .account("1001")
                    .orElseThrow()
                    .ha1s()
                    .hex(algorithm)
                    .ifPresent(it -> assertThat(all).doesNotContain(it));
        assertThat(
                        console.get("/phone-settings?layer=system")
                                .items()
                                .get(0)
                                .path("secret")
                                .asBoolean())
                .isTrue();
    }

    private Answer set(String layer, String whose, Map<String, String> values) throws Exception {
        return console.send(
                "PUT", "/phone-settings", Map.of("layer", layer, "whose", whose, "values", values));
    }

    @Test
    void a_rival_is_shown_with_the_reason_and_can_be_believed() throws Exception {
        adopted();
        assertThat(console.fetch(MAC + ".cfg", RIVAL).statusCode()).isEqualTo(404);
        assertThat(console.get("/devices?state=contested").json().path("total").asInt())
                .isEqualTo(1);
        var rival = device().path("others").get(0);
        assertThat(rival.path("agent").asString()).isEqualTo(RIVAL);
        assertThat(rival.path("why").asString())
                .isEqualTo("is another kind of agent than the adopted one");
        assertProblem(adopt(Map.of("from", "192.0.2.7")), 409, "192.0.2.7");
        var believed = adopt(Map.of("from", "127.0.0.1")).json();
        assertThat(believed.path("home").path("agent").asString()).isEqualTo(RIVAL);
        assertThat(believed.path("lines").size()).isEqualTo(1);

        assertThat(
                        console.send("POST", "/devices/" + MAC + "/hold")
                                .json()
                                .path("state")
                                .asString())
                .isEqualTo("held");
        assertThat(console.fetch(MAC + ".cfg", RIVAL).statusCode()).isEqualTo(404);
        assertThat(console.send("DELETE", "/devices/" + MAC).status()).isEqualTo(204);
        assertProblem(console.get("/devices/" + MAC), 404, "no device");
    }

    @Test
    void the_file_says_who_says_each_value() throws Exception {
        adopted();
        adopt(Map.of("group", "hall"));
        set("system", "", Map.of("account.X.ptime", "10"));
        set("group", "hall", Map.of("account.X.ptime", "20"));
        set("device", MAC, Map.of("account.1.ptime", "30"));
        var file = console.get("/devices/" + MAC + "/file").json();
        var ptime = value(file, "account.1.ptime");
        assertThat(ptime.path("value").asString()).isEqualTo("30");
        assertThat(ptime.path("origin").path("layer").asString()).isEqualTo("device");
        assertThat(ptime.path("overruled").get(0).path("value").asString()).isEqualTo("20");
        assertThat(ptime.path("overruled").get(0).path("origin").path("whose").asString())
                .isEqualTo("hall");
        assertThat(value(file, "account.1.user_name").path("value").asString()).isEqualTo("1001");
        assertThat(value(file, "account.1.password").path("secret").asBoolean()).isTrue();
        assertThat(console.fetch(MAC + ".cfg", PHONE).body()).contains("account.1.ptime = 30");
    }

    @Test
    void keys_are_those_of_the_group_and_of_the_person() throws Exception {
        adopted();
        adopt(Map.of("group", "hall"));
        set("group", "hall", Map.of("key.1", "park 700 Parked", "key.6", "blf 1002"));
        assertThat(set("person", "1001", Map.of("key.6", "blf 1003 Ann")).status()).isEqualTo(200);
        var file = console.get("/devices/" + MAC + "/file").json();
        assertThat(value(file, "linekey.2.value").path("origin").path("whose").asString())
                .isEqualTo("hall");
        var lamp = value(file, "memorykey.1.value");
        assertThat(lamp.path("value").asString()).isEqualTo("1003");
        assertThat(lamp.path("origin").path("layer").asString()).isEqualTo("person");
        assertThat(console.fetch(MAC + ".cfg", PHONE).body())
                .contains("memorykey.1.type = 16\n", "memorykey.1.value = 1003\n");
        assertThat(console.get("/devices/" + MAC + "/history").items().size()).isEqualTo(3);
        assertThat(console.get("/parameters?q=key.3").items().get(0).path("name").asString())
                .isEqualTo("key.N");
        assertProblem(set("person", "1999", Map.of("key.1", "dnd")), 400, "no account '1999'");
        assertProblem(set("group", "hall", Map.of("key.1", "bell")), 400, "blf NUMBER");
        assertProblem(set("group", "hall", Map.of("key.999", "dnd")), 400, "so many keys");
    }

    private static JsonNode value(JsonNode file, String name) {
        for (var value : file.path("values"))
            if (value.path("name").asString().equals(name)) return value;
        throw new AssertionError(name + " is not in " + file);
    }

    @Test
    void a_change_is_shown_before_it_is_made_and_can_be_rolled_back() throws Exception {
        adopted();
        var wish = Map.of("layer", "system", "values", Map.of("account.X.ptime", "10"));
        var preview = console.send("POST", "/phone-settings/preview", wish).json();
        assertThat(preview.path("devices").asInt()).isEqualTo(1);
        var difference = preview.path("examples").get(0).path("differences").get(0);
        assertThat(difference.path("name").asString()).isEqualTo("account.1.ptime");
        assertThat(difference.path("after").asString()).isEqualTo("10");
        assertThat(console.get("/phone-settings?layer=system").items().size()).isZero();

        assertThat(console.send("PUT", "/phone-settings", wish).status()).isEqualTo(200);
        set("system", "", Map.of("account.X.ptime", "30", "sip.rfc2543_hold", "1"));
        var history = console.get("/devices/" + MAC + "/history").items();
        assertThat(history.size()).isEqualTo(3);
        assertThat(history.get(2).path("by").asString()).isEqualTo("admin");
        assertThat(history.get(2).path("before").isNull()).isTrue();
        var first = Map.of("before", history.get(2).path("id").asLong());
        var back = console.send("POST", "/phone-settings/preview", first).json();
        assertThat(back.path("examples").get(0).path("differences").size()).isEqualTo(2);
        assertThat(console.send("PUT", "/phone-settings", first).status()).isEqualTo(200);
        assertThat(console.get("/phone-settings?layer=system").items().size()).isZero();
        assertThat(console.fetch(MAC + ".cfg", PHONE).body())
                .doesNotContain("account.1.ptime = 30");
        assertProblem(console.send("PUT", "/phone-settings", Map.of("before", 99)), 404, "change");
    }

    @Test
    void what_no_phone_takes_is_found_and_not_set() throws Exception {
        adopted();
        var bad = Map.of("layer", "system", "values", Map.of("account.X.ptime", "77"));
        var findings = console.send("POST", "/phone-settings/preview", bad).json().path("findings");
        assertThat(findings.get(0).path("severity").asString()).isEqualTo("error");
        assertThat(findings.get(0).path("text").asString()).contains("expected");
        assertProblem(console.send("PUT", "/phone-settings", bad), 400, "account.1.ptime");
        assertProblem(set("system", "", Map.of("no.such", "1")), 400, "no model has a parameter");
        assertProblem(set("model", "t38g", Map.of("no.such", "1")), 400, "no such parameter");
        assertProblem(set("model", "t39g", Map.of("a", "1")), 400, "no model 't39g'");
        assertProblem(set("device", "001565000001", Map.of("a", "1")), 409, "adopted");
        assertProblem(set("device", "xyz", Map.of("a", "1")), 400, "no MAC address");
        assertProblem(set("everybody", "", Map.of("a", "1")), 400, "no layer");
        assertProblem(set("group", "", Map.of("a", "1")), 400, "Say whose");
        assertProblem(set("system", "", Map.of("account.X.label", "a\nb")), 400, "label");
        assertProblem(set("system", "", Map.of()), 400, "1 to 500");
        assertThat(console.get("/phone-settings?layer=system").items().size()).isZero();
    }

    @Test
    void parameters_are_found_by_name_and_meaning() throws Exception {
        var found = console.get("/parameters?q=ptime&model=t38g").items();
        assertThat(found.get(0).path("name").asString()).isEqualTo("account.X.ptime");
        assertThat(found.get(0).path("expected").asString()).startsWith("one of");
        assertThat(console.get("/parameters").items().size()).isEqualTo(50);
        assertProblem(console.get("/parameters?model=t39g"), 400, "no model");
    }

    @Test
    void a_token_is_told_with_its_urls_and_lets_a_phone_in() throws Exception {
        assertThat(
                        adopt(Map.of("model", "t38g", "users", List.of("1001")))
                                .json()
                                .path("state")
                                .asString())
                .isEqualTo("expected");
        var token = console.send("POST", "/tokens", Map.of("seconds", 7200)).json();
        assertThat(token.path("urls").get(0).asString())
                .startsWith("http://127.0.0.1:")
                .endsWith("/t/" + token.path("token").asString() + "/");
        var name = "t/" + token.path("token").asString() + "/" + MAC + ".cfg";
        assertThat(console.fetch(name, PHONE).statusCode()).isEqualTo(200);
        assertThat(console.get("/devices/" + MAC + "/visits").items().get(0).path("why").asString())
                .isEqualTo("brought a token");
        var long_ = Map.of("seconds", 99 * 3600);
        assertProblem(console.send("POST", "/tokens", long_), 400, "limits.token");
        assertProblem(console.send("POST", "/tokens", Map.of("seconds", "1")), 400, "whole number");
    }

    @Test
    void mistakes_are_told() throws Exception {
        assertProblem(adopt(Map.of()), 400, "Say what model");
        assertProblem(adopt(Map.of("model", "t39g")), 400, "no model");
        assertProblem(adopt(Map.of("model", "t38g", "users", List.of("9"))), 400, "no account '9'");
        assertProblem(adopt(Map.of("model", "t38g", "users", "9")), 400, "list of strings");
        assertProblem(adopt(Map.of("model", 1)), 400, "no string");
        assertProblem(adopt(Map.of("model", "t38g", "group", "a\nb")), 400, "group");
        assertProblem(adopt(Map.of("model", "t38g", "from", "x")), 400, "no address");
        assertProblem(console.send("PUT", "/devices/xyz", Map.of()), 400, "no MAC address");
        assertProblem(console.send("POST", "/devices/" + MAC + "/hold"), 404, "no device");
        assertProblem(console.get("/devices/" + MAC + "/file"), 404, "no device");
        console.fetch(MAC + ".cfg", PHONE);
        assertProblem(console.get("/devices/" + MAC + "/file"), 409, "not adopted");
        assertProblem(console.send("POST", "/devices/" + MAC + "/hold"), 409, "not adopted");
    }

    @Test
    void models_are_told_with_the_urls_for_phones() throws Exception {
        var models = console.get("/models").json();
        assertThat(models.path("addresses").get(0).asString()).startsWith("http://127.0.0.1:");
        assertThat(models.path("items").toString()).contains("SIP-T38G", "wallpaper");
    }
}
