package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.server.ConsoleClient.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// People, files and spreadsheets at the console of a whole server.
@Timeout(120)
class ConsolePeopleTest {
    private static final String MAC = "001565abcdef";
    private static final String PHONE = "Yealink SIP-T38G 38.70.0.125 00:15:65:ab:cd:ef";
    private static final String BYTES = "application/octet-stream";

    @TempDir private Path folder;
    private Server server;
    private ConsoleClient console;

    @BeforeEach
    void start() throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("office.yaml"),
                        """
                        domains: [office.example]
                        listen: [udp://127.0.0.1:0]
                        console: http://127.0.0.1:0
                        provisioning: [http://127.0.0.1:0]
                        accounts: [{ user: "1000", password: secret, name: Reception }]
                        limits: { drain: 1 s, resource: 64 KiB, import: 64 KiB }
                        """);
        var source =
                new ConfigurationSource(
                        Optional.of(file), Optional.of(folder.resolve("data")), List.of());
        server = Server.start(source, source.read(), Floors::start, CallListener.NONE);
        server.directory().add(NewAccount.of("1001", "Ada Adams", "secret"));
        server.directory().add(NewAccount.of("999", "Änne Brown", "secret"));
        console = new ConsoleClient(server);
    }

    @AfterEach
    void stop() {
        console.close();
        server.close();
    }

    private static void assertProblem(Answer answer, int status, String words) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.detail()).contains(words);
    }

    private void adopted(String user) throws Exception {
        console.fetch(MAC + ".cfg", PHONE);
        var adopted = console.send("PUT", "/devices/" + MAC, Map.of("users", List.of(user)));
        assertThat(adopted.status()).as(adopted.text()).isEqualTo(200);
    }

    @Test
    void people_come_by_user_with_their_devices() throws Exception {
        adopted("1001");
        var people = console.get("/people").items();
        assertThat(people.findValuesAsString("user")).containsExactly("999", "1000", "1001");
        var ada = console.get("/people/1001").json();
        assertThat(ada.path("devices").get(0).path("mac").asString()).isEqualTo(MAC);
        assertThat(ada.path("devices").get(0).path("state").asString()).isEqualTo("adopted");
        assertThat(ada.path("state").asString()).isEqualTo("absent");
        assertThat(console.get("/people?devices=some").json().path("total").asInt()).isEqualTo(1);
        assertThat(console.get("/people?devices=none&q=ADA").json().path("total").asInt()).isZero();
        assertProblem(console.get("/people/7"), 404, "no account '7'");
    }

    @Test
    void a_password_that_is_made_is_told_once_and_one_that_is_given_never() throws Exception {
        var made = console.send("POST", "/people", Map.of("user", "1002", "name", "Bob")).json();
        var password = made.path("password").asString();
        assertThat(password).matches("[a-z2-9]{16}");
        assertThat(console.get("/people/1002").text()).doesNotContain(password);
        var before = server.directory().ha1s("1002").orElseThrow();

        var given = Map.of("password", "hunter2hunter2");
        var answer = console.send("PUT", "/people/1002/password", given);
        assertThat(answer.json().path("password").asString()).isEmpty();
        assertThat(answer.text()).doesNotContain("hunter2");
        assertThat(server.directory().ha1s("1002").orElseThrow()).isNotEqualTo(before);
        assertThat(
                        console.send("PUT", "/people/1002/password", Map.of())
                                .json()
                                .path("password")
                                .asString())
                .hasSize(16);
        assertProblem(console.send("POST", "/people", Map.of("user", "1002")), 409, "already");
    }

    @Test
    void people_are_renamed_and_removed() throws Exception {
        var renamed = console.send("PUT", "/people/1001/name", Map.of("name", "Ada Lovelace"));
        assertThat(renamed.json().path("name").asString()).isEqualTo("Ada Lovelace");
        assertProblem(
                console.send("PUT", "/people/1001/name", Map.of("name", "a\nb")),
                400,
                "Name may not");
        assertProblem(console.send("PUT", "/people/1001/name", Map.of()), 400, "'name'");
        assertThat(console.send("DELETE", "/people/1001").status()).isEqualTo(204);
        assertThat(server.directory().account("1001")).isEmpty();
        assertProblem(console.send("DELETE", "/people/1001"), 404, "no account");
        assertProblem(console.send("DELETE", "/people/1000"), 409, "configuration file");
        assertProblem(
                console.send("PUT", "/people/1000/name", Map.of("name", "x")),
                409,
                "configuration file");
        assertProblem(
                console.send("POST", "/people", Map.of("user", "a b")),
                400,
                "may not hold a space");
    }

    private Answer features(String user, Map<String, ?> wish) throws Exception {
        return console.send("PUT", "/people/" + user + "/features", wish);
    }

    @Test
    void calls_are_forwarded_and_nobody_is_disturbed() throws Exception {
        var before = console.get("/people/1001").json().path("features");
        assertThat(before.path("always").asString("?")).isEmpty();
        assertThat(before.path("seconds").asInt()).isEqualTo(20);
        assertThat(before.path("doNotDisturb").asBoolean(true)).isFalse();

        var set =
                features("1001", Map.of("noAnswer", "999", "seconds", 30, "doNotDisturb", true))
                        .json();
        assertThat(set.path("features").path("noAnswer").asString()).isEqualTo("999");
        assertThat(console.get("/people/1001").json()).isEqualTo(set);
        var kept = server.directory().account("1001").orElseThrow().features();
        assertThat(kept.after()).hasSeconds(30);
        assertThat(kept.doNotDisturb()).isTrue();

        var changed = features("1001", Map.of("busy", "1000", "doNotDisturb", false)).json();
        assertThat(changed.path("features").path("noAnswer").asString()).isEqualTo("999");
        assertThat(changed.path("features").path("busy").asString()).isEqualTo("1000");
        var off = features("1001", Map.of("busy", "", "noAnswer", "", "seconds", 20)).json();
        assertThat(off.path("features")).isEqualTo(before);
        assertThat(server.directory().account("1001").orElseThrow().features().isNone()).isTrue();
    }

    @Test
    void who_stands_in_the_configuration_file_forwards_here() throws Exception {
        var set = features("1000", Map.of("always", "sip:1001@office.example"));
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.json().path("configured").asBoolean()).isTrue();
        assertThat(set.json().path("features").path("always").asString())
                .isEqualTo("sip:1001@office.example");
    }

    @Test
    void a_forward_that_cannot_be_is_refused() throws Exception {
        assertProblem(features("7", Map.of("busy", "999")), 404, "no account '7'");
        assertProblem(
                features("1001", Map.of("always", "sip:a@elsewhere.example")),
                400,
                "nothing is relayed elsewhere");
        assertProblem(
                features("1001", Map.of("always", "1001")),
                400,
                "Calls of 1001 cannot be forwarded to 1001");
        assertProblem(features("1001", Map.of("seconds", 600)), 400, "5 to 120 seconds");
        assertProblem(features("1001", Map.of("seconds", "soon")), 400, "'seconds'");
        assertProblem(features("1001", Map.of("doNotDisturb", "yes")), 400, "true nor false");
        assertProblem(features("1001", Map.of("busy", 999)), 400, "'busy' is no string");
        assertThat(server.directory().account("1001").orElseThrow().features().isNone()).isTrue();
    }

    /// A second of silence: two channels, 44.1 kHz, 16 bits.
    private static byte[] wav() {
        int length = 44_100 * 4;
        var out = ByteBuffer.allocate(44 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + length);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) 1).putShort((short) 2).putInt(44_100).putInt(44_100 * 4);
        out.putShort((short) 4).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(length);
        return out.array();
    }

    private static byte[] png() throws Exception {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    @Test
    void a_ring_tone_is_made_fit_and_fetched_by_a_phone() throws Exception {
        var path = "/files/bell.mp3?use=ringtone&model=t38g";
        var kept = console.upload("PUT", path, BYTES, wav()).json();
        assertThat(kept.path("file").path("name").asString()).isEqualTo("bell.wav");
        assertThat(kept.path("changes").toString())
                .contains(
                        "2 channels became one", "44100 samples a second became 8000", "bell.wav");
        var url = console.get("/models").json().path("addresses").get(0).asString() + "bell.wav";
        var setting = Map.of("layer", "system", "values", Map.of("ringtone.url", url));
        var set = console.send("PUT", "/phone-settings", setting);
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        var file = console.get("/files").items().get(0);
        assertThat(file.path("uses").get(0).path("name").asString()).isEqualTo("ringtone.url");
        assertThat(file.path("bytes").asInt()).isBetween(8000, 8100);

        assertThat(console.fetch("bell.wav", PHONE).statusCode()).isEqualTo(404);
        adopted("1001");
        assertThat(console.fetch("bell.wav", PHONE).statusCode()).isEqualTo(200);
        assertThat(console.send("DELETE", "/files/bell.wav").status()).isEqualTo(204);
        assertThat(console.fetch("bell.wav", PHONE).statusCode()).isEqualTo(404);
        assertProblem(console.send("DELETE", "/files/bell.wav"), 404, "no file");
    }

    @Test
    void a_wallpaper_fills_the_screen() throws Exception {
        var kept = console.upload("PUT", "/files/wall.png?use=wallpaper&model=t38g", BYTES, png());
        assertThat(kept.status()).as(kept.text()).isEqualTo(200);
        assertThat(kept.json().path("changes").toString()).contains("640 by 480 points became");
        assertThat(folder.resolve("data/provisioning").toFile().list()).hasSize(1);
    }

    @Test
    void what_is_no_file_for_phones_is_refused() throws Exception {
        var text = "x".getBytes(StandardCharsets.US_ASCII);
        for (var name :
                List.of(
                        "001565abcdef.cfg",
                        "y000000000038.cfg",
                        "phonebook.xml",
                        ".hidden",
                        "a%20b",
                        "a%3Cb%3E",
                        "x".repeat(65)))
            assertProblem(console.upload("PUT", "/files/" + name, BYTES, text), 400, "name");
        assertThat(console.upload("PUT", "/files/..%2Fx", BYTES, text).status())
                .isBetween(400, 404);
        assertProblem(
                console.upload("PUT", "/files/a.wav?use=ringtone&model=t38g", BYTES, text),
                400,
                "The file");
        assertProblem(
                console.upload("PUT", "/files/a.wav?use=ringtone&model=x", BYTES, wav()),
                400,
                "which model");
        assertProblem(
                console.upload("PUT", "/files/a.png?use=wallpaper&model=t20p", BYTES, png()),
                400,
                "takes no wallpaper");
        assertProblem(console.upload("PUT", "/files/a?use=tattoo", BYTES, text), 400, "ringtone");
        assertProblem(
                console.upload("PUT", "/files/a", BYTES, new byte[65 * 1024]), 413, "65536 bytes");
        assertProblem(console.upload("PUT", "/files/a", BYTES, new byte[0]), 400, "empty");
        assertProblem(console.upload("PUT", "/files/a", "application/json", text), 400, BYTES);
        assertThat(folder.resolve("data/provisioning")).doesNotExist();
    }

    private Answer load(String csv, boolean apply) throws Exception {
        return console.upload(
                "POST",
                "/devices.csv?apply=" + apply,
                "text/csv",
                csv.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_spreadsheet_is_tried_and_then_brought_in_and_reads_back_unchanged() throws Exception {
        var csv =
                """
                mac,model,accounts,person,group,account.X.ptime,security.user_password
                00:15:65:ab:cd:ef,t38g,1001,,hall,30,admin:hunter2
                00:15:65:00:00:01,t20p,,Änne Brown,,,
                """;
        var dry = load(csv, false).json();
        assertThat(dry.path("added").asInt()).isEqualTo(2);
        assertThat(dry.path("lines").get(0).asString()).contains("001565abcdef is new");
        assertThat(dry.toString()).doesNotContain("hunter2");
        assertThat(console.get("/devices").json().path("total").asInt()).isZero();

        var done = load(csv, true).json();
        assertThat(done.path("applied").asBoolean()).isTrue();
        var device = console.get("/devices/" + MAC).json();
        assertThat(device.path("state").asString()).isEqualTo("expected");
        assertThat(device.path("group").asString()).isEqualTo("hall");
        assertThat(
                        console.get("/devices/001565000001")
                                .json()
                                .path("lines")
                                .get(0)
                                .path("user")
                                .asString())
                .isEqualTo("999");
        var own = console.get("/phone-settings?layer=device&whose=" + MAC).items();
        assertThat(own.findValuesAsString("name"))
                .containsExactly("account.X.ptime", "security.user_password");

        var out = console.get("/devices.csv").text();
        assertThat(out).contains("Änne Brown", "Ada Adams").doesNotContain("hunter2");
        var again = load(out, true).json();
        assertThat(again.path("added").asInt() + again.path("changed").asInt()).isZero();
        assertThat(console.get("/phone-settings?layer=device&whose=" + MAC).items().size())
                .isEqualTo(2);
    }

    @Test
    void a_spreadsheet_changes_what_a_device_is_and_not_who() throws Exception {
        adopted("1001");
        var done = load("mac,accounts,group\n" + MAC + ",999 1001,\n", true).json();
        assertThat(done.path("changed").asInt()).isEqualTo(1);
        var device = console.get("/devices/" + MAC).json();
        assertThat(device.path("state").asString()).isEqualTo("adopted");
        assertThat(device.path("home").path("agent").asString()).isEqualTo(PHONE);
        assertThat(device.path("lines").findValuesAsString("user")).containsExactly("999", "1001");
    }

    @Test
    void of_a_spreadsheet_with_a_fault_nothing_is_taken() throws Exception {
        var faults =
                load("mac,model,accounts\n" + MAC + ",t38g,1001\n001565000001,t38g,7\n", true)
                        .json()
                        .path("faults");
        assertThat(faults.get(0).path("line").asInt()).isEqualTo(3);
        assertThat(faults.get(0).path("text").asString()).contains("no account '7'");
        var wrong = load("mac,model,accounts,person\n" + MAC + ",t38g,999,Ada Adams\n", true);
        assertThat(wrong.json().path("faults").get(0).path("text").asString())
                .contains("not that of 'Ada Adams'");
        assertThat(console.get("/devices").json().path("total").asInt()).isZero();
        assertProblem(load("x".repeat(70_000), false), 413, "bytes");
    }

    @Test
    void the_phone_book_has_everybody_for_phones_that_are_adopted() throws Exception {
        assertThat(console.fetch("phonebook.xml", PHONE).statusCode()).isEqualTo(404);
        adopted("1001");
        var book = console.fetch("phonebook.xml?search=#SEARCH", PHONE).body();
        assertThat(book).contains("<Name>Ada Adams</Name>", "<Telephone>1000</Telephone>");
        var found = console.fetch("phonebook.xml?search=anne", PHONE);
        assertThat(found.body()).contains("Änne Brown").doesNotContain("Ada");
        assertThat(found.headers().firstValue("Content-Type").orElseThrow()).contains("xml");
        console.send("PUT", "/people/999/name", Map.of("name", "<b>&"));
        assertThat(console.fetch("phonebook.xml?search=b", PHONE).body())
                .contains("&lt;b&gt;&amp;");
    }
}
