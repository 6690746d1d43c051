package io.switchhook.sip.registrar;

import static io.switchhook.sip.registrar.Register.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.Uri;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3261 §10.3 items 6 to 8, as a table: the bindings there are, what a REGISTER with the Call-ID and CSeq says, and
/// the bindings there are then, or the error. A binding is `user callId/cseq seconds`; `p` stands for the contact
/// `<sip:p@192.0.2.1>`.
class RegistrationTest {
    private static final AddressOfRecord AOR = new AddressOfRecord("1001", "office.example");
    private static final RegistrarSettings SETTINGS =
            new RegistrarSettings(
                    Duration.ofSeconds(3600),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(7200),
                    3,
                    256,
                    false,
                    Duration.ZERO,
                    List.of());
    private static final Registration REGISTRATION = new Registration(SETTINGS);

    private static final String TABLE =
            """
            a query changes nothing                     | p a/1 99         | a/2 |                                | 200 p a/1 99
            a query with an Expires changes nothing     | p a/1 99         | a/2 | Expires: 0                     | 200 p a/1 99
            a query of nothing                          |                  | a/2 |                                | 200
            a first binding gets the default            |                  | a/1 | Contact: <p>                   | 200 p a/1 3600
            the Expires header field counts             |                  | a/1 | Contact: <p> & Expires: 600    | 200 p a/1 600
            the parameter counts more                   |                  | a/1 | Contact: <p>;expires=700 & Expires: 600 | 200 p a/1 700
            each contact has its own                    |                  | a/1 | Contact: <p>;expires=700, <r> & Expires: 600 | 200 p a/1 700, r a/1 600
            contacts on several lines                   |                  | a/1 | Contact: <p> & Contact: <r>    | 200 p a/1 3600, r a/1 3600
            more than the maximum is cut                |                  | a/1 | Contact: <p>;expires=86400     | 200 p a/1 7200
            2^32-1 is cut                               |                  | a/1 | Contact: <p>;expires=4294967295 | 200 p a/1 7200
            more than 2^32-1 counts as nothing          |                  | a/1 | Contact: <p>;expires=280297596632815 | 200 p a/1 3600
            a malformed parameter counts as nothing     |                  | a/1 | Contact: <p>;expires=soon      | 200 p a/1 3600
            a quoted parameter is understood            |                  | a/1 | Contact: <p>;expires="120"     | 200 p a/1 120
            a malformed header field counts as nothing  |                  | a/1 | Contact: <p> & Expires: 10**9  | 200 p a/1 3600
            the minimum is enough                       |                  | a/1 | Contact: <p>;expires=60        | 200 p a/1 60
            less than the minimum                       |                  | a/1 | Contact: <p>;expires=59        | 423
            one of several is less                      | r a/1 99         | a/2 | Contact: <r>;expires=0, <p>;expires=1 | 423
            a refresh                                   | p a/1 99         | a/2 | Contact: <p>                   | 200 p a/2 3600
            a refresh keeps the place                   | p a/1 9, r a/1 9 | a/2 | Contact: <p>                   | 200 p a/2 3600, r a/1 9
            a refresh may shorten                       | p a/1 3600       | a/2 | Contact: <p>;expires=60        | 200 p a/2 60
            a refresh after a restart                   | p a/9 99         | b/1 | Contact: <p>                   | 200 p b/1 3600
            a refresh with an equal CSeq                | p a/1 99         | a/1 | Contact: <p>                   | 500
            a refresh with an older CSeq                | p a/2 99         | a/1 | Contact: <p>                   | 500
            one out of order spoils all                 | p a/2 9, r b/9 9 | a/1 | Contact: <r>, <s>, <p>         | 500
            a CSeq near the end                         | p a/4294967294 9 | a/4294967295 | Contact: <p>          | 200 p a/4294967295 3600
            a removal                                   | p a/1 9, r a/1 9 | a/2 | Contact: <p>;expires=0         | 200 r a/1 9
            a removal by the header field               | p a/1 9, r a/1 9 | a/2 | Contact: <p> & Expires: 0      | 200 r a/1 9
            a removal by another Call-ID                | p a/9 9, r a/1 9 | b/1 | Contact: <p>;expires=0         | 200 r a/1 9
            a removal out of order                      | p a/2 99         | a/2 | Contact: <p>;expires=0         | 500
            a removal of what is not there              | p a/1 99         | a/2 | Contact: <r>;expires=0         | 200 p a/1 99
            add, refresh and remove in one              | p a/1 9, r a/1 9 | a/2 | Contact: <s>, <p>, <r>;expires=0 | 200 p a/2 3600, s a/2 3600
            the same contact twice: the last counts     |                  | a/1 | Contact: <p>;expires=99, <p>;expires=100 | 200 p a/1 100
            added and removed in one                    |                  | a/1 | Contact: <p>, <p>;expires=0    | 200
            * removes all                               | p a/1 9, r b/9 9 | a/2 | Contact: * & Expires: 0        | 200
            * of nothing                                |                  | a/2 | Contact: * & Expires: 0        | 200
            * without Expires                           | p a/1 99         | a/2 | Contact: *                     | 400
            * with another Expires                      | p a/1 99         | a/2 | Contact: * & Expires: 1        | 400
            * with a malformed Expires                  | p a/1 99         | a/2 | Contact: * & Expires: x        | 400
            * beside others                             | p a/1 99         | a/2 | Contact: *, <p> & Expires: 0   | 400
            * beside others on another line             | p a/1 99         | a/2 | Contact: <p> & Contact: * & Expires: 0 | 400
            * out of order                              | p b/1 9, r a/2 9 | a/2 | Contact: * & Expires: 0        | 500
            as many as allowed                          | p a/1 9, r a/1 9 | b/1 | Contact: <s>                   | 200 p a/1 9, r a/1 9, s b/1 3600
            more than allowed                           | p a/1 9, r a/1 9 | b/1 | Contact: <s>, <t>              | 403
            one goes and one comes                      | p a/1 9, r a/1 9, s a/1 9 | b/1 | Contact: <s>;expires=0, <t> | 200 p a/1 9, r a/1 9, t b/1 3600
            a malformed Contact                         | p a/1 99         | a/2 | Contact: <p                    | 400
            a malformed Contact behind a good one       | p a/1 99         | a/2 | Contact: <p> & Contact: <<     | 400
            a malformed q                               |                  | a/1 | Contact: <p>;q=1.5             | 400
            """;

