package io.switchhook.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Hostile;
import java.io.IOException;
import java.io.StringReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Strangers call, under names that were made to harm. Who looks at these calls afterwards, over the API, in a terminal, in
/// Wireshark, in the log or in a browser, sees what they call themselves, and nothing else happens.
@Order(2)
@ResourceLock(Alone.BROWSER)
class HostileCallsTest {
    private static final Path WEB = Path.of("..", "console", "web").toAbsolutePath().normalize();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    /// What moves a cursor, ends a line, turns the direction of writing, or cannot be seen.
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private static final Pattern LOG_LINE =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"
                            + " (error|warn |info |debug|trace) [a-z]+  .*");
    private static final Pattern FILE_NAME =
            Pattern.compile("attachment; filename=\"call-[A-Za-z0-9_-]+\\.(txt|svg|pcapng)\"");
    private static final List<String> ELEMENTS =
            List.of("svg", "title", "desc", "style", "rect", "text", "line", "path", "g");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private Path folder = Path.of("target");
    private String root = "";

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("HostileCallsTest", "node", "chromium");
        if (!Files.isDirectory(WEB.resolve("node_modules")))
            Programs.notRun("HostileCallsTest", "console/web/build found no packages");
        folder = Folder.of(test);
    }

    @Test
    void whoeverLooksIsToldTextAlone() throws Exception {
        int sip = Ports.free();
        int web = Ports.free();
        root = "http://127.0.0.1:" + web;
        var config =
                new Config()
                        .listen("udp", "127.0.0.1", sip)
                        .console(web)
                        .line("authentication: none")
                        .line("trusted: [127.0.0.0/8]")
                        .line("limits: { drain: 0 s }")
                        .line("log: { level: debug }");
        try (var server = Server.start(folder, config);
                var caller = new RawPhone("caller", Config.DOMAIN, sip);
                var bob = new RawPhone("bob", Config.DOMAIN, sip)) {
            String password = password(server);
            assertThat(bob.register("")).startsWith("SIP/2.0 200 ");
            var calls = new HostileCaller(caller, bob);
            for (var value : Hostile.values()) calls.call(value);

            logIn(password);
            var ids = callsInTheList();
            for (var id : ids) {
                text(ask("/api/v1/calls/" + id + "?format=text"));
                picture(ask("/api/v1/calls/" + id + "?format=svg"));
                file(ask("/api/v1/calls/" + id + "?format=pcapng"));
                ladder(ask("/api/v1/calls/" + id));
            }
            problems();
            traces(ids);
            inABrowser(password);
            assertThat(server.process().isAlive()).isTrue();
            server.process().terminate();
            server.process().awaitExit(Server.STOP);
            log(server.process().output());
        }
    }

    private static String password(Server server) {
        var login =
                server.process()
                        .awaitLine(
                                "the first password",
                                line -> line.startsWith("console login: user admin, password "),
                                SOON);
        return login.split(" ")[5];
    }

    private void logIn(String password) throws Exception {
        var body = JSON.writeValueAsString(Map.of("user", "admin", "password", password));
        var request =
                HttpRequest.newBuilder(URI.create(root + "/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> ask(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(root + path)).timeout(SOON).build();
        return http.send(request, BodyHandlers.ofByteArray());
    }

    private static String body(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /// The ids of all calls; among them is one for each name, which is what the caller has said.
    private List<String> callsInTheList() throws Exception {
        var list = JSON.readTree(ask("/api/v1/calls?kind=call&limit=500").body()).path("items");
        var names = new HashSet<String>();
        var ids = new ArrayList<String>();
        for (var item : list) {
            names.add(item.path("from").path("name").asString());
            ids.add(item.path("id").asString());
        }
        assertThat(names).contains(HostileCaller.shown(Hostile.values().getFirst()));
        assertThat(ids).hasSizeGreaterThan(Hostile.values().size()).allMatch(it -> isWord(it));
        return ids;
    }

    private static boolean isWord(String id) {
        return id.matches("[A-Za-z0-9]+");
    }

    private static void plain(String text) {
        // \u200e ends what is written from right to left
        text.replace("\u200e", "")
                .lines()
                .forEach(line -> assertThat(line).doesNotContainPattern(UNSEEN));
    }

    private static void text(HttpResponse<byte[]> answer) {
        attachment(answer);
        plain(body(answer));
        assertThat(body(answer)).doesNotContain("\r").contains("INVITE");
    }

    private static void attachment(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Disposition")).matches(FILE_NAME);
        assertThat(header(answer, "Content-Security-Policy")).contains("default-src 'none'");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    private static void picture(HttpResponse<byte[]> answer) throws Exception {
        attachment(answer);
        svg(body(answer));
    }

    private static void svg(String svg) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        elements(factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg))));
    }

    private static void elements(Node node) {
        if (node.getNodeType() == Node.ELEMENT_NODE) assertThat(node.getNodeName()).isIn(ELEMENTS);
        for (var child = node.getFirstChild(); child != null; child = child.getNextSibling())
            elements(child);
    }

    /// Blocks, each as long as it says at both its ends (the draft of pcapng, §3.1).
    private static void file(HttpResponse<byte[]> answer) {
        attachment(answer);
        var file = ByteBuffer.wrap(answer.body()).order(ByteOrder.nativeOrder());
        assertThat(file.getInt(0)).isEqualTo(0x0a0d0d0a);
        if (file.getInt(8) != 0x1a2b3c4d) file.order(ByteOrder.BIG_ENDIAN);
        int blocks = 0;
        for (int at = 0; at < file.capacity(); blocks++) {
            int length = file.getInt(at + 4);
            assertThat(file.getInt(at + length - 4)).isEqualTo(length);
            at += length;
        }
        assertThat(blocks).isGreaterThan(1);
    }

    private static void ladder(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        json(body(answer));
    }

    private static JsonNode json(String json) {
        assertThat(json).doesNotContain("<").doesNotContainPattern(UNSEEN);
        var read = JSON.readTree(json);
        assertThat(read.has("harmed")).isFalse();
        return read;
    }

    /// Who asks for a name is told what is wrong with it, in one line for a terminal.
    private void problems() throws Exception {
        for (var value : Hostile.values()) {
            String name = URLEncoder.encode(shortened(value), UTF_8).replace("+", "%20");
            for (var path :
                    List.of(
                            "/api/v1/calls/" + name,
                            "/api/v1/calls?kind=" + name,
                            "/api/v1/calls?since=" + name,
                            "/api/v1/calls?" + name + "=1",
                            "/api/v1/phones/" + name,
                            "/api/v1/" + name)) {
                var answer = ask(path);
                assertThat(answer.statusCode()).as(path).isBetween(400, 499);
                assertThat(header(answer, "Content-Type")).as(path).contains("json");
                assertThat(body(answer)).as(path).doesNotContainPattern(UNSEEN);
            }
        }
    }

    private static String shortened(byte[] value) {
        String text = new String(value, UTF_8);
        return text.substring(0, Math.min(200, text.length()));
    }

    private void traces(List<String> ids) throws Exception {
        for (var line : trace("--last", "500")) plain(line);
        for (var line : trace("--last", "500", "--format", "json")) json(line);
        svg(String.join("\n", trace("--call", ids.getFirst(), "--format", "svg")));
        assertThat(trace("--last", "500", "--format", "pcapng")).isNotEmpty();
    }

    private List<String> trace(String... arguments) {
        var all = new ArrayList<>(List.of("trace", "--data", folder.resolve("data").toString()));
        all.addAll(List.of(arguments));
        try (var trace = Server.run(folder, "trace", all.toArray(String[]::new))) {
            assertThat(trace.awaitExit(SOON)).as(trace.tail()).isZero();
            return trace.output();
        }
    }

    private void inABrowser(String password) {
        var command =
                List.of(
                        "env",
                        "CONSOLE_URL=" + root,
                        "CONSOLE_PASSWORD=" + password,
                        "CHROMIUM=" + Programs.find("chromium"),
                        "PICTURES=" + folder,
                        "node",
                        WEB.resolve("e2e").resolve("hostile.test.mjs").toString());
        try (var browser = Child.start(folder, "browser", command)) {
            int status = browser.awaitExit(Duration.ofMinutes(3));
            assertThat(status).as(browser.tail()).isZero();
        }
    }

    private static void log(List<String> lines) {
        assertThat(lines).anyMatch(line -> LOG_LINE.matcher(line).matches());
        for (var line : lines) {
            assertThat(line).doesNotContainPattern(UNSEEN).doesNotStartWith("2026-01-01");
            boolean isKnown =
                    LOG_LINE.matcher(line).matches()
                            || line.startsWith("ready")
                            || line.startsWith("console login: ");
            assertThat(isKnown).as(line).isTrue();
        }
    }
}
