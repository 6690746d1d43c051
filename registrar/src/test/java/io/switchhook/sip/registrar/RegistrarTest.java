package io.switchhook.sip.registrar;

import static io.switchhook.sip.registrar.Register.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Recorder;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.auth.Ha1s;
import io.switchhook.sip.auth.Login;
import io.switchhook.sip.auth.Nonces;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Scenario("RFC 3261 §10.3")
class RegistrarTest {
    private static final Set<String> DOMAINS =
            Set.of("office.example", "192.0.2.100", "example.com");
    private static final Registrar.Domains OURS =
            new Registrar.Domains(
                    DOMAINS::contains, aor -> new AddressOfRecord(aor.user(), "office.example"));

    private final TestClock clock = new TestClock();
    private final TestClock timeOfDay = new TestClock();
    private final InMemoryLocationService locations =
            new InMemoryLocationService(100, clock, LocationListener.NONE);
    private final Registrar open = registrar(Optional.empty());
    private final Registrar registrar =
            registrar(
                    Optional.of(
                            new Registrar.Authentication(
                                    new DigestAuthenticator(
                                            new Nonces("0123456789abcdef".getBytes(), NOW),
                                            DigestAuthenticator.STRONGEST_FIRST,
                                            Leniencies.all()),
                                    "office.example",
                                    user ->
                                            Set.of("1001", "1002").contains(user)
                                                    ? Optional.of(
                                                            Login.of(
                                                                    user,
                                                                    Ha1s.of(
                                                                            user,
                                                                            "office.example",
                                                                            "pw")))
                                                    : Optional.empty())));

    private Registrar registrar(Optional<Registrar.Authentication> authentication) {
        return new Registrar(
                RegistrarSettings.DEFAULT,
                locations,
                OURS,
                authentication,
                Optional.empty(),
                clock,
                timeOfDay,
                () -> "tt",
                Recorder.NONE);
    }

    private static Response answer(Registrar registrar, Request request) {
        return answer(registrar, request, new TestFlow(Transport.UDP));
    }

    private static Response answer(Registrar registrar, Request request, TestFlow flow) {
        var transaction = new Register.Transaction(request, flow);
        registrar.serve(transaction, Runnable::run);
        assertThat(transaction.responses).hasSize(1);
        return transaction.responses.getFirst();
    }

    private static int status(Registrar registrar, Request request) {
        return answer(registrar, request).status().value();
    }