    record Row(String name, String current, String order, String lines, String expected) {
        static Row of(String line) {
            String[] c = line.split("\\|", -1);
            return new Row(c[0].strip(), c[1].strip(), c[2].strip(), c[3].strip(), c[4].strip());
        }

        Bindings bindings() {
            var all = new ArrayList<Binding>();
            for (String text : current.split(",", -1)) if (!text.isBlank()) all.add(binding(text));
            return new Bindings(AOR, all);
        }

        private static Binding binding(String text) {
            String[] c = text.strip().split("[ /]", -1);
            return RegistrationTest.binding(
                    "sip:" + c[0] + "@192.0.2.1",
                    c[1],
                    Long.parseLong(c[2]),
                    NOW.plusSeconds(Long.parseLong(c[3])));
        }

        Request request() {
            String[] callIdCseq = order.split("/", -1);
            var headers =
                    Stream.of(lines.split("&", -1))
                            .map(String::strip)
                            .filter(l -> !l.isEmpty())
                            .map(l -> l.replaceAll("<([prst])", "<sip:$1@192.0.2.1"))
                            .toArray(String[]::new);
            return Register.request(callIdCseq[0], Long.parseLong(callIdCseq[1]), headers);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Binding binding(String uri, String callId, long cseq, Instant expires) {
        return new Binding(
                NameAddr.of(Uri.parse(uri)),
                callId,
                cseq,
                expires,
                List.of(),
                Optional.empty(),
                "",
                NOW.minusSeconds(5),
                NOW.minusSeconds(5));
    }

    static Stream<Row> rows() {
        return TABLE.lines().map(Row::of);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void table(Row row) {
        var outcome = REGISTRATION.apply(NOW, row.bindings(), row.request(), Optional.empty());
        assertThat(shown(outcome)).isEqualTo(row.expected);
    }

    static String shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Rejected rejected -> Integer.toString(rejected.status().value());
            case Outcome.Accepted(var bindings, _) ->
                    ("200 "
                                    + bindings.all().stream()
                                            .map(RegistrationTest::shown)
                                            .collect(Collectors.joining(", ")))
                            .strip();
        };
    }

