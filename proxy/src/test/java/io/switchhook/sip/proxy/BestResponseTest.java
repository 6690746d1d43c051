package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.message.Response;
import io.switchhook.testkit.SipText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3261 §16.7 items 6 and 7.
class BestResponseTest {

    @ParameterizedTest(name = "of {0} it is {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404             | 404 | the only one
                    503 407 501 404 | 407 | the example of item 6
                    486 603         | 603 | 6xx before all others
                    302 600         | 600 | 6xx even before 3xx
                    603 600         | 603 | of equals the first
                    404 302         | 302 | the lowest class
                    500 404         | 404 | the lowest class
                    503 500         | 500 | 503 behind all others
                    503             | 500 | a 503 says nobody is served here, which is not so
                    503 503         | 500 | likewise
                    404 401         | 401 | can be acted upon
                    486 407         | 407 | can be acted upon
                    486 415         | 415 | can be acted upon
                    404 420         | 420 | can be acted upon
                    408 484         | 484 | can be acted upon
                    415 401         | 401 | credentials first
                    480 486         | 486 | busy says more than absent
                    404 403         | 403 | refused says more than unknown
                    408 480         | 480 | absent says more than silent
                    430 404         | 404 | the caller has nothing to do with our flows
                    487 486         | 486 | a canceled branch says nothing
                    """)
    void choosesBestOf(String finals, int best, String why) {
        var responses = Stream.of(finals.split(" ")).map(BestResponseTest::response).toList();

        assertThat(BestResponse.of(responses))
                .hasValueSatisfying(
                        chosen -> assertThat(chosen.status().value()).as(why).isEqualTo(best));
    }

    @Test
    void hasNothingToChooseFromNothing() {
        assertThat(BestResponse.of(List.of())).isEmpty();
    }

    @Test
    void collectsTheChallengesOfAll() {
        var first = response("401 Unauthorized", "WWW-Authenticate: Digest realm=\"a\"");
        var second = response("407 Proxy", "Proxy-Authenticate: Digest realm=\"b\"");
        var third = response("401 Unauthorized", "WWW-Authenticate: Digest realm=\"c\"");
        var fourth = response("404 Not Found", "WWW-Authenticate: Digest realm=\"no\"");

        var best = BestResponse.of(List.of(fourth, first, second, third)).orElseThrow();

        assertThat(best.status().value()).isEqualTo(401);
        assertThat(texts(best, "WWW-Authenticate"))
                .containsExactly("Digest realm=\"a\"", "Digest realm=\"c\"");
        assertThat(texts(best, "Proxy-Authenticate")).containsExactly("Digest realm=\"b\"");
    }

    @Test
    void makesA500WithoutRetryAfterOfA503() {
        var best =
                BestResponse.of(List.of(response("503 Overload", "Retry-After: 100")))
                        .orElseThrow();

        assertThat(best.toString()).startsWith("SIP/2.0 500 Server Internal Error\r\n");
        assertThat(best.headers().has(HeaderName.of("Retry-After"))).isFalse();
    }

    private static List<String> texts(Response response, String name) {
        return response.headers().fields().stream()
                .filter(field -> field.name().equals(HeaderName.of(name)))
                .map(field -> field.text())
                .toList();
    }

    private static Response response(String status) {
        return response(status + " Some Phrase", "X-Test: 1");
    }

    private static Response response(String status, String more) {
        return SipText.response(
                """
                SIP/2.0 %s
                Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1
                From: <sip:alice@example.com>;tag=1
                To: <sip:bob@example.com>;tag=2
                Call-ID: 1
                CSeq: 1 INVITE
                %s

                """
                        .formatted(status, more));
    }
}
