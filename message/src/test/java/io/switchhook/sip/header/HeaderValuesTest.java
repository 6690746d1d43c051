package io.switchhook.sip.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.grammar.Scanner;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every typed header: read, written, read again.
class HeaderValuesTest {
    /// Values as this program writes them: reading and writing gives the same text.
    private static final String SAMPLES =
            """
            VIA                  | SIP/2.0/UDP pc33.example.com:5066;branch=z9hG4bK7;rport;received=192.0.2.1
            VIA                  | SIP/2.0/TLS [2001:db8::1];branch=z9hG4bK8;maddr=[::1];ttl=16
            MAX_FORWARDS         | 70
            FROM                 | "A. Lice \\"x\\"" <sip:alice@example.com>;tag=1928301774
            TO                   | Bob <sip:bob@example.com;user=phone?x=y>
            CALL_ID              | a84b4c76e66710@pc33.example.com
            CSEQ                 | 4294967295 INVITE
            CONTACT              | *
            CONTACT              | <sip:a@192.0.2.4>;expires=60;+sip.instance="<urn:uuid:0>"
            CONTENT_LENGTH       | 349
            EXPIRES              | 0
            MIN_EXPIRES          | 60
            ROUTE                | <sip:p1.example.com;lr>
            RECORD_ROUTE         | <sip:p2.example.com;lr>;x=y
            PATH                 | <sip:p3.example.com;lr;ob>
            SERVICE_ROUTE        | <sip:p4.example.com;lr>
            P_ASSERTED_IDENTITY  | "Cullen" <sip:fluffy@example.com>
            P_PREFERRED_IDENTITY | <tel:+14085264000>
            SUPPORTED            | 100rel
            REQUIRE              | replaces
            PROXY_REQUIRE        | privacy
            UNSUPPORTED          | foo
            ALLOW_EVENTS         | presence.winfo
            ALLOW                | INVITE
            ALLOW                | FOO
            WWW_AUTHENTICATE     | Digest realm="a, b", qop="auth", nonce="f84f", opaque="", stale=FALSE, algorithm=MD5
            PROXY_AUTHENTICATE   | Digest realm="example.com", nonce="x", algorithm=SHA-256
            AUTHORIZATION        | Digest username="bob", realm="b", nonce="d", uri="sip:b;a=b,c", qop=auth, nc=00000001, response="6"
            AUTHORIZATION        | Basic dXNl/cg==
            PROXY_AUTHORIZATION  | Digest username="Alice", realm="a"
            AUTHENTICATION_INFO  | nextnonce="47364c23432d2e131a5fb210812c"
            REASON               | SIP;cause=200;text="Call completed elsewhere"
            REASON               | Q.850;cause=16
            RETRY_AFTER          | 18000;duration=3600
            RETRY_AFTER          | 120 (I'm in a meeting)
            CONTENT_TYPE         | application/sdp
            CONTENT_TYPE         | multipart/mixed;boundary="a b"
            ACCEPT               | application/dialog-info+xml
            ACCEPT               | */*;q=0.1
            CONTENT_DISPOSITION  | session;handling=optional
            EVENT                | dialog;id=7
            SUBSCRIPTION_STATE   | terminated;reason=deactivated;retry-after=5
            SESSION_EXPIRES      | 1800;refresher=uas
            MIN_SE               | 90;x=y
            RSEQ                 | 4294967295
            RACK                 | 776656 1 INVITE
            REPLACES             | 425928@example.com;to-tag=7743;from-tag=6472;early-only
            JOIN                 | 12adf2f34456gs5;to-tag=12345;from-tag=54321
            REFER_TO             | <sip:dave@example.com?Replaces=425928%40b.example.org%3Bto-tag%3D7743%3Bfrom-tag%3D6472>
            REFERRED_BY          | <sip:referrer@example.com>;cid="20398823.2UWQFN309shb3@example.com"
            REPLY_TO             | Bob <sip:bob@example.com>
            REMOTE_PARTY_ID      | "John" <sip:jdoe@example.com>;party=calling;id-type=subscriber;privacy=full;screen=yes
            DIVERSION            | <sip:+19195551002@example.com>;reason=no-answer;counter=1
            HISTORY_INFO         | <sip:bob@example.com?Reason=SIP%3Bcause%3D302>;index=1.1;mp=1
            ALERT_INFO           | <http://www.example.com/sounds/moo.wav>;info=ring3
            ALERT_INFO           | info=alert-autoanswer;delay=0
            ALERT_INFO           | Auto Answer
            CALL_INFO            | <sip:example.com>;answer-after=0
            ERROR_INFO           | <sip:not-in-service-recording@example.com>
            PRIVACY              | id;critical
            WARNING              | 370 devnull "Choose a bigger pipe"
            WARNING              | 399 isi.edu:5060 "say \\"cheese\\""
            TIMESTAMP            | 54.21 .3
            TIMESTAMP            | 54
            DATE                 | Sat, 13 Nov 2010 23:29:00 GMT
            SESSION_ID           | ab30317f1a784dc48ff824d0d3715d86;remote=47755a9de7794ba387653f2099600ef2
            SECURITY_CLIENT      | digest;q=0.1
            SECURITY_SERVER      | tls;q=0.2
            SECURITY_VERIFY      | ipsec-ike
            MAX_BREADTH          | 60
            FLOW_TIMER           | 120
            SIP_ETAG             | dx200xyz
            SIP_IF_MATCH         | dx200xyz
            CONTENT_ENCODING     | gzip
            CONTENT_LANGUAGE     | fr
            REQUEST_DISPOSITION  | no-fork
            RECV_INFO            | g.x
            USER_AGENT           | T38G/38.70.0.1 (x; y)
            SERVER               | Switchhook/0.1
            SUBJECT              | Need more boxes, Работа
            ORGANIZATION         | Boxes by Bob
            PRIORITY             | emergency
            MIME_VERSION         | 1.0
            IDENTITY             | r5mwreLu=
            """;

