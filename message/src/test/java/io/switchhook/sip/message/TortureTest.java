package io.switchhook.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.OpaqueUri;
import io.switchhook.sip.uri.SipUri;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 4475 and RFC 5118: every message, the first layer that must object, and what it does.
class TortureTest {
    /// The layers in the order that a request climbs them; `NOBODY` objects to a message that is handled as usual.
    enum Layer {
        PARSER,
        DOOR,
        PROXY,
        REGISTRAR,
        ENDPOINT,
        NOBODY
    }

    record Row(String name, Layer layer, String reaction) {
        @Override
        public String toString() {
            return name + ": " + layer + " " + reaction;
        }
    }

    /// `WF`: treated as well formed. The door is [ReasonableSyntax].
    private static final String RFC_4475 =
            """
            wsinv      | NOBODY    | WF
            intmeth    | ENDPOINT  | 501
            esc01      | NOBODY    | WF
            escnull    | NOBODY    | WF
            esc02      | ENDPOINT  | 501
            lwsdisp    | NOBODY    | WF
            longreq    | NOBODY    | WF
            dblreq     | NOBODY    | WF
            semiuri    | NOBODY    | WF
            transports | NOBODY    | WF
            mpart01    | NOBODY    | WF
            unreason   | NOBODY    | WF
            noreason   | NOBODY    | WF
            badinv01   | DOOR      | 400
            clerr      | PARSER    | 400
            ncl        | PARSER    | 400
            scalar02   | DOOR      | 400
            scalarlg   | DOOR      | DROP
            quotbal    | DOOR      | 400
            ltgtruri   | NOBODY    | WF
            lwsruri    | DOOR      | 400
            lwsstart   | NOBODY    | WF
            trws       | NOBODY    | WF
            escruri    | NOBODY    | WF
            baddate    | NOBODY    | WF
            regbadct   | NOBODY    | WF
            badaspec   | DOOR      | 400
            baddn      | DOOR      | 400
            badvers    | PARSER    | 505
            mismatch01 | DOOR      | 400
            mismatch02 | DOOR      | 400
            bigcode    | PARSER    | DROP
            badbranch  | NOBODY    | WF
            insuf      | DOOR      | 400
            unkscm     | PROXY     | 416
            novelsc    | PROXY     | 416
            unksm2     | REGISTRAR | 400
            bext01     | PROXY     | 420
            invut      | ENDPOINT  | 415
            regaut01   | REGISTRAR | 401
            multi01    | DOOR      | 400
            mcl01      | PARSER    | 400
            bcast      | NOBODY    | WF
            zeromf     | PROXY     | 483
            cparam01   | NOBODY    | WF
            cparam02   | NOBODY    | WF
            regescrt   | NOBODY    | WF
            sdp01      | ENDPOINT  | 406
            inv2543    | NOBODY    | WF
            test       | PARSER    | DROP
            """;

    private static final String RFC_5118 =
            """
            ipv6-good                     | NOBODY | WF
            ipv6-bad                      | DOOR   | 400
            port-ambiguous                | NOBODY | WF
            port-unambiguous              | NOBODY | WF
            via-received-param-with-delim | NOBODY | WF
            via-received-param-no-delim   | NOBODY | WF
            ipv6-in-sdp                   | NOBODY | WF
            mult-ip-in-header             | NOBODY | WF
            mult-ip-in-sdp                | NOBODY | WF
            ipv4-mapped-ipv6              | NOBODY | WF
            ipv6-bug-abnf-3-colons        | NOBODY | WF
            ipv6-correct-abnf-2-colons    | NOBODY | WF
            """;

    static List<Row> rfc4475() {
        return rows(RFC_4475);
    }

    static List<Row> rfc5118() {
        return rows(RFC_5118);
    }

    private static List<Row> rows(String table) {
        return table.lines()
                .map(line -> line.split("\\s*\\|\\s*"))
                .map(cells -> new Row(cells[0], Layer.valueOf(cells[1]), cells[2].strip()))
                .toList();
    }

    @Test
    void everyMessageIsClassified() {
        assertThat(rfc4475()).extracting(Row::name).containsExactlyElementsOf(names("rfc4475"));
        assertThat(rfc5118()).extracting(Row::name).containsExactlyElementsOf(names("rfc5118"));
    }

    private static List<String> names(String rfc) {
        return Corpus.table(rfc + "/index.tsv").stream().map(row -> row[0]).toList();
    }

