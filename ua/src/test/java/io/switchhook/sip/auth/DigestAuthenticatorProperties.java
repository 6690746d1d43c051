package io.switchhook.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Credentials of which characters were changed, inserted, removed or doubled.
class DigestAuthenticatorProperties {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ALPHABET = "\"\\,;=<>:@ \t%0aZ-_\u00e9()[]";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damaged_credentials_get_a_verdict_and_never_in_by_accident(long seed) {
        var random = new Random(seed);
        var authenticator =
                new DigestAuthenticator(
                        new Nonces("0123456789abcdef".getBytes(), NOW),
                        DigestAuthenticator.STRONGEST_FIRST,
                        Leniencies.all());
        var accounts = Optional.of(Login.of("1001", Ha1s.of("1001", "office.example", "secret")));
        var client = new DigestClient("1001", "secret", random);
        var plain = DigestAuthenticatorTest.register();
        var challenge = authenticator.challenge(plain, Role.REGISTRAR, "office.example", NOW);
        var request = client.answer(plain, challenge.answer(plain, "t")).orElseThrow();
        for (int i = 0; i < 3000; i++) {
            var line = client.authorize(request).headers().require(Header.AUTHORIZATION);
            var out = new io.switchhook.sip.grammar.ByteSink(256);
            line.writeTo(out);
            String damaged = damage(out.toString(), random);
            var verdict =
                    authenticator.authenticate(
                            DigestAuthenticatorTest.register("Authorization: " + damaged),
                            Role.REGISTRAR,
                            "office.example",
                            user -> user.equals("1001") ? accounts : Optional.empty(),
                            NOW);
            if (verdict instanceof Verdict.Authenticated(var user))
                assertThat(user).isEqualTo("1001");
        }
    }

    private static String damage(String text, Random random) {
        var damaged = new StringBuilder(text);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(damaged.length());
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> damaged.setCharAt(at, c);
                case 1 -> damaged.insert(at, c);
                case 2 -> damaged.deleteCharAt(at);
                default -> damaged.insert(at, damaged.substring(at));
            }
        }
        return damaged.toString();
    }
}
