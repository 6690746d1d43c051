package io.switchhook.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestClientTest {
    private final DigestClient client = new DigestClient("1001", "secret", new Random(3));

    private static final String WWW = "WWW-Authenticate: Digest realm=\"a\", nonce=\"n\"";
    private static final String PROXY = "Proxy-Authenticate: Digest realm=\"a\", nonce=\"m\"";

    private static Response unauthorized(String... lines) {
        return response("401 Unauthorized", lines);
    }

    private static Response response(String status, String... lines) {
        String text =
                "SIP/2.0 "
                        + status
                        + "\r\n"
                        + String.join(
                                "", java.util.Arrays.stream(lines).map(l -> l + "\r\n").toList())
                        + "Content-Length: 0\r\n\r\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var parser = new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
        return (Response) parser.parseDatagram(bytes, 0, bytes.length);
    }

    @Test
    void it_skips_what_it_does_not_know_or_cannot_read() {
        var answer =
                client.answer(
                                DigestAuthenticatorTest.register(),
                                unauthorized(
                                        "WWW-Authenticate: Basic realm=\"a\"",
                                        "WWW-Authenticate: Digest broken",
                                        "WWW-Authenticate: Digest realm=\"a\", nonce=\"n\", algorithm=WHIRLPOOL",
                                        "WWW-Authenticate: Digest realm=\"a\", nonce=\"n\", qop=\"new\"",
                                        "WWW-Authenticate: Digest realm=\"a\", nonce=\"n\", opaque=\"o\""))
                        .orElseThrow();
        var credentials = answer.headers().require(Header.AUTHORIZATION);
        assertThat(answer.headers().all(Header.AUTHORIZATION)).hasSize(1);
        assertThat(credentials.get("opaque")).contains("o");
        assertThat(credentials.get("qop")).isEmpty();
        byte[] ha1 = Digest.ha1(DigestAlgorithm.MD5, "1001", "a", "secret");
        var digest =
                new Digest(DigestAlgorithm.MD5, "n", "", "", "", "REGISTER", "sip:office.example");
        assertThat(credentials.get("response")).contains(digest.response(ha1));
    }

    @Test
    void nothing_known_is_nothing_to_say() {
        assertThat(
                        client.answer(
                                DigestAuthenticatorTest.register(),
                                unauthorized("WWW-Authenticate: Basic realm=\"a\"")))
                .isEmpty();
        assertThat(client.answer(DigestAuthenticatorTest.register(), unauthorized())).isEmpty();
    }

    @Test
    void it_answers_each_realm_and_integrity_and_sessions() {
        var answer =
                client.answer(
                                DigestAuthenticatorTest.register(),
                                unauthorized(
                                        "WWW-Authenticate: Digest realm=\"a\", nonce=\"n\", qop=\"auth-int\", algorithm=SHA-256-sess",
                                        "WWW-Authenticate: Digest realm=\"b\", nonce=\"m\", qop=\"auth-int,auth\""))
                        .orElseThrow();
        var all = answer.headers().all(Header.AUTHORIZATION);
        assertThat(all).hasSize(2);
        var sess =
                all.stream()
                        .filter(c -> c.get("realm").orElse("").equals("a"))
                        .findFirst()
                        .orElseThrow();
        String cnonce = sess.get("cnonce").orElseThrow();
        var ha1 = Digest.ha1(DigestAlgorithm.SHA_256, "1001", "a", "secret");
        var session = Digest.sessionHa1(DigestAlgorithm.SHA_256, ha1, "n", cnonce);
        var digest =
                new Digest(
                        DigestAlgorithm.SHA_256,
                        "n",
                        "00000001",
                        cnonce,
                        "auth-int",
                        "REGISTER",
                        "sip:office.example");
        assertThat(sess.get("response")).contains(digest.response(session, Body.EMPTY));
        assertThat(all.stream().filter(c -> c.get("realm").orElse("").equals("b")))
                .allMatch(c -> c.get("qop").orElse("").equals("auth"));
    }

    @Test
    void before_any_challenge_a_request_stays_as_it_is() {
        var request = DigestAuthenticatorTest.register();
        assertThat(client.authorize(request)).isSameAs(request);
    }

    private static Request request(Method method) {
        var any = DigestAuthenticatorTest.register();
        return Request.of(method, any.uri(), any.headers(), any.body());
    }

    private Request answered(Request request, String status, String challenge) {
        return client.answer(request, response(status, challenge)).orElseThrow();
    }

    /// The registrar's word is none of a proxy's before a call, nor of who is called.
    @Test
    void a_call_has_no_credentials_that_only_registering_was_asked_for() {
        answered(request(Method.REGISTER), "401 Unauthorized", WWW);
        assertThat(client.authorize(request(Method.INVITE)).headers().has(Known.AUTHORIZATION))
                .isFalse();
        var again = answered(request(Method.INVITE), "407 Proxy Authentication Required", PROXY);
        assertThat(again.headers().has(Known.PROXY_AUTHORIZATION)).isTrue();
        assertThat(again.headers().has(Known.AUTHORIZATION)).isFalse();
        var bye = client.authorize(request(Method.BYE));
        assertThat(bye.headers().has(Known.PROXY_AUTHORIZATION)).isTrue();
        assertThat(bye.headers().has(Known.AUTHORIZATION)).isFalse();
        var refresh = client.authorize(request(Method.REGISTER));
        assertThat(refresh.headers().has(Known.AUTHORIZATION)).isTrue();
        assertThat(refresh.headers().has(Known.PROXY_AUTHORIZATION)).isFalse();
    }

    @Test
    void a_call_has_both_if_both_were_asked_for() {
        var once = answered(request(Method.INVITE), "407 Proxy Authentication Required", PROXY);
        var twice = answered(once, "401 Unauthorized", WWW);
        assertThat(twice.headers().has(Known.AUTHORIZATION)).isTrue();
        assertThat(twice.headers().has(Known.PROXY_AUTHORIZATION)).isTrue();
    }

    /// A server that registers a phone tells it of lines and messages too.
    @Test
    void a_subscription_has_the_credentials_of_the_registration() {
        answered(request(Method.REGISTER), "401 Unauthorized", WWW);
        assertThat(client.authorize(request(Method.SUBSCRIBE)).headers().has(Known.AUTHORIZATION))
                .isTrue();
    }
}
