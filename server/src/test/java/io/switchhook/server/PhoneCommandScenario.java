package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.switchhook.media.video.AnnexB;
import io.switchhook.media.video.H264TestPicture;
import io.switchhook.media.video.PictureFile;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.phone.Account;
import io.switchhook.phone.Site;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.settings.Profile;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `switchhook phone` against a server, driven by lines.
class PhoneCommandScenario {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "secret";

    @TempDir private Path folder;

    private record Run(int code, String out, String err) {
        List<JsonNode> events() {
            return out.lines().map(JSON::readTree).toList();
        }

        List<String> texts(String event, String field) {
            return events().stream()
                    .filter(it -> it.path("event").asString().equals(event))
                    .map(it -> it.path(field).asString())
                    .toList();
        }
    }

    private static Run phone(String lines, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var input = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
        int code =
                new CommandLine(new PhoneCommand(input))
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    private interface Play {
        void with(OwnServer server) throws Exception;
    }

    /// With a server, and a phone 1002 that answers by itself and says back what it hears.
    private static void play(Play play) throws Exception {
        play(Profile.T38G, play);
    }

    private static void play(Profile profile, Play play) throws Exception {
        var accounts =
                List.of(NewAccount.of("1001", "", PASSWORD), NewAccount.of("1002", "", PASSWORD));
        var settings =
                List.of(
                        "domains=" + OwnServer.HOST,
                        "listen=udp://" + OwnServer.HOST + ":0",
                        "console=none");
        try (var own = OwnServer.start(settings, accounts, Floors::start, CallListener.NONE);
                var site = Site.on(InetAddress.getByName(OwnServer.HOST))) {
            var echo =
                    site.phone(
                            Account.of("sip:1002@" + OwnServer.HOST, PASSWORD)
                                    .at(OwnServer.HOST, own.place().port())
                                    .with("account.1.auto_answer", "1")
                                    .settings(profile));
            echo.say(new Sound.Echo());
            echo.awaitRegistered();
            play.with(own);
        }
    }

    private static String server(OwnServer own) {
        return OwnServer.HOST + ':' + own.place().port();
    }

    @Test
    void lines_drive_it_and_every_event_is_a_line_of_json() throws Exception {
        var recording = folder.resolve("heard.wav");
        play(own -> {
            var run =
                    phone(
                            """
                            wait registered
                            call 1002
                            wait talking
                            say 440
                            record %s
                            wait 2
                            quality
                            hold
                            wait holding
                            resume
                            wait talking
                            dtmf 1#
                            calls
                            hangup
                            wait idle
                            quit
                            """
                                    .formatted(recording),
                            "--json",
                            "--aor",
                            "sip:1001@" + OwnServer.HOST,
                            "--password",
                            PASSWORD,
                            "--server",
                            server(own));
            assertThat(run.err()).isEmpty();
            assertThat(run.texts("error", "text")).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.texts("registered", "address"))
                    .containsExactly("sip:1001@" + OwnServer.HOST);
            assertThat(run.texts("call", "state"))
                    .containsExactly(
                            "dialing", "alerting", "talking", "holding", "talking", "ended");
            assertThat(run.texts("unregistered", "account")).hasSize(1);
        });
        assertThat(Files.size(recording)).isGreaterThan(2 * 8000);
    }

    @Test
    void a_video_phone_shows_a_file_and_keeps_what_it_sees() throws Exception {
        var source = new H264TestPicture(48, 32, 100);
        var shown = folder.resolve("shown.h264");
        try (var out = Files.newOutputStream(shown)) {
            var pictures = new PictureFile(out);
            for (int i = 0; i < 20; i++) pictures.write(source.next(), 0);
        }
        var seen = folder.resolve("seen.h264");
        play(
                Profile.VP530,
                own -> {
                    var run =
                            phone(
                                    """
                                    wait registered
                                    call 1002
                                    wait talking
                                    video %s
                                    video %s
                                    record-video %s
                                    wait 2
                                    quality
                                    stop
                                    hangup
                                    wait idle
                                    quit
                                    """
                                            .formatted(shown, folder.resolve("none.h264"), seen),
                                    "--json",
                                    "--profile",
                                    "vp530",
                                    "--aor",
                                    "sip:1001@" + OwnServer.HOST,
                                    "--password",
                                    PASSWORD,
                                    "--server",
                                    server(own));
                    assertThat(run.texts("error", "text"))
                            .singleElement()
                            .asString()
                            .startsWith("cannot read there is no ");
                    assertThat(run.texts("video", "on")).containsExactly("true");
                    assertThat(run.texts("video-quality", "pictures"))
                            .singleElement()
                            .asString()
                            .isNotEqualTo("0");
                });
        assertThat(AnnexB.read(Files.readAllBytes(seen))).isNotEmpty();
    }

