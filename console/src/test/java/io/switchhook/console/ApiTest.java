package io.switchhook.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.console.Browser.Answer;
import io.switchhook.console.Console.Settings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ApiTest {
    private static final String PASSWORD = "correct horse";
    private static final SampleViews VIEWS = new SampleViews();

    @TempDir private Path folder;

    private final AtomicLong nanos = new AtomicLong(1);
    private final Health health = new Health();
    private Users users;
    private Console console;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        users = Users.open(folder.resolve("users"), new SecureRandom());
        users.put("admin", Role.ADMIN, PASSWORD);
        console = console(Duration.ofMillis(1), Duration.ofSeconds(30));
        browser = new Browser(console.address());
    }

    private Console console(Duration tick, Duration patience) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Console.start(
                new Settings(address, Optional.empty(), 16, 2, tick, patience),
                new Metrics(),
                health,
                users,
                VIEWS.views(),
                nanos::get,
                new SecureRandom());
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private Browser loggedIn() throws IOException {
        assertThat(browser.logIn("admin", PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private static void assertProblem(Answer answer, int status, String... words) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        for (var word : words) assertThat(answer.json().path("detail").asString()).contains(word);
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
    }

    private static String filled(Route route) {
        return Route.ROOT
                + route.path()
                        .replace("{id}", "long")
                        .replace("{user}", "1000")
                        .replace("{mac}", "001565000000")
                        .replace("{name}", "v");
    }

    @Test
    void nothing_is_told_to_who_is_not_logged_in() throws Exception {
        int closed = 0;
        for (var route : console.routes()) {
            if (route.role().isEmpty()) continue;
            closed++;
            var answer = browser.send(route.method().name(), filled(route), "");
            assertProblem(answer, 401, "Log in");
        }
        assertThat(closed).isGreaterThan(10);
        browser.with("Cookie", "switchhook=guessed");
        assertProblem(browser.get("/api/v1/now"), 401);
    }

    @Test
    void a_problem_is_told_in_printable_ASCII_alone() throws Exception {
        loggedIn();
        for (var name :
                List.of("%1b%5b31m", "%7f", "%e2%80%ae", "%c2%9b", "%f3%a0%81%81", "%3cb%3e"))
            for (var path :
                    List.of("calls?kind=" + name, "calls?" + name + "=1", "phones/" + name)) {
                var answer = browser.get("/api/v1/" + path);
                assertThat(answer.status()).as(path).isBetween(400, 499);
                assertThat(answer.text()).matches("[ -;=-~]+");
                assertThat(answer.json().path("detail").asString()).as(path).isNotEmpty();
            }
    }

    @Test
    void a_path_that_HTTP_does_not_allow_is_a_problem_as_others_are() throws Exception {
        for (var path : List.of("/api/v1/calls/%00", "/api/v1/%zz"))
            assertProblem(browser.get(path), 400, "The request is not served");
    }

    @Test
    void the_page_of_the_api_has_the_rows_of_the_api() throws Exception {
        var page = new YAMLMapper().readTree(browser.get("/api/v1/openapi.yaml").text());
        var described = new TreeSet<String>();
        for (var path : page.path("paths").properties())
            for (var method : path.getValue().properties())
                if (!method.getKey().equals("parameters"))
                    described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
        var served = new TreeSet<String>();
        for (var route : console.routes()) served.add(route.method().name() + " " + route.path());
        assertThat(described).isEqualTo(served);
        assertThat(page.path("paths").path("/session").path("post").path("security").isEmpty())
                .isTrue();
    }

    @Test
    void answers_have_the_members_that_the_page_of_the_api_requires() throws Exception {
        var schemas =
                new YAMLMapper()
                        .readTree(browser.get("/api/v1/openapi.yaml").text())
                        .path("components")
                        .path("schemas");
        loggedIn();
        assertMembers(schemas.path("Now"), browser.get("/api/v1/now").json());
        assertMembers(
                schemas.path("Now").path("properties").path("figures"),
                browser.get("/api/v1/now").json().path("figures"));
        var calls = browser.get("/api/v1/calls?limit=1").json();
        assertMembers(schemas.path("Slice"), calls);
        assertMembers(schemas.path("Call"), calls.path("items").get(0));
        var account = browser.get("/api/v1/phones/1000").json();
        assertMembers(schemas.path("Account"), account);
        assertMembers(schemas.path("Binding"), account.path("bindings").get(0));
        assertMembers(
                schemas.path("Setting"),
                browser.get("/api/v1/settings").json().path("items").get(0));
        for (var path :
                Map.of(
                                "Device", "/devices",
                                "Model", "/models",
                                "Visit", "/devices/001565000000/visits",
                                "Note", "/devices/001565000000/notes",
                                "LogLine", "/devices/001565000000/log",
                                "Change", "/devices/001565000000/history",
                                "Parameter", "/parameters",
                                "SetValue", "/phone-settings?layer=system",
                                "Person", "/people",
                                "StoredFile", "/files")
                        .entrySet())
            assertMembers(
                    schemas.path(path.getKey()),
                    browser.get("/api/v1" + path.getValue()).json().path("items").get(0));
        assertMembers(
                schemas.path("Rollout"),
                browser.get("/api/v1/rollouts").json().path("items").get(0));
        var file = browser.get("/api/v1/devices/001565000000/file").json();
        assertMembers(schemas.path("PhoneFile"), file);
        assertMembers(schemas.path("Effective"), file.path("values").get(0));
        assertMembers(schemas.path("Judged"), file.path("findings").get(0));
        assertMembers(schemas.path("Origin"), file.path("values").get(0).path("origin"));
        var device = browser.get("/api/v1/devices?state=registered").json().path("items").get(0);
        assertMembers(schemas.path("Line"), device.path("lines").get(0));
        assertMembers(schemas.path("Home"), device.path("home"));
        assertMembers(schemas.path("Other"), device.path("others").get(0));
        var wish = "{\"layer\":\"system\",\"values\":{\"a\":null}}";
        var preview = browser.send("POST", "/api/v1/phone-settings/preview", wish).json();
        assertMembers(schemas.path("Preview"), preview);
        assertMembers(
                schemas.path("Difference"),
                preview.path("examples").get(0).path("differences").get(0));
        assertMembers(
                schemas.path("Token"),
                browser.send("POST", "/api/v1/tokens", "{\"seconds\":60}").json());
        assertMembers(
                schemas.path("Made"),
                browser.send("POST", "/api/v1/people", "{\"user\":\"1\"}").json());
        browser.with("Content-Type", "text/csv");
        assertMembers(
                schemas.path("BulkResult"),
                browser.send("POST", "/api/v1/devices.csv", "mac").json());
        browser.without("Content-Type");
        assertMembers(
                schemas.path("User"), browser.get("/api/v1/users").json().path("items").get(0));
    }

    private static void assertMembers(JsonNode schema, JsonNode value) {
        var required = new TreeSet<String>();
        for (var name : schema.path("required")) required.add(name.asString());
        assertThat(required).isNotEmpty();
        assertThat(new TreeSet<>(value.propertyNames())).isEqualTo(required);
    }

    @Test
    void a_login_gives_a_cookie_that_scripts_and_other_sites_do_not_get() throws Exception {
        var cookie = browser.logIn("admin", PASSWORD).header("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("switchhook=")
                .contains("; HttpOnly", "; SameSite=Strict", "; Path=/")
                .doesNotContain("Secure");
        assertThat(browser.get("/api/v1/session").json().path("user").asString())
                .isEqualTo("admin");
    }

    @Test
    void who_logs_out_is_out() throws Exception {
        loggedIn();
        assertThat(browser.send("DELETE", "/api/v1/session", "").status()).isEqualTo(204);
        assertProblem(browser.get("/api/v1/now"), 401);
    }

    @Test
    void a_session_ends_when_nobody_uses_it_and_at_last_anyway() throws Exception {
        loggedIn();
        nanos.addAndGet(Sessions.IDLE.toNanos());
        assertThat(browser.get("/api/v1/now").status()).isEqualTo(200);
        nanos.addAndGet(Sessions.IDLE.toNanos() + 1);
        assertProblem(browser.get("/api/v1/now"), 401);

        loggedIn();
        for (long hours = 0; hours < Sessions.LIFE.toHours(); hours++) {
            assertThat(browser.get("/api/v1/now").status()).isEqualTo(200);
            nanos.addAndGet(Duration.ofHours(1).toNanos());
        }
        nanos.addAndGet(1);
        assertProblem(browser.get("/api/v1/now"), 401);
    }

    @Test
    void who_guesses_waits_even_with_the_right_password() throws Exception {
        for (int i = 0; i < LoginThrottle.BURST; i++)
            assertProblem(browser.logIn("admin", "wrong" + i), 401, "wrong");
        var answer = browser.logIn("admin", PASSWORD);
        assertProblem(answer, 429, "try again in 30 s");
        assertThat(answer.header("Retry-After")).hasValue("30");
        nanos.addAndGet(LoginThrottle.FORGIVING.toNanos());
        assertThat(browser.logIn("admin", PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void a_user_that_does_not_exist_is_refused_in_the_same_words() throws Exception {
        assertThat(browser.logIn("nobody", "wrong").text())
                .isEqualTo(browser.logIn("admin", "wrong").text());
    }

    @Test
    void what_changes_something_needs_the_proof() throws Exception {
        loggedIn().without(Guard.PROOF);
        assertProblem(browser.send("DELETE", "/api/v1/session", ""), 403, "reload");
        browser.with(Guard.PROOF, "guessed");
        assertProblem(browser.send("DELETE", "/api/v1/users/admin", ""), 403);
        assertThat(browser.get("/api/v1/now").status()).isEqualTo(200);
    }

    @Test
    void other_sites_cannot_log_anybody_in() throws Exception {
        browser.with("Origin", "http://evil.example");
        assertProblem(browser.logIn("admin", PASSWORD), 403, "other sites");
        browser.without("Origin").with("Sec-Fetch-Site", "cross-site");
        assertProblem(browser.logIn("admin", PASSWORD), 403, "other sites");
        browser.without("Sec-Fetch-Site").with("Content-Type", "text/plain");
        assertProblem(browser.logIn("admin", PASSWORD), 400, "application/json");
    }

    @Test
    void the_same_site_may() throws Exception {
        browser.with("Origin", "http://127.0.0.1:" + console.address().getPort());
        browser.with("Sec-Fetch-Site", "same-origin");
        assertThat(browser.logIn("admin", PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void browsers_are_told_to_trust_nothing() throws Exception {
        for (var path : List.of("/", "/health", "/api/v1/now", "/nowhere")) {
            var answer = browser.get(path);
            assertThat(answer.header("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    @Test
    void a_viewer_looks_and_does_not_manage() throws Exception {
        loggedIn();
        var added =
                browser.send(
                        "PUT",
                        "/api/v1/users/eve",
                        "{\"role\":\"viewer\",\"password\":\"long enough\"}");
        assertThat(added.status()).as(added.text()).isEqualTo(200);
        var viewer = new Browser(console.address());
        assertThat(viewer.logIn("eve", "long enough").json().path("role").asString())
                .isEqualTo("viewer");
        assertThat(viewer.get("/api/v1/settings").status()).isEqualTo(200);
        assertProblem(viewer.get("/api/v1/users"), 403, "Only an admin");
        assertProblem(viewer.send("DELETE", "/api/v1/users/admin", ""), 403);

        assertThat(browser.send("DELETE", "/api/v1/users/eve", "").status()).isEqualTo(204);
        assertProblem(viewer.get("/api/v1/now"), 401);
    }

    /// Whatever a viewer may change is his own.
    @Test
    void nothing_is_changed_by_a_viewer_or_without_the_proof() throws Exception {
        loggedIn();
        var eve = "{\"role\":\"viewer\",\"password\":\"long enough\"}";
        assertThat(browser.send("PUT", "/api/v1/users/eve", eve).status()).isEqualTo(200);
        var viewer = new Browser(console.address());
        assertThat(viewer.logIn("eve", "long enough").status()).isEqualTo(200);
        browser.without(Guard.PROOF);
        int unsafe = 0;
        for (var route : console.routes()) {
            if (!route.isUnsafe() || route.role().isEmpty()) continue;
            unsafe++;
            assertProblem(browser.send(route.method().name(), filled(route), ""), 403, "proof");
            if (!route.path().startsWith("/session"))
                assertProblem(
                        viewer.send(route.method().name(), filled(route), ""),
                        403,
                        "Only an admin");
        }
        assertThat(unsafe).isGreaterThan(12);
    }

    @Test
    void no_route_takes_what_a_form_of_another_site_can_send() throws Exception {
        loggedIn();
        for (var route : console.routes()) {
            if (!route.isUnsafe()) continue;
            for (var type :
                    List.of(
                            "text/plain",
                            "multipart/form-data; boundary=x",
                            "application/x-www-form-urlencoded")) {
                browser.with("Content-Type", type);
                assertProblem(
                        browser.send(route.method().name(), filled(route), "{}"),
                        400,
                        route.takes());
            }
        }
    }

    @Test
    void the_last_admin_stays() throws Exception {
        loggedIn();
        assertProblem(
                browser.send("DELETE", "/api/v1/users/admin", ""), 409, "another user an admin");
        var viewer = "{\"role\":\"viewer\",\"password\":\"long enough\"}";
        assertProblem(browser.send("PUT", "/api/v1/users/admin", viewer), 409);
    }

    @Test
    void a_new_password_counts_and_ends_the_other_sessions() throws Exception {
        loggedIn();
        var other = new Browser(console.address());
        assertThat(other.logIn("admin", PASSWORD).status()).isEqualTo(200);
        var wrong = "{\"old\":\"guessed\",\"new\":\"another horse\"}";
        assertProblem(browser.send("PUT", "/api/v1/session/password", wrong), 403, "old password");
        var right = "{\"old\":\"%s\",\"new\":\"another horse\"}".formatted(PASSWORD);
        assertThat(browser.send("PUT", "/api/v1/session/password", right).status()).isEqualTo(200);
        assertProblem(other.get("/api/v1/now"), 401);
        assertProblem(other.without("Cookie").logIn("admin", PASSWORD), 401);
        assertThat(other.logIn("admin", "another horse").status()).isEqualTo(200);
    }

    @Test
    void bad_requests_are_told_what_is_allowed() throws Exception {
        loggedIn();
        assertProblem(browser.get("/api/v1/calls?limit=0"), 400, "from 1 to 500");
        assertProblem(browser.get("/api/v1/calls?limit=99999999999999"), 400, "from 1 to 500");
        assertProblem(browser.get("/api/v1/calls?status=abc"), 400, "486");
        assertProblem(browser.get("/api/v1/calls?since=now"), 400, "2026-03-01T09:30:00Z");
        assertProblem(browser.get("/api/v1/calls?sate=ended"), 400, "state");
        assertProblem(browser.get("/api/v1/phones?state=gone"), 400, "reachable, silent");
        assertProblem(browser.get("/api/v1/calls/gone"), 404, "forgotten");
        assertProblem(browser.get("/api/v1/nowhere"), 404, "openapi.yaml");
        assertProblem(browser.send("PUT", "/api/v1/users/x", "[1"), 400, "JSON");
        assertProblem(
                browser.send("PUT", "/api/v1/users/x", "{\"role\":\"king\"}"),
                400,
                "viewer or admin");
        assertProblem(
                browser.send("PUT", "/api/v1/users/x", "{\"role\":\"admin\",\"password\":\"x\"}"),
                400,
                "10 to 256");
        assertProblem(
                browser.send(
                        "PUT",
                        "/api/v1/users/a%20b",
                        "{\"role\":\"admin\",\"password\":\"long enough\"}"),
                400,
                "letters");
        assertThat(
                        browser.send(
                                        "PUT",
                                        "/api/v1/users/x",
                                        "{\"a\":\"" + "x".repeat(70_000) + "\"}")
                                .status())
                .isEqualTo(413);
    }

    @Test
    void every_parameter_that_is_described_is_known() throws Exception {
        var page = new YAMLMapper().readTree(browser.get("/api/v1/openapi.yaml").text());
        var shared = page.path("components").path("parameters");
        loggedIn();
        int known = 0;
        for (var path :
                List.of("/calls", "/calls/{id}", "/phones", "/devices", "/people", "/parameters")) {
            for (var listed : page.path("paths").path(path).path("get").path("parameters")) {
                var reference = listed.path("$ref").asString("");
                var name = reference.substring(reference.lastIndexOf('/') + 1);
                var parameter = reference.isEmpty() ? listed : shared.path(name);
                if (!parameter.path("in").asString().equals("query")) continue;
                var asked =
                        Route.ROOT
                                + path.replace("{id}", "long")
                                + "?"
                                + parameter.path("name").asString()
                                + "=";
                assertThat(browser.get(asked).status()).as(asked).isEqualTo(200);
                known++;
            }
        }
        assertThat(known).isEqualTo(27);
    }

    @Test
    void long_answers_are_compressed_for_who_takes_it() throws Exception {
        loggedIn().with("Accept-Encoding", "gzip");
        var answer = browser.get("/api/v1/phones?limit=500");
        assertThat(answer.header("Content-Encoding")).hasValue("gzip");
        assertThat(answer.body().length).isLessThan(20_000);
    }

    @Test
    void lists_come_in_parts() throws Exception {
        loggedIn();
        var slice = browser.get("/api/v1/phones?offset=49999&limit=500").json();
        assertThat(slice.path("total").asInt()).isEqualTo(SampleViews.PHONES);
        assertThat(slice.path("items").size()).isEqualTo(1);
        assertThat(browser.get("/api/v1/phones?offset=50000").json().path("items").size()).isZero();
        assertThat(
                        browser.get("/api/v1/phones?q=2345&state=reachable")
                                .json()
                                .path("total")
                                .asInt())
                .isPositive();
        assertThat(browser.get("/api/v1/calls?status=4xx").json().path("total").asInt())
                .isEqualTo(SampleViews.HOSTILE);
    }

    @Test
    void a_ladder_that_is_a_file_is_no_document_of_this_site() throws Exception {
        loggedIn();
        for (var format : List.of("text", "svg", "pcapng")) {
            var answer = browser.get("/api/v1/calls/long?format=" + format);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Disposition").orElseThrow())
                    .startsWith("attachment; filename=\"call-long.");
            assertThat(answer.header("Content-Security-Policy").orElseThrow()).contains("sandbox");
        }
        assertProblem(browser.get("/api/v1/calls/long?format=exe"), 400, "pcapng");
    }

    private static String event(InputStream in, String name) throws IOException {
        while (true) {
            var line = Browser.line(in);
            if (line.equals("event: " + name)) return Browser.line(in);
        }
    }

    @Test
    void viewers_are_told_what_happens() throws Exception {
        loggedIn();
        try (var socket = browser.open("GET", "/api/v1/events?call=long", "")) {
            var in = new BufferedInputStream(socket.getInputStream());
            assertThat(event(in, "call")).contains("\"revision\":");
            assertThat(event(in, "now")).contains("\"bindings\":47500");
            VIEWS.revision.incrementAndGet();
            assertThat(event(in, "call")).contains("\"revision\":" + VIEWS.revision.get());
        }
    }

    @Test
    void there_are_only_so_many_viewers() throws Exception {
        loggedIn();
        try (var one = browser.open("GET", "/api/v1/events", "");
                var other = browser.open("GET", "/api/v1/events", "")) {
            event(one.getInputStream(), "now");
            event(other.getInputStream(), "now");
            assertProblem(browser.get("/api/v1/events"), 503, "Many look");
        }
    }

    @Test
    void who_is_logged_out_is_told_no_more() throws Exception {
        loggedIn();
        try (var socket = browser.open("GET", "/api/v1/events", "")) {
            event(socket.getInputStream(), "now");
            browser.send("DELETE", "/api/v1/session", "");
            assertThat(socket.getInputStream().readAllBytes())
                    .isNotNull(); // returns: the answer has ended
        }
    }

    @Test
    void a_viewer_that_does_not_read_is_dropped() throws Exception {
        health.add(
                "large",
                () ->
                        Optional.of(
                                new Health.Problem(Health.Status.WARNING, "x".repeat(1_000_000))));
        console.close();
        console = console(Duration.ofNanos(1), Duration.ofMillis(200));
        browser = new Browser(console.address());
        loggedIn();
        try (var socket = browser.open("GET", "/api/v1/events", "")) {
            assertThat(Browser.line(socket.getInputStream())).contains(" 200 ");
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (console.live().free() < 2 && System.nanoTime() < deadline) Thread.onSpinWait();
            assertThat(console.live().free()).isEqualTo(2);
        }
    }

    @Test
    void the_first_start_makes_an_admin_and_the_next_reads_the_file() throws Exception {
        var file = folder.resolve("fresh");
        var first = Users.open(file, new SecureRandom());
        var password = first.firstPassword().orElseThrow();
        assertThat(password).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
        assertThat(Files.readString(file)).doesNotContain(password).contains("$argon2id$");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        var again = Users.open(file, new SecureRandom());
        assertThat(again.firstPassword()).isEmpty();
        assertThat(again.authenticate("admin", password)).isPresent();
        assertThat(again.authenticate("admin", password + "x")).isEmpty();
    }

    @Test
    void a_damaged_file_of_users_is_told_with_its_line() throws Exception {
        var file = Files.writeString(folder.resolve("bad"), "# users\nadmin king x\n");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Users.open(file, new SecureRandom()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bad:2: ");
    }
}
