package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Phones that register, refresh and leave, through the whole server.
@Scenario("RFC 3261 §10.3")
class RegisterScenario extends OfficeScenario {
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.com");

    private Request register(String... contacts) {
        return registerFor("sip:bob@example.com", contacts);
    }

    private Request registerFor(String user, String... contacts) {
        var request = desk.request(Method.REGISTER, "sip:example.com", "sip:bob@example.com");
        return request.with(h -> {
            h.set(Header.TO, NameAddr.of(Uri.parse(user))).remove(Header.CONTACT.name());
            for (var contact : contacts) h.add(Header.CONTACT, Contact.parse(Scanner.of(contact)));
            return h;
        });
    }

    private Response ok(Request register) {
        desk.send(register);
        return desk.expect(200, Method.REGISTER);
    }

    private static Request expires(Request register, int seconds) {
        return register.with(h -> h.set(Header.EXPIRES, seconds));
    }

    /// The next REGISTER of the same phone.
    private Request next(Request before, Request after) {
        long number = before.headers().require(Header.CSEQ).number() + 1;
        return after.with(h ->
                h.set(Header.CALL_ID, before.headers().require(Header.CALL_ID))
                        .set(Header.CSEQ, new CSeq(number, Method.REGISTER)));
    }

    private List<String> bindings() {
        return office
                .locations
                .bindings(BOB, network.clock().instantSource().instant())
                .all()
                .stream()
                .map(it -> it.contact().toString())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP", "TLS", "WS", "WSS"})
    void aPhoneRegistersOverEachTransportAndIsCalledOverIt(Transport transport) {
        var phone = office.phone("phone", "192.0.2.30", transport);
        office.register(phone, "bob", "");
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var invite = phone.expect(Method.INVITE);
        assertThat(phone.flow(invite).transport()).isEqualTo(transport);
        phone.reply(invite, 486);
        alice.ack(alice.expect(486));
    }

    @Test
    void severalContactsOfOneRequestAreAllKept() {
        var answer = ok(register("<sip:a@192.0.2.21>", "<sip:b@192.0.2.21>", "<sip:c@192.0.2.21>"));
        assertThat(answer.headers().all(Header.CONTACT)).hasSize(3);
        assertThat(bindings()).hasSize(3);
    }

    @Test
    void eachContactKeepsItsOwnTime() {
        var answer =
                ok(
                        expires(
                                register(
                                        "<sip:a@192.0.2.21>;expires=600",
                                        "<sip:b@192.0.2.21>;expires=120",
                                        "<sip:c@192.0.2.21>"),
                                300));
        assertThat(answer.headers().all(Header.CONTACT).toString())
                .contains("a@192.0.2.21>;expires=600", "b@192.0.2.21>;expires=120", ";expires=300");
        network.clock().advance(Duration.ofSeconds(121));
        assertThat(bindings()).hasSize(2);
        network.clock().advance(Duration.ofSeconds(500));
        assertThat(bindings()).isEmpty();
    }

    @Test
    void aRefreshLetsABindingLiveOn() {
        var first = ok(expires(register("<sip:a@192.0.2.21>"), 120));
        network.clock().advance(Duration.ofSeconds(100));
        ok(expires(register("<sip:a@192.0.2.21>"), 120));
        network.clock().advance(Duration.ofSeconds(100));
        assertThat(bindings()).hasSize(1);
        assertThat(first.headers().all(Header.CONTACT)).hasSize(1);
    }

    @Test
    void aBindingThatIsNotRefreshedEnds() {
        ok(expires(register("<sip:a@192.0.2.21>"), 60));
        network.clock().advance(Duration.ofSeconds(61));
        assertThat(ok(register()).headers().all(Header.CONTACT)).isEmpty();
        office.locations.sweep();
        assertThat(office.locations.size()).isZero();
    }

    @Test
    void aChangedQIsTaken() {
        ok(register("<sip:a@192.0.2.21>;q=0.3"));
        ok(register("<sip:a@192.0.2.21>;q=0.8"));
        assertThat(bindings()).containsExactly("<sip:a@192.0.2.21>;q=0.8");
    }

    @Test
    void oneOfTwoContactsIsRemoved() {
        ok(register("<sip:a@192.0.2.21>", "<sip:b@192.0.2.21>"));
        ok(register("<sip:a@192.0.2.21>;expires=0"));
        assertThat(bindings()).containsExactly("<sip:b@192.0.2.21>");
    }

    @Test
    void aContactIsRemovedByTheHeaderField() {
        ok(register("<sip:a@192.0.2.21>"));
        ok(expires(register("<sip:a@192.0.2.21>"), 0));
        assertThat(bindings()).isEmpty();
    }

    @Test
    void oneIsRemovedWhileAnotherIsMade() {
        ok(register("<sip:a@192.0.2.21>"));
        ok(register("<sip:b@192.0.2.21>", "<sip:a@192.0.2.21>;expires=0"));
        assertThat(bindings()).containsExactly("<sip:b@192.0.2.21>");
    }

    @Test
    void aStarRemovesAll() {
        ok(register("<sip:a@192.0.2.21>", "<sip:b@192.0.2.21>"));
        ok(expires(register("*"), 0));
        assertThat(bindings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3600})
    void aStarWithAnotherTimeIsABadRequest(int seconds) {
        ok(register("<sip:a@192.0.2.21>"));
        desk.send(expires(register("*"), seconds));
        desk.expect(400);
        assertThat(bindings()).hasSize(1);
    }

    @Test
    void aStarBesideAnotherContactIsABadRequest() {
        ok(register("<sip:a@192.0.2.21>"));
        desk.send(expires(register("*", "<sip:a@192.0.2.21>"), 0));
        desk.expect(400);
        assertThat(bindings()).hasSize(1);
    }

    @Test
    void whatIsNotThereCanBeRemovedAllTheSame() {
        assertThat(ok(register("<sip:x@192.0.2.21>;expires=0")).headers().all(Header.CONTACT))
                .isEmpty();
    }

    @Test
    void aQueryListsAndChangesNothing() {
        ok(register("<sip:a@192.0.2.21>;q=0.5"));
        var answer = ok(register());
        assertThat(answer.headers().all(Header.CONTACT)).hasSize(1);
        assertThat(bindings()).containsExactly("<sip:a@192.0.2.21>;q=0.5");
    }

    @Test
    void aQueryForAUserWithoutPhonesListsNothing() {
        assertThat(ok(registerFor("sip:carol@example.com")).headers().all(Header.CONTACT))
                .isEmpty();
    }

    @Test
    @Scenario("RFC 3261 §10.3 item 7")
    void aRegisterOutOfOrderIsRefused() {
        var first = register("<sip:a@192.0.2.21>");
        var second = next(first, register("<sip:a@192.0.2.21>;expires=0"));
        ok(second);
        ok(next(second, register("<sip:a@192.0.2.21>")));
        desk.send(next(first, register("<sip:a@192.0.2.21>;expires=0")));
        desk.expect(500);
        assertThat(bindings()).hasSize(1);
    }

    @Test
    @Scenario("RFC 3261 §10.3 item 7")
    void aPhoneThatStartedAnewMayBeginItsCSeqAgain() {
        var first = register("<sip:a@192.0.2.21>");
        ok(next(first, register("<sip:a@192.0.2.21>")));
        ok(register("<sip:a@192.0.2.21>;q=0.5"));
        assertThat(bindings()).containsExactly("<sip:a@192.0.2.21>;q=0.5");
    }

    @Test
    @Scenario("RFC 3261 §17.2.2")
    void aRegisterThatIsRepeatedIsDoneOnce() {
        var register = register("<sip:a@192.0.2.21>");
        desk.send(register);
        var answer = desk.expect(200);
        for (int i = 0; i < 3; i++) {
            desk.send(register);
            assertThat(desk.expect(200).toString()).isEqualTo(answer.toString());
        }
        assertThat(bindings()).hasSize(1);
    }

    @Test
    @Scenario("RFC 3261 §17.1.2")
    void aRegisterWhoseAnswerIsLostIsAnsweredAgain() {
        network.loseOnce(c -> c.is(200));
        var register = desk.send(register("<sip:a@192.0.2.21>"));
        network.clock().advance(Duration.ofMillis(500));
        desk.send(register);
        desk.expect(200);
    }

    @Test
    void aSecretaryRegistersForItsChief() {
        desk.send(
                register("<sip:chief@192.0.2.21>")
                        .with(h ->
                                h.set(
                                        Header.FROM,
                                        NameAddr.of(Uri.parse("sip:secretary@example.com"))
                                                .withTag("s"))));
        desk.expect(200);
        assertThat(bindings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:example.com, sip:bob@elsewhere.example, 404",
        "sip:example.com, sip:example.com, 404",
        "sip:elsewhere.example, sip:bob@example.com, 403",
        "sip:example.com, tel:+15551234, 400",
        "sip:bob@example.com, sip:bob@example.com, 200",
        "sip:EXAMPLE.COM, sip:bob@Example.com, 200",
        "sip:192.0.2.1, sip:bob@192.0.2.1, 200",
        "sip:192.0.2.1:5060, sip:bob@example.com, 200"
    })
    void onlyUsersOfItsDomainsRegister(String uri, String to, int status) {
        desk.send(registerFor(to, "<sip:a@192.0.2.21>").withUri(Uri.parse(uri)));
        desk.expect(status);
    }

    @Test
    @Scenario("RFC 3261 §10.3 item 7")
    void aTimeThatIsTooShortIsRefusedWithTheShortest() {
        desk.send(expires(register("<sip:a@192.0.2.21>"), 1));
        assertThat(desk.expect(423).headers().get(Header.MIN_EXPIRES)).isPresent();
        assertThat(bindings()).isEmpty();
    }

    @Test
    @Scenario("RFC 3261 §10.3 item 8")
    void aTimeThatIsTooLongIsCut() {
        var answer = ok(expires(register("<sip:a@192.0.2.21>"), 1_000_000));
        assertThat(answer.headers().all(Header.CONTACT).toString()).contains("expires=7200");
    }

    @Test
    void anOversizeCallIdIsServedOrRefusedAndHurtsNobody() {
        desk.send(
                register("<sip:a@192.0.2.21>")
                        .toString()
                        .replaceFirst("Call-ID: [^\r]*", "Call-ID: " + "c".repeat(4000)));
        network.clock().advance(Duration.ofSeconds(1));
        desk.ignoreUnread();
        ok(register("<sip:b@192.0.2.21>"));
    }

    @Test
    void anOversizeContactIsRefused() {
        desk.send(register("<sip:" + "a".repeat(4000) + "@192.0.2.21>"));
        network.clock().advance(Duration.ofSeconds(1));
        var refusal = (Response) desk.received().getFirst();
        assertThat(refusal.status().value()).isBetween(400, 499);
        assertThat(bindings()).isEmpty();
    }

    @Test
    @Scenario("RFC 3261 §10.2.1.2")
    void phonesRingInTheOrderOfTheirQ() {
        office.register(desk, "bob", ";q=0.2");
        office.register(sofa, "bob", ";q=0.9");
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        sofa.reply(sofa.expect(Method.INVITE), 486);
        desk.reply(desk.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
    }

    @Test
    @Scenario("RFC 5626 §5.3")
    void aConnectionThatClosesTakesItsBindingsAlong() {
        var wired = office.phone("wired", "192.0.2.31", Transport.TCP);
        office.register(wired, "bob", "");
        wired.outbound().close();
        network.clock().advance(Duration.ofMillis(10));
        assertThat(bindings()).isEmpty();
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        alice.ack(alice.expect(480));
    }

    @Test
    @Scenario("RFC 3261 §10.2")
    void aRecordRouteInARegisterIsOfNoMatter() {
        desk.send(
                register("<sip:a@192.0.2.21>")
                        .with(h ->
                                h.add(
                                        Header.RECORD_ROUTE,
                                        NameAddr.of(Uri.parse("sip:192.0.2.99;lr")))));
        assertThat(desk.expect(200).headers().all(Header.RECORD_ROUTE)).isEmpty();
    }
}