    @ParameterizedTest
    @MethodSource("rfc4475")
    void rfc4475(Row row) {
        check("rfc4475", row);
    }

    @ParameterizedTest
    @MethodSource("rfc5118")
    void rfc5118(Row row) {
        check("rfc5118", row);
    }

    private static void check(String rfc, Row row) {
        Row here = reaction(row.name, Corpus.bytes(rfc + "/" + row.name + ".dat"));
        switch (row.layer) {
            case PARSER, DOOR -> assertThat(here).isEqualTo(row);
            case PROXY, REGISTRAR, ENDPOINT, NOBODY ->
                    assertThat(here.layer).isEqualTo(Layer.NOBODY);
        }
    }

    /// What this module does with a message.
    private static Row reaction(String name, byte[] bytes) {
        SipMessage message;
        try {
            message = Corpus.parse(bytes);
        } catch (MalformedMessage e) {
            return new Row(name, Layer.PARSER, answer(e));
        }
        try {
            switch (message) {
                case Request request -> ReasonableSyntax.check(request);
                case Response response -> ReasonableSyntax.check(response);
            }
        } catch (MalformedMessage e) {
            return new Row(name, Layer.DOOR, answer(e));
        }
        return new Row(name, Layer.NOBODY, "WF");
    }

    private static String answer(MalformedMessage e) {
        return e.answer().map(answer -> String.valueOf(answer.status().value())).orElse("DROP");
    }

    /// The reaction must be one that the RFC allows the element that shows it.
    @ParameterizedTest
    @MethodSource("rfc4475")
    void theReactionIsOneOfThoseTheRfcAllows(Row row) {
        String[] index = Objects.requireNonNull(index().get(row.name));
        String allowed =
                switch (row.layer) {
                    case PARSER, DOOR, PROXY, NOBODY -> index[9];
                    case REGISTRAR -> index[10];
                    case ENDPOINT -> index[11];
                };
        // A well-formed response without a transaction is dropped above this module.
        if (index[5].equals("response") && row.layer == Layer.NOBODY) allowed += "|WF";
        assertThat(allowed.split("\\|")).contains(row.reaction);
    }

    private static Map<String, String[]> index() {
        return Corpus.table("rfc4475/index.tsv").stream()
                .collect(Collectors.toMap(r -> r[0], r -> r));
    }

    static Stream<Row> answered() {
        return rfc4475().stream()
                .filter(row -> row.layer == Layer.PARSER || row.layer == Layer.DOOR)
                .filter(row -> !row.reaction.equals("DROP"));
    }

    /// The answer can be routed by its top Via, and a strict reader can read it.
    @ParameterizedTest
    @MethodSource("answered")
    void theAnswerIsAMessage(Row row) {
        byte[] bytes = Corpus.bytes("rfc4475/" + row.name + ".dat");
        try {
            ReasonableSyntax.check((Request) Corpus.parse(bytes));
            throw new AssertionError("nobody objected");
        } catch (MalformedMessage e) {
            var answer = (Response) Corpus.parse(e.answer().orElseThrow().toByteArray());
            assertThat(answer.headers().require(Header.VIA).sentBy().host()).isNotEmpty();
            assertThat(answer.headers().get(Header.CONTENT_LENGTH)).hasValue(0);
            assertThat(answer.reasonPhrase()).contains("(");
        }
    }

    // What the layers above will object to, as they see it.

    private static Request request(String name) {
        return (Request) Corpus.parse(Corpus.bytes(name + ".dat"));
    }

    private static Headers headers(String name) {
        return Corpus.parse(Corpus.bytes(name + ".dat")).headers();
    }

    @Test
    void aShortTortuousInvite() {
        var headers = headers("rfc4475/wsinv");
        assertThat(headers.require(Header.MAX_FORWARDS)).isEqualTo(68);
        assertThat(headers.require(Header.CSEQ).number()).isEqualTo(9);
        assertThat(headers.require(Header.FROM).displayName()).isEqualTo("J Rosenberg \\\"");
        assertThat(headers.require(Header.FROM).tag()).isEqualTo("98asjd8");
        assertThat(headers.require(Header.TO).tag()).isEqualTo("1918181833n");
        var vias = headers.all(Header.VIA);
        assertThat(vias).hasSize(3);
        assertThat(vias.get(0).branch()).isEqualTo("390skdjuw");
        assertThat(vias.get(1).transport()).isEqualTo("TCP");
        assertThat(vias.get(1).branch()).isEqualTo("z9hG4bK9ikj8");
        assertThat(vias.get(2).sentBy().host()).isEqualTo("192.168.255.111");
        assertThat(vias.get(2).branch()).isEqualTo("z9hG4bK30239");
        var contact = address(headers.require(Header.CONTACT));
        assertThat(contact.displayName()).isEqualTo("Quoted string \"\"");
        assertThat(contact.parameters().get("q")).hasValue("0.33");
        var unusual = HeaderName.of("unknownheaderwithunusualvalue");
        assertThat(headers.has(unusual)).isTrue();
    }