    private static String shown(Binding b) {
        return b.contact().sipUri().orElseThrow().user()
                + ' '
                + b.callId()
                + '/'
                + b.cseq()
                + ' '
                + b.secondsLeft(NOW);
    }

    private static Outcome.Accepted accepted(Request request) {
        return (Outcome.Accepted)
                REGISTRATION.apply(NOW, Bindings.none(AOR), request, Optional.empty());
    }

    private static Outcome.Rejected rejected(Request request) {
        return (Outcome.Rejected)
                REGISTRATION.apply(NOW, Bindings.none(AOR), request, Optional.empty());
    }

    @Test
    void too_brief_tells_the_minimum() {
        var rejected = rejected(Register.request("a", 1, "Contact: <sip:p@h>;expires=5"));
        assertThat(rejected.fields()).singleElement().hasToString("Min-Expires: 60");
    }

    @Test
    void a_contact_keeps_all_it_was_sent_with_but_expires() {
        String contact =
                "\"A\" <sip:1001@192.0.2.4:5062;transport=tcp;ob>;q=0.5;expires=99;reg-id=1"
                        + ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\";x";
        var binding =
                accepted(Register.request("a", 1, "User-Agent: Phone 1", "Contact: " + contact))
                        .bindings()
                        .all()
                        .getFirst();
        assertThat(binding.contact().toString()).isEqualTo(contact.replace(";expires=99", ""));
        assertThat(binding.q()).isEqualTo(500);
        assertThat(binding.userAgent()).isEqualTo("Phone 1");
        assertThat(binding.registered()).isEqualTo(NOW);
        assertThat(binding.seen()).isEqualTo(NOW);
    }

    @Test
    void a_refresh_keeps_when_it_was_registered_and_takes_the_new_parameters() {
        var current =
                new Bindings(AOR, List.of(binding("sip:p@192.0.2.1", "a", 1, NOW.plusSeconds(9))));
        var request = Register.request("a", 2, "Contact: <sip:p@192.0.2.1;ob>;q=0.1");
        var outcome =
                (Outcome.Accepted) REGISTRATION.apply(NOW, current, request, Optional.empty());
        var binding = outcome.bindings().all().getFirst();
        assertThat(binding.registered()).isEqualTo(NOW.minusSeconds(5));
        assertThat(binding.seen()).isEqualTo(NOW);
        assertThat(binding.contact()).hasToString("<sip:p@192.0.2.1;ob>;q=0.1");
        assertThat(outcome.events()).containsExactly(new LocationEvent.Refreshed(AOR, binding));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:p@192.0.2.1;transport=tcp",
                "sip:p@192.0.2.1:5060",
                "sips:p@192.0.2.1",
                "sip:P@192.0.2.1",
                "sip:p:pw@192.0.2.1",
                "tel:+15551234",
                "mailto:p@192.0.2.1"
            })
    void another_contact_is_another_binding(String uri) {
        var first = accepted(Register.request("a", 1, "Contact: <sip:p@192.0.2.1>"));
        var request = Register.request("a", 2, "Contact: <" + uri + ">");
        var outcome = REGISTRATION.apply(NOW, first.bindings(), request, Optional.empty());
        assertThat(((Outcome.Accepted) outcome).bindings().size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:a%62c@Host.example;TRANSPORT=udp",
                "tel:+15551234",
                "mailto:p@192.0.2.1"
            })
    void an_equivalent_contact_is_the_same_binding(String uri) {
        var first = accepted(Register.request("a", 1, "Contact: <" + uri + ">"));
        String other =
                uri.replace("a%62c", "abc")
                        .replace("Host", "hOST")
                        .replace("TRANSPORT=udp", "transport=UDP;x=y");
        var request = Register.request("a", 2, "Contact: <" + other + ">");
        var outcome = REGISTRATION.apply(NOW, first.bindings(), request, Optional.empty());
        assertThat(((Outcome.Accepted) outcome).bindings().size()).isEqualTo(1);
    }