    private static Request corpus(String name) {
        String file = "/rfc4475/" + name + ".dat";
        try (var in = Objects.requireNonNull(RegistrarTest.class.getResourceAsStream(file))) {
            return Register.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> contacts(Response response) {
        return response.headers().fields().stream()
                .filter(f -> f.name() == Known.CONTACT)
                .map(f -> f.text())
                .toList();
    }

    @Test
    void the_answer_lists_all_bindings_with_the_time_they_have_left() {
        answer(open, Register.request("a", 1, "Contact: <sip:p@192.0.2.1>;q=0.7;expires=600"));
        clock.pass(Duration.ofSeconds(100));
        timeOfDay.pass(Duration.ofSeconds(100));
        var response = answer(open, Register.request("b", 1, "m: <sip:r@192.0.2.2>;x=\"y\""));
        assertThat(response.status().value()).isEqualTo(200);
        assertThat(contacts(response))
                .containsExactly(
                        "<sip:p@192.0.2.1>;q=0.7;expires=500",
                        "<sip:r@192.0.2.2>;x=\"y\";expires=3600");
        assertThat(response.headers().require(Header.DATE))
                .isEqualTo(Instant.parse("2026-01-01T00:01:40Z"));
        assertThat(response.headers().require(Header.TO).tag()).isEqualTo("tt");
        assertThat(contacts(answer(open, Register.request("c", 1)))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {86_400, -86_400})
    void a_host_clock_that_is_set_changes_date_and_no_registration(long seconds) {
        answer(open, Register.request("a", 1, "Contact: <sip:p@192.0.2.1>;expires=600"));
        timeOfDay.pass(Duration.ofSeconds(seconds));
        clock.pass(Duration.ofSeconds(100));
        var response = answer(open, Register.request("a", 2));
        assertThat(contacts(response)).containsExactly("<sip:p@192.0.2.1>;expires=500");
        assertThat(response.headers().require(Header.DATE)).isEqualTo(NOW.plusSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:1001@office.example, 1001, 200",
        "sip:1001@OFFICE.example;transport=tls, 1001, 200",
        "sip:1002@office.example, 1001, 401",
        "sip:1001@other.example, 1001, 401",
        "sip:office.example, 1001, 401",
        "sip:1003@office.example, 1003, 401"
    })
    void a_certificate_stands_for_the_account_that_it_names(
            String identity, String user, int status) {
        var flow = new TestFlow(Transport.TLS);
        flow.identities = List.of(SipUri.parse("sip:9@office.example"), SipUri.parse(identity));
        var request = Register.forUser(user, "a", 1, "Contact: <sip:p@192.0.2.1>");
        assertThat(answer(registrar, request, flow).status().value()).isEqualTo(status);
    }

    @Test
    void a_path_comes_back() {
        var response =
                answer(
                        open,
                        Register.request(
                                "a",
                                1,
                                "Supported: path",
                                "Path: <sip:e1;lr>",
                                "Path: <sip:e2;lr>",
                                "Contact: <sip:p@192.0.2.1>"));
        assertThat(response.headers().all(Header.PATH)).hasSize(2);
    }

    @Test
    void too_brief_says_what_would_do() {
        var response =
                answer(open, Register.request("a", 1, "Contact: <sip:p@192.0.2.1>;expires=9"));
        assertThat(response.status().value()).isEqualTo(423);
        assertThat(response.headers().require(Header.MIN_EXPIRES)).isEqualTo(60);
        assertThat(response.reasonPhrase()).isEqualTo("Interval Too Brief");
    }

    @Test
    void an_unknown_requirement_is_a_bad_extension() {
        var response = answer(open, Register.request("a", 1, "Require: path, foo", "Require: bar"));
        assertThat(response.status().value()).isEqualTo(420);
        assertThat(response.headers().all(Header.UNSUPPORTED)).containsExactly("foo", "bar");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:office.example, sip:1001@office.example, 200",
        "sip:OFFICE.example:5060, sips:1001@Office.Example;user=phone, 200",
        "sip:192.0.2.100, sip:1001@192.0.2.100, 200",
        "sip:office.example, sip:1001@elsewhere.example, 404",
        "sip:elsewhere.example, sip:1001@office.example, 404",
        "sip:office.example, sip:office.example, 404",
        "sip:office.example, tel:1001, 400",
        "tel:1001, sip:1001@office.example, 416"
    })
    void domains(String uri, String to, int status) {
        var request = Register.request("a", 1, "Contact: <sip:p@192.0.2.1>");
        var changed =
                request.withUri(Uri.parse(uri))
                        .with(h ->
                                h.set(
                                        Header.TO,
                                        io.switchhook.sip.header.NameAddr.of(Uri.parse(to))));
        assertThat(status(open, changed)).isEqualTo(status);
        assertThat(locations.bindings(new AddressOfRecord("1001", "office.example"), NOW).size())
                .isEqualTo(status == 200 ? 1 : 0);
    }

    @Test
    void escapes_in_the_user_are_undone() {
        answer(open, Register.forUser("%31001", "a", 1, "Contact: <sip:p@192.0.2.1>"));
        assertThat(locations.bindings(new AddressOfRecord("1001", "office.example"), NOW).size())
                .isEqualTo(1);
    }

    private Request authorized(String user, String password, Request request) {
        var challenge = answer(registrar, request);
        assertThat(challenge.status().value()).isEqualTo(401);
        return new DigestClient(user, password, new Random(1))
                .answer(request, challenge)
                .orElseThrow();
    }

    @Test
    void a_phone_registers_with_its_password() {
        var request = Register.request("a", 1, "Contact: <sip:p@192.0.2.1>");
        assertThat(status(registrar, authorized("1001", "pw", request))).isEqualTo(200);
        assertThat(status(registrar, authorized("1001", "wrong", request))).isEqualTo(401);
        assertThat(status(registrar, authorized("9999", "pw", request))).isEqualTo(401);
    }

    @Test
    void nobody_registers_another() {
        var request = Register.request("a", 1, "Contact: <sip:p@192.0.2.1>");
        assertThat(status(registrar, authorized("1002", "pw", request))).isEqualTo(403);
        assertThat(locations.size()).isZero();
    }

    @Test
    void a_replayed_register_is_challenged() {
        var request = authorized("1001", "pw", Register.request("a", 1, "Contact: <sip:p@h>"));
        assertThat(status(registrar, request)).isEqualTo(200);
        var again = answer(registrar, request);
        assertThat(again.status().value()).isEqualTo(401);
        assertThat(again.toString()).contains("stale=true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Digest username=\"1001",
                "Require: \"x",
                "Supported: \"x",
                "Contact: <"
            })
    void what_cannot_be_read_is_a_bad_request(String line) {
        var by = line.startsWith("Auth") ? registrar : open;
        assertThat(status(by, Register.request("a", 1, line))).isEqualTo(400);
    }

    @Test
    void rfc_4475_cparam01() {
        var response = answer(open, corpus("cparam01"));
        assertThat(contacts(response))
                .containsExactly("<sip:+19725552222@gw1.example.net>;unknownparam;expires=3600");
    }

    @Test
    void rfc_4475_cparam02() {
        var response = answer(open, corpus("cparam02"));
        assertThat(contacts(response))
                .containsExactly("<sip:+19725552222@gw1.example.net;unknownparam>;expires=3600");
    }

    @Test
    void rfc_4475_regescrt() {
        assertThat(contacts(answer(open, corpus("regescrt"))))
                .containsExactly(
                        "<sip:user@example.com?Route=%3Csip:sip.example.com%3E>;expires=3600");
    }

    @Test
    void rfc_4475_escnull() {
        assertThat(contacts(answer(open, corpus("escnull"))))
                .containsExactly(
                        "<sip:%00@host5.example.com>;expires=3600",
                        "<sip:%00%00@host5.example.com>;expires=3600");
        assertThat(
                        locations
                                .bindings(
                                        new AddressOfRecord("null-\0-null", "office.example"), NOW)
                                .size())
                .isEqualTo(2);
    }

    @Test
    void rfc_4475_unksm2() {
        assertThat(status(open, corpus("unksm2"))).isEqualTo(400);
        assertThat(status(registrar, corpus("unksm2"))).isEqualTo(400);
    }

    @Test
    void rfc_4475_regaut01() {
        assertThat(status(registrar, corpus("regaut01"))).isEqualTo(401);
        assertThat(status(open, corpus("regaut01"))).isEqualTo(200);
    }

    @Test
    void rfc_4475_regbadct() {
        assertThat(status(open, corpus("regbadct"))).isIn(200, 400);
    }

    @Test
    void the_connection_of_a_phone_is_kept() {
        var flow = new TestFlow(Transport.TCP);
        var transaction =
                new Register.Transaction(
                        Register.request(
                                "a",
                                1,
                                "Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1",
                                "Contact: <sip:p@192.0.2.1;transport=tcp>"),
                        flow);
        open.serve(transaction, Runnable::run);
        assertThat(locations.size()).isEqualTo(1);
        flow.close();
        assertThat(locations.size()).isZero();
    }
}