    @Test
    void lines_that_cannot_be_followed_say_why_and_the_exit_status_too() throws Exception {
        play(own -> {
            var run =
                    phone(
                            "wait registered\nhold\nbogus\ncall\nplay /nowhere.wav\nforward always\nquit\n",
                            "--aor",
                            "sip:1001@" + OwnServer.HOST,
                            "--password",
                            PASSWORD,
                            "--server",
                            server(own));
            assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
            assertThat(run.out())
                    .contains(
                            "hold: there is no call that is talking",
                            "bogus is no command; there are call, answer",
                            "an example is: call 1002",
                            "play: there is no call that was answered",
                            "an example is: forward always 1003, or off");
        });
    }

    @Test
    void a_wrong_password_is_told() throws Exception {
        play(own -> {
            var run =
                    phone(
                            "wait 1\nquit\n",
                            "--json",
                            "--aor",
                            "sip:1001@" + OwnServer.HOST,
                            "--password",
                            "wrong",
                            "--server",
                            server(own));
            assertThat(run.texts("not-registered", "status")).containsExactly("401");
        });
    }

    /// Out of its box: the file of the model, then the one of the phone.
    @Test
    void it_boots_from_a_server() throws Exception {
        play(own -> {
            var files =
                    Map.of(
                            "/y000000000038.cfg",
                            """
                            #!version:1.0.0.1
                            account.1.sip_server_host = %s
                            account.1.sip_server_port = %d
                            no.such.parameter = 1
                            """
                                    .formatted(OwnServer.HOST, own.place().port()),
                            "/001565abcdef.cfg",
                            """
                            #!version:1.0.0.1
                            account.1.enable = 1
                            account.1.user_name = 1001
                            account.1.auth_name = 1001
                            account.1.password = %s
                            """
                                    .formatted(PASSWORD));
            var http =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext(
                    "/",
                    exchange -> {
                        var file = files.get(exchange.getRequestURI().getPath());
                        byte[] body =
                                file == null ? new byte[0] : file.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(
                                file == null ? 404 : 200, body.length == 0 ? -1 : body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
            http.start();
            try {
                var url = "http://127.0.0.1:" + http.getAddress().getPort();
                var run =
                        phone(
                                "wait registered\nquit\n",
                                "--json",
                                "--mac",
                                "00:15:65:AB:CD:EF",
                                "--provision",
                                url);
                assertThat(run.texts("registered", "address"))
                        .containsExactly("sip:1001@" + OwnServer.HOST);
                assertThat(run.texts("note", "text"))
                        .singleElement()
                        .asString()
                        .contains("y000000000038.cfg:4: no.such.parameter");
                var nobody =
                        phone("quit\n", "--mac", "001565000000", "--provision", url + "/nowhere");
                assertThat(nobody.code()).isEqualTo(ExitCode.FAILURE);
            } finally {
                http.stop(0);
            }
        });
    }

    @Test
    void what_is_missing_or_wrong_in_the_command_is_said() {
        assertThat(phone("").code()).isEqualTo(ExitCode.USAGE);
        var run = phone("", "--aor", "bob", "--password", "x");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--aor bob is no SIP URI; one is sip:1001@office.example");
        assertThat(phone("", "--mac", "xyz", "--provision", "http://127.0.0.1:9/").code())
                .isEqualTo(ExitCode.USAGE);
    }
}