    @Test
    void a_path_is_kept_where_the_phone_supports_it() {
        var accepted =
                accepted(
                        Register.request(
                                "a",
                                1,
                                "Supported: gruu, PATH",
                                "Path: <sip:e1;lr>, <sip:e2;lr>",
                                "Contact: <sip:p@192.0.2.1>"));
        assertThat(accepted.bindings().all().getFirst().path())
                .extracting(NameAddr::toString)
                .containsExactly("<sip:e1;lr>", "<sip:e2;lr>");
    }

    @Test
    void a_path_without_support_is_a_bad_extension_unless_allowed() {
        var request = Register.request("a", 1, "Path: <sip:e1;lr>", "Contact: <sip:p@192.0.2.1>");
        var rejected = rejected(request);
        assertThat(rejected.status()).isEqualTo(StatusCode.BAD_EXTENSION);
        assertThat(rejected.fields()).hasSize(1);
        var lax =
                new Registration(
                        new RegistrarSettings(
                                SETTINGS.defaultExpires(),
                                SETTINGS.minExpires(),
                                SETTINGS.maxExpires(),
                                3,
                                256,
                                true,
                                Duration.ZERO,
                                List.of()));
        assertThat(lax.apply(NOW, Bindings.none(AOR), request, Optional.empty()))
                .isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void a_long_contact_is_refused() {
        String contact = "Contact: <sip:p@192.0.2.1>;x=" + "y".repeat(300);
        assertThat(rejected(Register.request("a", 1, contact)).reason()).contains("256 bytes");
        String path = "Path: <sip:" + "e".repeat(300) + ".example;lr>";
        var request =
                Register.request("a", 1, "Supported: path", path, "Contact: <sip:p@192.0.2.1>");
        assertThat(rejected(request).reason()).contains("256 bytes");
    }

    @Test
    void a_long_user_agent_is_cut() {
        var request =
                Register.request("a", 1, "User-Agent: " + "u".repeat(999), "Contact: <sip:p@h>");
        assertThat(accepted(request).bindings().all().getFirst().userAgent()).hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0=0", "0.=0", "0.1=100", "0.12=120", "0.123=123", "1=1000", "1.000=1000"})
    void q_is_in_thousandths(String row) {
        String[] c = row.split("=", -1);
        var request = Register.request("a", 1, "Contact: <sip:p@h>;q=" + c[0]);
        assertThat(accepted(request).bindings().all().getFirst().q())
                .isEqualTo(Integer.parseInt(c[1]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.001", "2", "0.1234", ".5", "a", "0,5x", "-1", "0.x"})
    void a_q_that_is_none_is_refused(String q) {
        var request = Register.request("a", 1, "Contact: <sip:p@h>;q=" + q);
        assertThat(rejected(request).status()).isEqualTo(StatusCode.BAD_REQUEST);
    }

    @Test
    void no_q_is_the_highest() {
        var request = Register.request("a", 1, "Contact: <sip:p@h>");
        assertThat(accepted(request).bindings().all().getFirst().q()).isEqualTo(1000);
    }

    @Test
    void many_contacts_in_one_request_stay_bounded() {
        String contacts =
                IntStream.range(0, 200)
                        .mapToObj(i -> "<sip:p" + i + "@h>")
                        .collect(Collectors.joining(","));
        assertThat(rejected(Register.request("a", 1, "Contact: " + contacts)).status())
                .isEqualTo(StatusCode.FORBIDDEN);
    }
}
