package io.switchhook.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.header.Header;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every leniency: on, the message is understood and counted; off, it is malformed.
class LeniencyTest {
    private static final String PLAIN =
            """
            OPTIONS sip:b@example.com SIP/2.0
            Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKa;received=2001:db8::1
            Max-Forwards: 70
            From: Ann <sip:a@example.com>;tag=1
            To: <sip:b@example.com>
            Call-ID: 1
            CSeq: 1 OPTIONS
            Date: Sat, 13 Nov 2010 23:29:00 GMT
            Contact: <sip:a@a.example.com>;q=0.5
            Supported: path, outbound
            Content-Length: 0

            """;

    /// What is replaced in the plain request, and by what.
    record Sample(Leniency leniency, String plain, String bent) {
        @Override
        public String toString() {
            return leniency.name();
        }

        byte[] bytes() {
            assertThat(PLAIN).contains(plain);
            return Corpus.crlf(PLAIN.replace(plain, bent));
        }
    }

    static List<Sample> samples() {
        return List.of(
                sample(Leniency.EXTRA_SPACE_IN_START_LINE, " SIP/2.0\nVia", "  SIP/2.0 \nVia"),
                sample(Leniency.BRACKETED_REQUEST_URI, "sip:b@example.com S", "<sip:b@c> S"),
                sample(Leniency.HEADERS_IN_REQUEST_URI, "example.com S", "example.com?a=b S"),
                sample(Leniency.UNQUOTED_DISPLAY_NAME, "Ann", "Ann (Sales)"),
                sample(Leniency.NO_SPACE_BEFORE_ADDRESS, "Ann <", "Ann<"),
                sample(Leniency.UNBRACKETED_ADDRESS, "<sip:a@a.example.com>", "sip:a@b?c=d"),
                sample(Leniency.UNBRACKETED_IPV6_PARAMETER, "received", "maddr"),
                sample(Leniency.BRACKETED_RECEIVED, "2001:db8::1", "[2001:db8::1]"),
                sample(Leniency.UNQUOTED_PARAMETER_VALUE, "q=0.5", "x=a/b"),
                sample(Leniency.DUPLICATE_PARAMETER, "q=0.5", "q=0.5;Q=1"),
                sample(Leniency.DUPLICATE_PARAMETER, "b@example.com>", "b@example.com;x;X=1>"),
                sample(Leniency.EMPTY_PARAMETER_VALUE, "q=0.5", "q="),
                sample(Leniency.EMPTY_PARAMETER_VALUE, "b@example.com>", "b@example.com;lr=>"),
                sample(Leniency.EMPTY_LIST_ELEMENT, "path, outbound", "path, outbound,"),
                sample(Leniency.THREE_COLONS_IN_IPV6, "b@example.com>", "b@[2001:db8:::1]>"),
                sample(Leniency.UNDERSCORE_IN_HOST, "b@example.com>", "b@my_host>"),
                sample(Leniency.MISSING_MAX_FORWARDS, "Max-Forwards: 70\n", ""),
                sample(Leniency.MISSING_FROM_TAG, ";tag=1", ""),
                sample(Leniency.MISSING_MAGIC_COOKIE, "z9hG4bKa", "1"),
                sample(Leniency.INVALID_DATE, "GMT", "EST"),
                sample(Leniency.UNESCAPED_USER, "sip:b@example.com>", "sip:#b@example.com>"),
                sample(Leniency.UNESCAPED_USER, "sip:b@example.com>", "sip:b%4@example.com>"),
                sample(Leniency.UNESCAPED_USER, "sip:b@example.com>", "sip:b:c:d@example.com>"),
                sample(Leniency.MISSING_BLANK_LINE, "Length: 0\n\n", "Length: 0\n"));
    }

