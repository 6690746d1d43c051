package io.switchhook.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Recorder;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.header.AuthParameters;
import io.switchhook.sip.header.Challenge;
import io.switchhook.sip.header.Credentials;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String REALM = "office.example";
    private static final Map<String, Ha1s> ACCOUNTS =
            Map.of(
                    "1001", Ha1s.of("1001", REALM, "secret"),
                    "only-md5",
                            Ha1s.none()
                                    .with(
                                            DigestAlgorithm.MD5,
                                            Ha1s.of("only-md5", REALM, "secret")
                                                    .hex(DigestAlgorithm.MD5)
                                                    .orElseThrow()));

    private final Nonces nonces = new Nonces("0123456789abcdef".getBytes(), NOW.minusSeconds(1));
    private final List<String> heard = new ArrayList<>();
    private final Recorder recorder = new Recorder(1 << 20, 1, () -> 0);
    private final DigestAuthenticator authenticator =
            new DigestAuthenticator(
                    nonces,
                    DigestAuthenticator.STRONGEST_FIRST,
                    Leniencies.all(),
                    new DigestEvents() {
                        @Override
                        public void proven(Request request, String source, String user) {
                            heard.add("proven " + user + " at " + source);
                        }

                        @Override
                        public void wrong(Request request, String source, String user) {
                            heard.add("wrong " + user + " at " + source);
                        }
                    },
                    recorder);

    static Request register(String... lines) {
        return registerFrom("User-Agent: Phone 1.0\r\n", lines);
    }

    private static Request registerFrom(String userAgent, String... lines) {
        String text =
                "REGISTER sip:office.example SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 192.0.2.4;branch=z9hG4bK1\r\n"
                        + "Max-Forwards: 70\r\n"
                        + "From: <sip:1001@office.example>;tag=1\r\n"
                        + "To: <sip:1001@office.example>\r\n"
                        + "Call-ID: a\r\n"
                        + "CSeq: 1 REGISTER\r\n"
                        + userAgent
                        + String.join("", List.of(lines).stream().map(l -> l + "\r\n").toList())
                        + "Content-Length: 0\r\n\r\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var parser = new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
        return (Request) parser.parseDatagram(bytes, 0, bytes.length);
    }

    private static Optional<Login> login(String user) {
        return Optional.ofNullable(ACCOUNTS.get(user)).map(it -> Login.of(user, it));
    }

    private Verdict judge(Request request) {
        return judge(request, NOW);
    }

    private Verdict judge(Request request, Instant now) {
        return authenticator.authenticate(
                request, Role.REGISTRAR, REALM, DigestAuthenticatorTest::login, now);
    }

    private Verdict.Challenged challenged(Request request) {
        return (Verdict.Challenged) judge(request);
    }

    private static DigestClient client(String user, String password) {
        return new DigestClient(user, password, new Random(1));
    }

    private Request answered(DigestClient client, Request request) {
        return client.answer(request, challenged(request).answer(request, "t")).orElseThrow();
    }

    @Test
    void without_credentials_it_asks_strongest_first_one_line_each() {
        var challenged = challenged(register());
        assertThat(challenged.stale()).isFalse();
        assertThat(challenged.reason()).isEqualTo("no credentials");
        var answer = challenged.answer(register(), "tag");
        assertThat(answer.status()).isEqualTo(StatusCode.UNAUTHORIZED);
        assertThat(answer.headers().lines(Known.WWW_AUTHENTICATE)).isEqualTo(3);
        assertThat(answer.toString())
                .contains("WWW-Authenticate: Digest realm=\"office.example\", nonce=\"")
                .contains("algorithm=SHA-256, qop=\"auth\"\r\n")
                .doesNotContain("stale")
                .contains(";tag=tag");
        assertThat(challenged.challenges())
                .extracting(c -> c.get("algorithm").orElseThrow())
                .containsExactly("SHA-512-256", "SHA-256", "MD5");
    }

    private static List<String> offered(Verdict.Challenged challenged) {
        return challenged.challenges().stream().map(c -> c.get("algorithm").orElseThrow()).toList();
    }

    @Test
    void clients_that_give_up_at_other_challenges_get_md5_alone_or_first() {
        assertThat(
                        offered(
                                challenged(
                                        registerFrom(
                                                "User-Agent: baresip v1.0.0 (x86_64/linux)\r\n"))))
                .containsExactly("MD5");
        assertThat(offered(challenged(registerFrom(""))))
                .containsExactly("MD5", "SHA-512-256", "SHA-256");
        assertThat(offered(challenged(registerFrom("User-Agent: baresip v3.5.0\r\n"))))
                .containsExactly("SHA-512-256", "SHA-256", "MD5");
    }

    @Test
    void linphone_is_not_offered_what_it_gives_up_at() {
        assertThat(offered(challenged(registerFrom("User-Agent: Linphonec/5.1.65\r\n"))))
                .isEqualTo(List.of("SHA-256", "MD5"));
    }

    @Test
    void without_that_leniency_everybody_is_asked_strongest_first() {
        var strict =
                new DigestAuthenticator(
                        nonces, DigestAuthenticator.STRONGEST_FIRST, Leniencies.none());
        assertThat(offered(strict.challenge(registerFrom(""), Role.REGISTRAR, REALM, NOW)))
                .containsExactly("SHA-512-256", "SHA-256", "MD5");
    }

    @Test
    void md5_is_offered_to_nobody_if_it_is_not_configured() {
        var modern =
                new DigestAuthenticator(nonces, List.of(DigestAlgorithm.SHA_256), Leniencies.all());
        assertThat(offered(modern.challenge(registerFrom(""), Role.REGISTRAR, REALM, NOW)))
                .containsExactly("SHA-256");
    }

    @Test
    void a_proxy_asks_with_407() {
        var verdict =
                authenticator.authenticate(
                        register(), Role.PROXY, REALM, _ -> Optional.empty(), NOW);
        var answer = ((Verdict.Challenged) verdict).answer(register(), "tag");
        assertThat(answer.status()).isEqualTo(StatusCode.PROXY_AUTHENTICATION_REQUIRED);
        assertThat(answer.headers().all(Header.PROXY_AUTHENTICATE)).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void each_algorithm_works(DigestAlgorithm algorithm) {
        var request = register();
        var challenge = challengeOf(challenged(request), algorithm);
        var answer = challenged(request).answer(request, "t");
        var only = answer.with(h -> h.set(Header.WWW_AUTHENTICATE, challenge));
        var second = client("1001", "secret").answer(request, only).orElseThrow();
        assertThat(second.toString()).contains("algorithm=" + algorithm.token());
        assertThat(judge(second)).isEqualTo(new Verdict.Authenticated("1001"));
    }

    private static Challenge challengeOf(Verdict.Challenged challenged, DigestAlgorithm algorithm) {
        return challenged.challenges().stream()
                .filter(c -> c.get("algorithm").orElseThrow().equals(algorithm.token()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_client_takes_the_strongest_and_may_go_on_with_the_nonce() {
        var client = client("1001", "secret");
        var request = answered(client, register());
        assertThat(request.toString()).contains("algorithm=SHA-512-256");
        for (int i = 0; i < 100; i++) {
            assertThat(judge(request)).isInstanceOf(Verdict.Authenticated.class);
            request = client.authorize(register());
        }
        assertThat(request.toString()).contains("nc=00000065");
    }

    @Test
    void a_replay_is_asked_again_as_stale() {
        var request = answered(client("1001", "secret"), register());
        assertThat(judge(request)).isInstanceOf(Verdict.Authenticated.class);
        assertThat(challenged(request))
                .matches(Verdict.Challenged::stale)
                .returns("nonce count replayed", Verdict.Challenged::reason);
    }

    @Test
    void a_stale_nonce_is_answered_by_the_client_without_a_human() {
        var client = client("1001", "secret");
        var request = answered(client, register());
        var later = NOW.plusSeconds(301);
        var stale = (Verdict.Challenged) judge(request, later);
        assertThat(stale.reason()).isEqualTo("nonce expired");
        var response = stale.answer(request, "t");
        assertThat(response.toString()).contains("stale=true");
        var again = client.answer(request, response).orElseThrow();
        assertThat(judge(again, later)).isInstanceOf(Verdict.Authenticated.class);
        assertThat(again.headers().lines(Known.AUTHORIZATION)).isEqualTo(1);
    }

    @Test
    void a_nonce_of_another_server_is_stale_and_tells_nothing_of_the_password() {
        var request = register();
        var other =
                new DigestAuthenticator(
                        new Nonces("another secret..".getBytes(), NOW),
                        DigestAuthenticator.STRONGEST_FIRST,
                        Leniencies.all());
        var answer = other.challenge(request, Role.REGISTRAR, REALM, NOW).answer(request, "t");
        var right = client("1001", "secret").answer(request, answer).orElseThrow();
        assertThat(challenged(right).stale()).isTrue();
        var wrong = client("1001", "wrong").answer(request, answer).orElseThrow();
        assertThat(challenged(wrong).stale()).isTrue();
        assertThat(withoutNonce(challenged(wrong))).isEqualTo(withoutNonce(challenged(right)));
        assertThat(heard).isEmpty();
    }

    @Test
    void the_answer_to_a_challenge_counts_only_from_where_it_was_given() {
        var answered = answered(client("1001", "secret"), register());
        var elsewhere = answered.with(h -> h.append(Header.VIA, ";received=198.51.100.7"));
        assertThat(challenged(elsewhere).stale()).isTrue();
        assertThat(judge(answered)).isInstanceOf(Verdict.Authenticated.class);
    }

    @Test
    void a_request_that_comes_again_is_asked_the_same() {
        assertThat(authenticator.challenge(register(), Role.REGISTRAR, REALM, NOW))
                .isEqualTo(authenticator.challenge(register(), Role.REGISTRAR, REALM, NOW));
    }

    @Test
    void who_proved_himself_and_who_did_not_is_told_with_the_source() {
        judge(register());
        judge(answered(client("1001", "secret"), register()));
        judge(answered(client("1001", "wrong"), register()));
        judge(answered(client("9999", "secret"), register()));
        assertThat(heard)
                .containsExactly(
                        "proven 1001 at 192.0.2.4",
                        "wrong 1001 at 192.0.2.4",
                        "wrong 9999 at 192.0.2.4");
    }

    @Test
    void a_stale_nonce_is_nobodys_fault() {
        var request = answered(client("1001", "wrong"), register());
        judge(request, NOW.plusSeconds(301));
        var again = answered(client("1001", "secret"), register());
        judge(again);
        judge(again);
        assertThat(heard).containsExactly("proven 1001 at 192.0.2.4");
    }

    @Test
    void unknown_user_and_wrong_password_get_the_same_answer() {
        var wrong = challenged(answered(client("1001", "wrong"), register()));
        var unknown = challenged(answered(client("9999", "secret"), register()));
        var noHa1 = challenged(answered(client("only-md5", "secret"), register()));
        assertThat(withoutNonce(wrong))
                .isEqualTo(withoutNonce(unknown))
                .isEqualTo(withoutNonce(noHa1));
        assertThat(wrong.reason()).isEqualTo(unknown.reason()).isEqualTo(noHa1.reason());
    }

    private static String withoutNonce(Verdict.Challenged challenged) {
        return challenged.answer(register(), "t").toString().replaceAll("nonce=\"[^\"]*\"", "");
    }

    @Test
    void a_client_gives_up_when_its_password_is_refused() {
        var client = client("1001", "wrong");
        var request = answered(client, register());
        var refused = challenged(request).answer(request, "t");
        assertThat(client.answer(request, refused)).isEmpty();
    }

    @Test
    void a_login_of_another_name_stands_for_its_account() {
        var proofs = new java.util.concurrent.atomic.AtomicInteger();
        var login =
                new Login() {
                    @Override
                    public String account() {
                        return "alice";
                    }

                    @Override
                    public Ha1s ha1s() {
                        return Ha1s.of("alice-desk", REALM, "x");
                    }

                    @Override
                    public void proven() {
                        proofs.incrementAndGet();
                    }
                };
        var wrong = answered(client("alice-desk", "y"), register());
        var right = answered(client("alice-desk", "x"), register());
        assertThat(
                        authenticator.authenticate(
                                wrong, Role.REGISTRAR, REALM, _ -> Optional.of(login), NOW))
                .isInstanceOf(Verdict.Challenged.class);
        assertThat(proofs).hasValue(0);
        assertThat(
                        authenticator.authenticate(
                                right, Role.REGISTRAR, REALM, _ -> Optional.of(login), NOW))
                .isEqualTo(new Verdict.Authenticated("alice"));
        assertThat(proofs).hasValue(1);
    }

    @Test
    void user_names_compare_with_regard_to_case() {
        var accounts = Map.of("alice", Ha1s.of("alice", REALM, "x"));
        var request = answered(client("ALICE", "x"), register());
        var verdict =
                authenticator.authenticate(
                        request,
                        Role.REGISTRAR,
                        REALM,
                        u -> Optional.ofNullable(accounts.get(u)).map(it -> Login.of(u, it)),
                        NOW);
        assertThat(verdict).isInstanceOf(Verdict.Challenged.class);
    }

    @Test
    void credentials_of_our_realm_are_found_among_others() {
        var ours = answered(client("1001", "secret"), register());
        var line = ours.headers().get(Header.AUTHORIZATION).orElseThrow();
        var request =
                register(
                                "Authorization: Digest realm=\"elsewhere\", username=\"x\"",
                                "Authorization: Basic dXNlcjpwYXNz",
                                "Authorization: NoOneKnowsThisScheme opaque-data=here",
                                "Authorization: Digest ,,,")
                        .with(h -> h.add(Header.AUTHORIZATION, line));
        assertThat(judge(request)).isEqualTo(new Verdict.Authenticated("1001"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: NoOneKnowsThisScheme opaque-data=here",
                "Authorization: Basic dXNlcjpwYXNz",
                "Authorization: Digest realm=\"elsewhere\", username=\"x\""
            })
    void other_credentials_are_as_good_as_none(String line) {
        assertThat(challenged(register(line)).reason()).isEqualTo("no credentials");
    }

    @Test
    void broken_digest_credentials_are_a_bad_request() {
        var verdict = judge(register("Authorization: Digest username=\"1001"));
        assertThat(verdict).isInstanceOf(Verdict.BadRequest.class);
        var answer = ((Verdict.BadRequest) verdict).answer(register(), "t");
        assertThat(answer.toString()).startsWith("SIP/2.0 400 Bad Request (Authorization: ");
    }

    /// The credentials with one parameter changed; an empty value removes it.
    private Request changed(String name, String value) {
        var request = answered(client("1001", "secret"), register());
        return request.with(h ->
                h.set(
                        Header.AUTHORIZATION,
                        change(request.headers().require(Header.AUTHORIZATION), name, value)));
    }

    private static Credentials change(Credentials credentials, String name, String value) {
        var parameters = AuthParameters.empty();
        for (var entry : credentials.parameters().entries()) {
            boolean is = entry.name().equals(name);
            if (!is) parameters = parameters.with(entry.name(), entry.raw());
            else if (!value.isEmpty()) parameters = parameters.with(name, value);
        }
        return new Credentials("Digest", parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "username,''",
        "nonce,''",
        "uri,''",
        "response,''",
        "nc,''",
        "cnonce,''",
        "nc,123456789",
        "nc,0000000g",
        "nc,00000000",
        "qop,auth-int",
        "qop,other"
    })
    void what_breaks_the_rules_is_a_bad_request(String name, String value) {
        assertThat(judge(changed(name, value))).isInstanceOf(Verdict.BadRequest.class);
    }

    @ParameterizedTest
    @CsvSource({
        "algorithm,MD5-sess,algorithm not offered: MD5-sess",
        "algorithm,SHA-1,algorithm not offered: SHA-1",
        "algorithm,MD5,wrong password or unknown user",
        "algorithm,'',wrong password or unknown user",
        "response,00,wrong password or unknown user",
        "response,\"é\",wrong password or unknown user",
        "username,\"\",wrong password or unknown user",
        "nc,00000007,wrong password or unknown user",
        "cnonce,\"other\",wrong password or unknown user",
        "uri,\"sip:other.example\",wrong password or unknown user"
    })
    void what_was_changed_is_asked_again(String name, String value, String reason) {
        assertThat(challenged(changed(name, value)))
                .returns(reason, Verdict.Challenged::reason)
                .returns(false, Verdict.Challenged::stale);
    }

    @Test
    void upper_case_hexadecimal_digits_are_understood() {
        var request = answered(client("1001", "secret"), register());
        var response =
                request.headers().require(Header.AUTHORIZATION).get("response").orElseThrow();
        var upper =
                request.with(h ->
                        h.set(
                                Header.AUTHORIZATION,
                                change(
                                        request.headers().require(Header.AUTHORIZATION),
                                        "response",
                                        '"' + response.toUpperCase(java.util.Locale.ROOT) + '"')));
        assertThat(judge(upper)).isInstanceOf(Verdict.Authenticated.class);
    }

    private Request withDigestUri(String uri) {
        var request = register();
        var digestClient = client("1001", "secret");
        var other = request.withUri(io.switchhook.sip.uri.Uri.parse(uri));
        var answered =
                digestClient.answer(other, challenged(request).answer(request, "t")).orElseThrow();
        return answered.withUri(request.uri());
    }

    private static DigestAuthenticator without(Nonces nonces, Leniency leniency) {
        return new DigestAuthenticator(
                nonces,
                DigestAuthenticator.STRONGEST_FIRST,
                Leniencies.without(EnumSet.of(leniency)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:office.example",
                "sip:OFFICE.example:5060",
                "sips:office.example",
                "sip:office.example;transport=tcp"
            })
    void the_digest_uri_may_have_another_form(String uri) {
        var strict = without(nonces, Leniency.OTHER_DIGEST_URI);
        assertThat(judge(strict, withDigestUri(uri))).isInstanceOf(Verdict.Authenticated.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:192.0.2.1:5060", "sip:1001@office.example", "tel:1001"})
    void another_digest_uri_is_counted_and_can_be_refused(String uri) {
        var leniencies = Leniencies.all();
        var counting =
                new DigestAuthenticator(nonces, DigestAuthenticator.STRONGEST_FIRST, leniencies);
        assertThat(judge(counting, withDigestUri(uri))).isInstanceOf(Verdict.Authenticated.class);
        assertThat(leniencies.count(Leniency.OTHER_DIGEST_URI)).isEqualTo(1);
        var strict = without(nonces, Leniency.OTHER_DIGEST_URI);
        assertThat(judge(strict, withDigestUri(uri))).isInstanceOf(Verdict.BadRequest.class);
    }

    private static Verdict judge(DigestAuthenticator authenticator, Request request) {
        return authenticator.authenticate(
                request, Role.REGISTRAR, REALM, DigestAuthenticatorTest::login, NOW);
    }

    private Request withoutQop() {
        UnaryOperator<AuthParameters> noQop =
                p -> {
                    var kept = AuthParameters.empty();
                    for (var e : p.entries())
                        if (!e.name().equals("qop") && !e.name().equals("algorithm"))
                            kept = kept.with(e.name(), e.raw());
                    return kept;
                };
        var request = register();
        var md5 = challengeOf(challenged(request), DigestAlgorithm.MD5);
        var old = new Challenge("Digest", noQop.apply(md5.parameters()));
        var answer =
                challenged(request)
                        .answer(request, "t")
                        .with(h -> h.set(Header.WWW_AUTHENTICATE, old));
        return client("1001", "secret").answer(request, answer).orElseThrow();
    }

    @Test
    void a_client_of_rfc_2069_is_let_in_once_for_each_nonce() {
        var request = withoutQop();
        assertThat(request.toString()).doesNotContain("qop").doesNotContain("algorithm");
        assertThat(judge(request)).isInstanceOf(Verdict.Authenticated.class);
        assertThat(challenged(request).stale()).isTrue();
    }

    @Test
    void a_client_of_rfc_2069_can_be_refused() {
        assertThat(judge(without(nonces, Leniency.MISSING_QOP), withoutQop()))
                .isEqualTo(new Verdict.BadRequest("Authorization: no qop"));
    }
}