    record Sample(String key, String text) {}

    static List<Sample> samples() {
        return SAMPLES.lines()
                .map(line -> new Sample(line.substring(0, 21).strip(), line.substring(23)))
                .toList();
    }

    private static Map<String, HeaderType<?>> keys() {
        var keys = new TreeMap<String, HeaderType<?>>();
        for (var field : Header.class.getDeclaredFields()) {
            if (!Modifier.isPublic(field.getModifiers())) continue;
            try {
                keys.put(field.getName(), (HeaderType<?>) field.get(Header.class));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        return keys;
    }

    private static HeaderType<?> key(String name) {
        return java.util.Objects.requireNonNull(keys().get(name), name);
    }

    @Test
    void everyKeyHasASample() {
        assertThat(samples().stream().map(Sample::key).distinct().sorted().toList())
                .containsExactlyElementsOf(keys().keySet());
    }

    @Test
    void everyKeyIsNamedAsItsHeader() {
        keys().forEach((key, type) -> assertThat(type.name()).hasToString(key));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readAndWritten(Sample sample) {
        roundTrip(key(sample.key), sample.text);
    }

    private static <T> void roundTrip(HeaderType<T> type, String text) {
        T value = read(type, text);
        String written = write(type, value);
        assertThat(written).isEqualTo(text);
        assertThat(read(type, written)).isEqualTo(value).hasSameHashCodeAs(value);
    }

    private static <T> T read(HeaderType<T> type, String text) {
        var in = Scanner.of(text);
        T value = type.reader().apply(in);
        in.expectEnd();
        return value;
    }

    private static <T> String write(HeaderType<T> type, T value) {
        var out = new ByteSink(16);
        type.writer().accept(out, value);
        return out.toString();
    }

    /// Every value cut short is read or is malformed, and nothing else happens.
    @ParameterizedTest
    @MethodSource("samples")
    void cutShort(Sample sample) {
        var type = key(sample.key);
        for (int end = 0; end < sample.text.length(); end++) {
            try {
                read(type, sample.text.substring(0, end));
            } catch (MalformedValue e) {
                assertThat(e.offset()).isBetween(0, end);
            }
        }
    }

    private static <T> void malformed(HeaderType<T> type, String... texts) {
        for (String text : texts)
            assertThatExceptionOfType(MalformedValue.class)
                    .as(type.name().text() + ": " + text)
                    .isThrownBy(() -> read(type, text));
    }

    @Test
    void whatBreaksTheGrammar() {
        malformed(
                Header.VIA,
                "",
                "SIP/2.0",
                "SIP/2.0/UDP",
                "SIP 2.0/UDP a",
                "SIP/2.0/UDP a;",
                "SIP/2.0/UDP a:x");
        malformed(Header.MAX_FORWARDS, "", "256", "-1", "7 0", "0x1");
        malformed(
                Header.FROM,
                "",
                "a",
                "<sip:a",
                "\"a <sip:a>",
                "\"a\" sip:b",
                "a, b <sip:c>",
                "<sip:a>x");
        malformed(Header.CSEQ, "", "1", "INVITE", "1INVITE", "4294967296 INVITE", "1 INVITE x");
        malformed(Header.CALL_ID, "", "a b");
        malformed(Header.EXPIRES, "", "-1", "4294967296", "1;x");
        malformed(Header.CONTACT, "", "* x", "**");
        malformed(Header.CONTENT_TYPE, "", "application", "application/", "a/b;", "a b/c");
        malformed(Header.AUTHORIZATION, "", "Digest a=\"b", "Digest a=,b=c");
        malformed(Header.RACK, "", "1", "1 2", "1 2 ", "x 1 INVITE", "4294967296 1 INVITE");
        malformed(Header.REPLACES, "", ";to-tag=1;from-tag=2", "a;to-tag=1", "a;from-tag=1");
        malformed(Header.PRIVACY, "", ";", "id;", "id,user");
        malformed(Header.WARNING, "", "99 a \"b\"", "370 a", "370 \"b\"", "370 a b");
        malformed(Header.TIMESTAMP, "", ".", "x", "1.2 x");
        malformed(
                Header.DATE,
                "",
                "Sat, 13 Nov 2010 23:29:00 EST",
                "Sat, 31 Feb 2010 23:29:00 GMT",
                "Sat, 13 Nov 10 23:29:00 GMT",
                "13 Nov 2010 23:29:00 GMT",
                "Sat, 13 Foo 2010 23:29:00 GMT",
                "Sat, 13 Nov 2010 25:29:00 GMT");
        malformed(Header.SESSION_ID, "", "ab30317f1a784dc48ff824d0d3715d8", "x".repeat(32));
        malformed(Header.ALERT_INFO, "", "<x", "<>");
        malformed(Header.RETRY_AFTER, "", "x", "1 x");
    }

    @Test
    void dates() {
        assertThat(read(Header.DATE, "Thu, 01 Jan 1970 00:00:00 gmt")).isEqualTo(Instant.EPOCH);
        assertThat(write(Header.DATE, Instant.parse("2000-02-29T01:02:03.9Z")))
                .isEqualTo("Tue, 29 Feb 2000 01:02:03 GMT");
    }

    @Test
    void replacesInAReferTo() {
        var uri = read(Header.REFER_TO, samples("REFER_TO").getFirst()).sipUri().orElseThrow();
        String value = io.switchhook.sip.grammar.Chars.unescape(uri.headers().substring(9));
        var replaces = Replaces.parse(value);
        assertThat(replaces.callId().value()).isEqualTo("425928@b.example.org");
        assertThat(replaces.toTag()).isEqualTo("7743");
        assertThat(replaces.fromTag()).isEqualTo("6472");
        assertThat(replaces.isEarlyOnly()).isFalse();
        assertThat(Replaces.of(new CallId("425928@b.example.org"), "7743", "6472"))
                .isEqualTo(replaces);
    }

    private static List<String> samples(String key) {
        return samples().stream().filter(s -> s.key.equals(key)).map(Sample::text).toList();
    }

    @Test
    void whatTheValuesSay() {
        var via = read(Header.VIA, "SIP / 2.0 / UDP  host : 5066 ; RPORT=80 ;branch = z9hG4bKx");
        assertThat(via.rport()).hasValue(80);
        assertThat(via.wantsRport()).isTrue();
        assertThat(via.sentBy().port()).hasValue(5066);
        assertThat(via.hasMagicCookie()).isTrue();
        for (String port : Arrays.asList("0", "65536", "99999999999", "x"))
            assertThat(via.with(via.parameters().with("rport", port)).rport()).isEmpty();

        var challenge = read(Header.WWW_AUTHENTICATE, samples("WWW_AUTHENTICATE").getFirst());
        assertThat(challenge.get("Realm")).hasValue("a, b");
        assertThat(challenge.get("stale")).hasValue("FALSE");
        assertThat(challenge.get("opaque")).hasValue("");
        assertThat(challenge.get("domain")).isEmpty();
        var credentials = read(Header.AUTHORIZATION, samples("AUTHORIZATION").getFirst());
        assertThat(credentials.isDigest()).isTrue();
        assertThat(credentials.get("uri")).hasValue("sip:b;a=b,c");
        assertThat(read(Header.AUTHORIZATION, "Basic dXNlcg==").parameters().entries())
                .containsExactly(new AuthParameters.Entry("", "dXNlcg=="));

        var type = read(Header.CONTENT_TYPE, "Application/SDP ;charset=x");
        assertThat(type.is("application/sdp")).isTrue();
        assertThat(type.is("application/sd")).isFalse();
        assertThat(read(Header.ACCEPT, "application/*").includes(type)).isTrue();
        assertThat(read(Header.ACCEPT, "*/*").includes(type)).isTrue();
        assertThat(read(Header.ACCEPT, "text/*").includes(type)).isFalse();

        var state = read(Header.SUBSCRIPTION_STATE, "Terminated;reason=timeout;retry-after=9");
        assertThat(state.isTerminated()).isTrue();
        assertThat(state.reason()).hasValue("timeout");
        assertThat(state.retryAfter()).hasValue(9);
        assertThat(SubscriptionState.active(60).expires()).hasValue(60);
        assertThat(SubscriptionState.pending(60).isTerminated()).isFalse();

        assertThat(read(Header.EVENT, "dialog;id=1;x").matches(read(Header.EVENT, "dialog;id=1")))
                .isTrue();
        assertThat(Event.of("dialog").matches(read(Header.EVENT, "dialog;id=1"))).isFalse();
        assertThat(read(Header.SESSION_EXPIRES, "90;Refresher=UAC").refresher()).hasValue("uac");
        assertThat(read(Header.CONTENT_DISPOSITION, "x;handling=Optional").isOptional()).isTrue();
        assertThat(read(Header.PRIVACY, "ID ; user").has("id")).isTrue();
        assertThat(read(Header.SESSION_ID, "A".repeat(32)).local()).isEqualTo("a".repeat(32));
        assertThat(read(Header.SESSION_ID, "a".repeat(32)).remote()).isEqualTo(SessionId.NIL);
        assertThat(Reason.sip(200, "Call completed elsewhere"))
                .isEqualTo(read(Header.REASON, samples("REASON").getFirst()));
        assertThat(read(Header.FROM, "\"a\\\"b\"<sip:c>").displayName()).isEqualTo("a\"b");
        assertThat(read(Header.FROM, "sip:a@b;tag=x").tag()).isEqualTo("x");
        assertThat(read(Header.FROM, "sip:a@b;tag=x").sipUri().orElseThrow().parameters().isEmpty())
                .isTrue();
    }

    @Test
    void listsAreSplitOutsideQuotesAndBrackets() {
        var values = new ArrayList<NameAddr>();
        var in = Scanner.of("\"a,b\" <sip:c,d@e>;f=\"g,h\" , <sip:i>");
        do {
            values.add(Header.ROUTE.reader().apply(in));
        } while (in.acceptSeparator(','));
        in.expectEnd();
        assertThat(values).extracting(NameAddr::displayName).containsExactly("a,b", "");
    }
}