    private static Sample sample(Leniency leniency, String plain, String bent) {
        return new Sample(leniency, plain, bent);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void on(Sample sample) {
        var leniencies = Leniencies.all();
        read(sample.bytes(), leniencies);
        for (var leniency : Leniency.values()) {
            long expected = leniency == sample.leniency ? 1 : 0;
            assertThat(leniencies.count(leniency)).as(leniency.name()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void off(Sample sample) {
        var leniencies = Leniencies.without(Set.of(sample.leniency));
        assertThatThrownBy(() -> read(sample.bytes(), leniencies))
                .isInstanceOfAny(MalformedMessage.class, MalformedField.class);
        assertThat(leniencies.count(sample.leniency)).isZero();
    }

    /// Climbs through parser and door, and reads what else there is.
    private static void read(byte[] bytes, Leniencies leniencies) {
        var request = (Request) Corpus.parse(bytes, leniencies);
        ReasonableSyntax.check(request);
        request.headers().all(Header.CONTACT);
        request.headers().all(Header.SUPPORTED);
    }

    @Test
    void theGrammarAsItIsWrittenTakesThePlainRequest() {
        var none = Leniencies.none();
        assertThatCode(() -> read(Corpus.crlf(PLAIN), none)).doesNotThrowAnyException();
        for (var leniency : Leniency.values()) assertThat(none.allows(leniency)).isFalse();
    }

    @Test
    void lineFeedsAloneAreCountedOncePerMessage() {
        byte[] bytes = PLAIN.getBytes(StandardCharsets.UTF_8);
        var on = Leniencies.all();
        read(bytes, on);
        assertThat(on.count(Leniency.LF_ONLY_LINES)).isEqualTo(1);
        var off = Leniencies.without(Set.of(Leniency.LF_ONLY_LINES));
        assertThatThrownBy(() -> read(bytes, off))
                .isInstanceOfSatisfying(
                        MalformedMessage.class, e -> assertThat(e.answer()).isEmpty());
    }

    @Test
    void aStatusLineWithoutASpaceBehindTheCode() {
        byte[] bytes = Corpus.crlf("SIP/2.0 200\nVia: SIP/2.0/UDP a;branch=z9hG4bKa\n\n");
        var on = Leniencies.all();
        var response = (Response) Corpus.parse(bytes, on);
        assertThat(response.reasonPhrase()).isEmpty();
        assertThat(response.toByteArray()).isEqualTo(bytes);
        assertThat(on.count(Leniency.MISSING_SPACE_BEFORE_REASON)).isEqualTo(1);
        var off = Leniencies.without(Set.of(Leniency.MISSING_SPACE_BEFORE_REASON));
        assertThatThrownBy(() -> Corpus.parse(bytes, off)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void everyLeniencyHasItsTest() {
        var tested = EnumSet.of(Leniency.LF_ONLY_LINES, Leniency.MISSING_SPACE_BEFORE_REASON);
        for (var sample : samples()) tested.add(sample.leniency);
        // Those of the digest are tested where credentials are checked.
        tested.add(Leniency.ONLY_MD5_UNDERSTOOD);
        for (var leniency : Leniency.values())
            if (leniency.section().startsWith("RFC 7616")) tested.add(leniency);
        assertThat(tested).isEqualTo(EnumSet.allOf(Leniency.class));
    }

    @Test
    void everyLeniencyNamesItsRule() {
        assertThat(Arrays.stream(Leniency.values()).map(Leniency::section))
                .allMatch(section -> section.matches("RFC \\d+ §[\\d.]+"));
        assertThat(Arrays.stream(Leniency.values()).map(Leniency::meaning))
                .allMatch(meaning -> meaning.length() > 10);
    }

    @Test
    void whatIsOffIsAnsweredWith400() {
        for (var sample : samples()) {
            var leniencies = Leniencies.without(Set.of(sample.leniency));
            try {
                var request = (Request) Corpus.parse(sample.bytes(), leniencies);
                ReasonableSyntax.check(request);
            } catch (MalformedMessage e) {
                assertThat(e.answer().map(Response::status))
                        .as(sample.toString())
                        .hasValue(StatusCode.BAD_REQUEST);
            }
        }
    }
}
