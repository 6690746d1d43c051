package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.admission.AdmissionSettings;
import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Phones that are not let in.
@Scenario("RFC 3261 §22")
class AdmissionVerdictScenario extends VerdictScenario {
    private static final AdmissionSettings DOOR =
            new AdmissionSettings(
                    List.of(),
                    Set.of("112"),
                    1,
                    20,
                    50,
                    500,
                    4,
                    Duration.ofMinutes(10),
                    Duration.ofHours(1),
                    100,
                    1000,
                    Duration.ofHours(24),
                    Duration.ofMillis(500));

    AdmissionVerdictScenario() {
        super(SimulatedOffice.Terms.guarded().withDoor(DOOR).strict().withTransactions(20));
    }

    @AfterEach
    void nobodyWaits() {
        for (var phone : List.of(alice, desk, sofa)) phone.ignoreUnread();
    }

    private Request register() {
        var request = alice.request(Method.REGISTER, "sip:example.com");
        var user = request.headers().require(Header.FROM).uri();
        return request.with(h -> h.set(Header.TO, NameAddr.of(user)));
    }

    private Response challenged(Request request) {
        alice.send(request);
        return alice.expect(401);
    }

    private Request proof(Request request, Response challenge, String user, String password) {
        return new DigestClient(user, password, network.random())
                .answer(alice.again(request, ""), challenge)
                .orElseThrow();
    }

    /// Answers a challenge, with something in the credentials changed.
    private void registerWith(String right, String wrong) {
        var request = register();
        var text = proof(request, challenged(request), "alice", PASSWORD).toString();
        assertThat(text).contains(right);
        alice.send(text.replace(right, wrong));
    }

    @Test
    void a_phone_that_proves_who_it_is() {
        var request = register();
        alice.send(proof(request, challenged(request), "alice", PASSWORD));
        alice.expect(200);
        assertVerdict("nothing-wrong", "nothing wrong");
    }

    @Test
    void a_wrong_password() {
        var request = register();
        alice.send(proof(request, challenged(request), "alice", "sesame"));
        alice.expect(401);
        assertVerdict(
                "wrong-password",
                "the password of alice is wrong; user name, realm and algorithm are right");
    }

    @Test
    void a_user_name_that_nobody_has() {
        var request = register();
        alice.send(proof(request, challenged(request), "alicia", PASSWORD));
        alice.expect(401);
        assertVerdict("unknown-account", "nobody has the user name alicia here");
    }

    @Test
    void the_realm_of_another_server() {
        registerWith("realm=\"example.com\"", "realm=\"asterisk\"");
        alice.expect(401);
        assertVerdict(
                "other-realm",
                "alice proves who it is for the realm asterisk, and this server's is example.com");
    }

    @Test
    void an_algorithm_that_was_not_offered() {
        registerWith("algorithm=SHA-512-256", "algorithm=SHA-1");
        alice.expect(401);
        assertVerdict(
                "unknown-algorithm",
                "alice uses the algorithm SHA-1, and SHA-512-256, SHA-256, MD5 were offered");
    }

    @Test
    void credentials_for_another_request() {
        registerWith("uri=\"sip:example.com\"", "uri=\"sip:10.0.0.1\"");
        alice.expect(400);
        assertVerdict(
                "other-request",
                "the credentials of alice are for another request than the one that came: something on the way changes it");
    }

    @Test
    void credentials_that_nobody_can_read() {
        registerWith("cnonce=", "snonce=");
        alice.expect(400);
        assertVerdict(
                "unreadable-credentials",
                "the credentials cannot be read: Authorization: no cnonce");
    }

    @Test
    void the_same_credentials_again_and_again() {
        var request = register();
        var proof = proof(request, challenged(request), "alice", PASSWORD);
        alice.send(proof);
        alice.expect(200);
        network.clock().advance(Duration.ofSeconds(30));
        var again = proof;
        for (int i = 0; i < 2; i++) {
            again = alice.again(again, "");
            alice.send(again);
            alice.expect(401);
        }
        assertVerdict("replayed", "alice sends the same credentials again and again");
    }