    private static NameAddr address(Contact contact) {
        return ((Contact.Address) contact).address();
    }

    @Test
    void aMethodIsAnyToken() {
        assertThat(request("rfc4475/intmeth").method().name())
                .isEqualTo("!interesting-Method0123456789_*+`.%indeed'~");
        assertThat(request("rfc4475/esc02").method().name()).isEqualTo("RE%47IST%45R");
        assertThat(headers("rfc4475/esc02").all(Header.CONTACT)).hasSize(2);
    }

    @Test
    void escapesAreUndoneOnce() {
        var uri = (SipUri) request("rfc4475/esc01").uri();
        assertThat(uri.decodedUser()).isEqualTo("sips:user@example.com");
        assertThat(uri.host()).isEqualTo("example.net");
    }

    @Test
    void escapedNullsMakeDistinctUsers() {
        var headers = headers("rfc4475/escnull");
        var users =
                headers.all(Header.CONTACT).stream()
                        .map(contact -> address(contact).sipUri().orElseThrow())
                        .toList();
        assertThat(users).hasSize(2);
        assertThat(users.get(0).equivalentTo(users.get(1))).isFalse();
        assertThat(AddressOfRecord.of(users.get(0))).isNotEqualTo(AddressOfRecord.of(users.get(1)));
        var aor = headers.require(Header.TO).sipUri().orElseThrow().decodedUser();
        assertThat(aor).isEqualTo("null-\0-null");
    }

    @Test
    void aUserMayHoldSemicolons() {
        var uri = (SipUri) request("rfc4475/semiuri").uri();
        assertThat(uri.decodedUser()).isEqualTo("user;par=u@example.net");
        assertThat(uri.host()).isEqualTo("example.com");
    }

    @Test
    void longValuesAreNotCut() {
        var headers = headers("rfc4475/longreq");
        assertThat(headers.all(Header.VIA)).hasSize(34);
        assertThat(headers.require(Header.FROM).tag()).hasSizeGreaterThan(100);
    }

    @Test
    void whatFollowsTheBodyInADatagramIsIgnored() {
        var request = request("rfc4475/dblreq");
        assertThat(request.body().isEmpty()).isTrue();
        assertThat(request.toString()).doesNotContain("INVITE");
    }

    @Test
    void reasonPhrasesAreAnyTextOrNone() {
        var unusual = (Response) Corpus.parse(Corpus.bytes("rfc4475/unreason.dat"));
        assertThat(unusual.reasonPhrase()).startsWith("= 2**3 * 5**2 но сто девяносто девять");
        var none = (Response) Corpus.parse(Corpus.bytes("rfc4475/noreason.dat"));
        assertThat(none.reasonPhrase()).isEmpty();
        assertThat(none.status()).isEqualTo(StatusCode.TRYING);
    }

    @Test
    void whatIsBentIsStraightWhenForwarded() {
        for (String name : List.of("ltgtruri", "lwsstart", "trws", "escruri")) {
            var forwarded = request("rfc4475/" + name).with(h -> h.set(Header.MAX_FORWARDS, 5));
            assertThat(forwarded.toString().lines().findFirst().orElseThrow())
                    .matches("(INVITE|OPTIONS) sip:(user|remote-target)@example.com SIP/2.0");
        }
    }

    @Test
    void aBranchThatIsOnlyTheCookieIdentifiesNothing() {
        assertThat(headers("rfc4475/badbranch").require(Header.VIA).hasMagicCookie()).isFalse();
    }