    @Test
    void a_nonce_that_is_too_old_each_time() {
        var request = register();
        var challenge = challenged(request);
        for (int i = 0; i < 3; i++) {
            office.clockJumps(Duration.ofMinutes(6));
            request = proof(request, challenge, "alice", PASSWORD);
            challenge = challenged(request);
        }
        assertVerdict(
                "stale-nonce-loop",
                "alice proves who it is too late each time: the nonce is too old when the answer comes");
    }

    @Test
    void a_challenge_that_is_changed_on_its_way() {
        var request = register();
        var challenge = challenged(request);
        for (int i = 0; i < 2; i++) {
            var proof = proof(request, challenge, "alice", PASSWORD);
            alice.send(proof.toString().replace(" nonce=\"", " nonce=\"a"));
            request = proof;
            challenge = alice.expect(401);
        }
        assertVerdict(
                "challenge-loop",
                "alice was challenged 3 times and never gave a proof that fits the challenge");
    }

    @Test
    void a_phone_without_an_account() {
        challenged(register());
        assertNoVerdict();
        network.clock().advance(Duration.ofSeconds(10));
        assertVerdict("no-credentials", "alice does not answer when asked who it is");
    }

    private void call(String uri, String from) {
        var invite = alice.request(Method.INVITE, uri, from);
        alice.send(invite);
        var challenge = alice.expect(407);
        alice.ack(challenge);
        alice.send(proof(invite, challenge, "alice", PASSWORD));
    }

    @Test
    @Scenario("RFC 3261 §16.5")
    void a_number_that_nobody_has() {
        call("sip:4711@example.com", "sip:alice@example.com");
        alice.ack(alice.expect(404));
        assertVerdict("unknown-user", "nobody is called 4711 here");
    }

    @Test
    @Scenario("RFC 3261 §22.3")
    void a_caller_who_is_not_who_he_says() {
        call("sip:bob@example.com", "sip:carol@example.com");
        alice.ack(alice.expect(403));
        assertVerdict("refused", "refused with 403: From is not alice");
    }

    @Test
    void a_call_to_another_domain() {
        call("sip:bob@elsewhere.example", "sip:alice@example.com");
        alice.ack(alice.expect(403));
        assertVerdict(
                "refused",
                "refused with 403: sip:bob@elsewhere.example is not served here, and nothing is relayed elsewhere");
    }

    @Test
    void a_phone_that_guesses_passwords() {
        for (int i = 0; i < 5; i++) {
            var request = register();
            alice.send(proof(request, challenged(request), "alice", "guess" + i));
            alice.expect(401);
        }
        assertVerdict(
                "banned",
                "192.0.2.10 is banned for 60 min, because of more than 4 wrong passwords");
    }

    @Test
    void a_phone_at_an_address_that_is_banned() {
        a_phone_that_guesses_passwords();
        network.clock().advance(Duration.ofMinutes(10));
        alice.send(register());
        alice.expectNothingFor(Duration.ofSeconds(40));
        assertVerdict(
                "banned",
                "192.0.2.10 is banned for 49 min, because of more than 4 wrong passwords");
    }

    @Test
    void a_phone_that_asks_too_much() {
        for (int i = 0; i < 20; i++) challenged(register());
        alice.send(register());
        alice.expect(503);
        assertVerdict("rate-limited", "too many requests from 192.0.2.10: source budget");
    }

    @Test
    void a_server_that_has_too_much_to_do() {
        var refused = alice.request(Method.INVITE, "sip:bob@example.com");
        for (int i = 0; i < 18; i++) // each waits for its ACK
        alice.send(alice.again(refused, "").with(h -> h.set(Header.MAX_FORWARDS, 0)));
        network.clock().advance(Duration.ofMillis(5));
        alice.ignoreUnread();
        alice.send(register());
        alice.expect(503);
        assertVerdict("overloaded", "the server had more to do than it could");
    }
}