    @Test
    void whatTheProxyObjectsTo() {
        assertThat(request("rfc4475/unkscm").uri()).isInstanceOf(OpaqueUri.class);
        assertThat(request("rfc4475/novelsc").uri().scheme()).isEqualTo("soap.beep");
        assertThat(headers("rfc4475/bext01").all(Header.PROXY_REQUIRE))
                .containsExactly("noProxiesSupportThis", "norDoAnyProxiesSupportThis");
        assertThat(headers("rfc4475/bext01").all(Header.REQUIRE))
                .containsExactly("nothingSupportsThis", "nothingSupportsThisEither");
        assertThat(headers("rfc4475/zeromf").require(Header.MAX_FORWARDS)).isZero();
    }

    @Test
    void whatTheRegistrarObjectsTo() {
        assertThat(headers("rfc4475/unksm2").require(Header.TO).uri().scheme()).isEqualTo("isbn");
        var credentials = headers("rfc4475/regaut01").require(Header.AUTHORIZATION);
        assertThat(credentials.isDigest()).isFalse();
        assertThat(credentials.get("opaque-data")).hasValue("here");
    }

    @Test
    void whatTheEndpointObjectsTo() {
        assertThat(
                        headers("rfc4475/invut")
                                .require(Header.CONTENT_TYPE)
                                .is("application/unknownformat"))
                .isTrue();
        assertThat(headers("rfc4475/sdp01").require(Header.ACCEPT).is("text/nobodyKnowsThis"))
                .isTrue();
    }

    @Test
    void contactParametersAreNotUriParameters() {
        var contact = address(headers("rfc4475/cparam01").require(Header.CONTACT));
        assertThat(contact.parameters().has("unknownparam")).isTrue();
        assertThat(contact.sipUri().orElseThrow().parameters().isEmpty()).isTrue();
        contact = address(headers("rfc4475/cparam02").require(Header.CONTACT));
        assertThat(contact.parameters().isEmpty()).isTrue();
        assertThat(contact.sipUri().orElseThrow().parameters().has("unknownparam")).isTrue();
        contact = address(headers("rfc4475/regescrt").require(Header.CONTACT));
        assertThat(contact.sipUri().orElseThrow().headers()).startsWith("Route=");
    }

    @Test
    void aBinaryPartKeepsItsNulls() {
        var request = request("rfc4475/mpart01");
        var multipart =
                MultipartBody.parse(request.headers().require(Header.CONTENT_TYPE), request.body());
        assertThat(multipart.parts()).hasSize(2);
        assertThat(multipart.parts().get(0).body().toString()).isEqualTo("Hello");
        var binary = multipart.parts().get(1).body().toByteArray();
        assertThat(binary).hasSize(342).contains((byte) 0);
    }

    @Test
    void ipv6ReferencesAndPorts() {
        assertThat(((SipUri) request("rfc5118/port-ambiguous").uri()).hostPort().port()).isEmpty();
        var unambiguous = ((SipUri) request("rfc5118/port-unambiguous").uri()).hostPort();
        assertThat(unambiguous.port()).hasValue(5070);
        assertThat(unambiguous.host()).isEqualTo("[2001:db8::10]");
        for (String name : List.of("with", "no")) {
            var via = headers("rfc5118/via-received-param-" + name + "-delim").require(Header.VIA);
            assertThat(via.received()).hasValue("2001:db8::9:255");
        }
        var mixed = headers("rfc5118/mult-ip-in-header").all(Header.VIA);
        assertThat(mixed).hasSize(3);
        assertThat(mixed.get(0).sentBy().port()).hasValue(6050);
        assertThat(headers("rfc5118/ipv4-mapped-ipv6").require(Header.VIA).sentBy().port())
                .hasValue(19823);
    }

    @Test
    void requiredFieldsAreNotRequiredByRfc2543() {
        var headers = headers("rfc4475/inv2543");
        assertThat(headers.get(Header.MAX_FORWARDS)).isEmpty();
        assertThat(headers.require(Header.FROM).tag()).isEmpty();
        assertThat(headers.require(Header.VIA).branch()).isEmpty();
    }

    @Test
    void theCorpusIsByteExact() throws Exception {
        for (String rfc : List.of("rfc4475", "rfc5118")) {
            for (String[] row : Corpus.table(rfc + "/index.tsv")) {
                byte[] digest =
                        java.security.MessageDigest.getInstance("SHA-256")
                                .digest(Corpus.bytes(rfc + "/" + row[1]));
                String hex = java.util.HexFormat.of().formatHex(digest);
                assertThat(hex).as(row[0]).isEqualTo(Arrays.asList(row).getLast());
            }
        }
    }
}
