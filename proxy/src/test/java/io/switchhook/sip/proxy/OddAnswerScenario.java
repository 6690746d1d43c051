package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SipText;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Phones that answer out of order, too often, with the wrong Via or to another method, and that send back what they got.
@Scenario("RFC 3261 §16.7")
class OddAnswerScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10");
    private final Party bob = office.phone("bob", "192.0.2.20");

    /// Whatever they did, it comes to an end.
    @AfterEach
    void nothingIsLeft() {
        alice.ignoreUnread();
        network.clock().advance(Duration.ofMinutes(10));
        assertThat(office.layer.serverTransactions()).isZero();
        assertThat(office.layer.clientTransactions()).isZero();
        assertThat(office.counters.waiting()).isZero();
        assertThat(office.timers.size()).isZero();
    }

    private Request invite() {
        return request(Method.INVITE);
    }

    private Request request(Method method) {
        alice.send(alice.request(method, "sip:bob@example.com"));
        return bob.expect(method);
    }

    private void afterwardsNothingComes() {
        network.clock().advance(Duration.ofMillis(50));
        int before = alice.received().size();
        // Before 3.5 s, when a request that is no INVITE gets its 100 (RFC 4320 §4.1).
        network.clock().advance(Duration.ofSeconds(3));
        assertThat(alice.received().size()).isEqualTo(before);
    }

    private long finalsAt(Party phone) {
        return phone.received().stream()
                .filter(it -> it instanceof Response response && response.status().isFinal())
                .map(it -> ((Response) it).status())
                .distinct()
                .count();
    }

    // Out of order and too often

    @Test
    @Scenario("RFC 3261 §17.1.1.2")
    void dropsAProvisionalThatComesAfterA2xx() {
        var invite = invite();
        bob.reply(invite, 200);
        alice.ack(alice.expect(200));
        bob.reply(invite, 180);
        afterwardsNothingComes();
    }

    @Test
    @Scenario("RFC 3261 §17.1.1.2")
    void dropsAProvisionalThatComesAfterAFailure() {
        var invite = invite();
        bob.reply(invite, 486);
        alice.ack(alice.expect(486));
        bob.reply(invite, 180);
        afterwardsNothingComes();
    }

    @Test
    @Scenario("RFC 6026 §7.2")
    void dropsAFailureThatComesAfterA2xx() {
        var invite = invite();
        bob.reply(invite, 200);
        alice.ack(alice.expect(200));
        bob.reply(invite, 486);
        afterwardsNothingComes();
        assertThat(finalsAt(alice)).isEqualTo(1);
    }

    @Test
    @Scenario("RFC 6026 §7.2")
    void dropsA6xxThatComesAfterA2xx() {
        var invite = invite();
        bob.reply(invite, 200);
        alice.ack(alice.expect(200));
        bob.reply(invite, 603);
        afterwardsNothingComes();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 486, 503, 603})
    @Scenario("RFC 3261 §17.1.1.2")
    void acknowledgesEachRepetitionOfAFailureAndForwardsOne(int status) {
        var invite = invite();
        var failure = bob.reply(invite, status);
        alice.ack(alice.expect(status == 503 ? 500 : status));
        bob.expect(Method.ACK);
        for (int i = 0; i < 3; i++) {
            bob.resend(invite, failure);
            bob.expect(Method.ACK);
        }
        afterwardsNothingComes();
        assertThat(finalsAt(alice)).isEqualTo(1);
    }

    @Test
    @Scenario("RFC 3261 §17.1.1.3")
    void acknowledgesFailuresOfDifferentKindsAndForwardsTheFirst() {
        var invite = invite();
        bob.reply(invite, 404);
        alice.ack(alice.expect(404));
        bob.reply(invite, 486);
        bob.reply(invite, 480);
        afterwardsNothingComes();
        assertThat(finalsAt(alice)).isEqualTo(1);
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 5")
    void forwardsEveryProvisionalOfAPhoneThatRepeatsIt() {
        var invite = invite();
        for (int i = 0; i < 20; i++) bob.reply(invite, 180);
        for (int i = 0; i < 20; i++) alice.expect(180);
        bob.reply(invite, 200);
        alice.ack(alice.expect(200));
    }

    @Test
    @Scenario("RFC 6026 §7.1")
    void forwardsEvery2xxOfAPhoneThatRepeatsIt() {
        var invite = invite();
        var ok = bob.reply(invite, 200);
        for (int i = 0; i < 10; i++) bob.resend(invite, ok);
        for (int i = 0; i < 11; i++) alice.expect(200);
        alice.ignoreUnread();
        alice.expectNothingFor(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"200,180", "200,486", "404,180", "404,200", "404,486", "200,200"})
    @Scenario("RFC 3261 §17.1.2.2")
    void forwardsOneFinalResponseToARequestThatIsNoInvite(int first, int second) {
        var message = request(Method.MESSAGE);
        bob.reply(message, first);
        alice.expect(first);
        bob.reply(message, second);
        afterwardsNothingComes();
    }

    @Test
    @Scenario("RFC 4320 §4.1")
    void keepsProvisionalsOfOtherRequestsToItself() {
        var message = request(Method.MESSAGE);
        for (int i = 0; i < 5; i++) bob.reply(message, 180);
        network.clock().advance(Duration.ofMillis(10));
        assertThat(alice.unread()).isEmpty();
        bob.reply(message, 200);
        alice.expect(200);
    }

    // The wrong Via

    @Test
    @Scenario("RFC 3261 §18.1.2")
    void dropsAResponseWhoseTopViaIsNotItsOwn() {
        var invite = invite();
        var foreign = Via.of("UDP", HostPort.of("192.0.2.99"), "z9hG4bKforeign");
        sendBack(invite, ok(invite).with(h -> h.push(Header.VIA, foreign)));
        afterwardsNothingComes();
    }

    @Test
    @Scenario("RFC 3261 §17.1.3")
    void dropsAResponseWithABranchItNeverMade() {
        var invite = invite();
        var via = Via.of("UDP", HostPort.of("192.0.2.1", 5060), "z9hG4bKinvented");
        sendBack(
                invite,
                Response.to(invite, StatusCode.of(486), "x")
                        .with(h -> h.replaceFirst(Header.VIA, via)));
        afterwardsNothingComes();
    }

    @Test
    @Scenario("RFC 3261 §17.1.3")
    void dropsAMessagesResponseWithABranchItNeverMade() {
        var message = request(Method.MESSAGE);
        var via = Via.of("UDP", HostPort.of("192.0.2.1", 5060), "z9hG4bKinvented");
        sendBack(message, ok(message).with(h -> h.replaceFirst(Header.VIA, via)));
        afterwardsNothingComes();
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 3")
    void answers502ToAMessageWhoseResponseLostItsVias() {
        var message = request(Method.MESSAGE);
        var via = message.headers().require(Header.VIA);
        sendBack(
                message,
                ok(message).with(h -> h.remove(HeaderName.of("Via")).push(Header.VIA, via)));
        alice.expect(502);
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 3")
    void dropsAProvisionalThatLostItsVias() {
        var invite = invite();
        var via = invite.headers().require(Header.VIA);
        sendBack(
                invite,
                Response.to(invite, StatusCode.of(180), "x")
                        .with(h -> h.remove(HeaderName.of("Via")).push(Header.VIA, via)));
        afterwardsNothingComes();
        bob.reply(invite, 200);
        alice.ack(alice.expect(200));
    }

    @Test
    @Scenario("RFC 3261 §20.42")
    void takesABranchInOtherCaseForTheSame() {
        var invite = invite();
        var via = invite.headers().require(Header.VIA);
        var shouting =
                via.with(via.parameters().with("branch", via.branch().toUpperCase(Locale.ROOT)));
        sendBack(invite, ok(invite).with(h -> h.replaceFirst(Header.VIA, shouting)));
        network.clock().advance(Duration.ofMillis(10));
        assertThat(finalsAt(alice)).isLessThanOrEqualTo(1);
        bob.reply(invite, 486);
    }

    // Another method

    @ParameterizedTest
    @CsvSource({
        "INVITE,MESSAGE",
        "INVITE,ACK",
        "INVITE,BYE",
        "MESSAGE,INVITE",
        "MESSAGE,INFO",
        "MESSAGE,ACK"
    })
    @Scenario("RFC 3261 §17.1.3")
    void dropsAResponseToAMethodItDidNotSend(String sent, String answered) {
        var request = request(Method.of(sent));
        var cseq = new CSeq(1, Method.of(answered));
        sendBack(request, ok(request).with(h -> h.set(Header.CSEQ, cseq)));
        afterwardsNothingComes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "INVITE", "MESSAGE"})
    @Scenario("RFC 3261 §8.1.3.3")
    void dropsAResponseToAnAck(String method) {
        var invite = invite();
        bob.reply(invite, 200);
        alice.ack(alice.expect(200));
        var ack = bob.expect(Method.ACK);
        sendBack(
                ack,
                Response.to(ack, StatusCode.of(488), "x")
                        .with(h -> h.set(Header.CSEQ, new CSeq(1, Method.of(method)))));
        afterwardsNothingComes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "INVITE"})
    @Scenario("RFC 3261 §17.1.1.3")
    void dropsAResponseToTheAckOfAFailure(String method) {
        var invite = invite();
        bob.reply(invite, 486);
        alice.ack(alice.expect(486));
        var ack = bob.expect(Method.ACK);
        sendBack(
                ack,
                Response.to(ack, StatusCode.of(487), "x")
                        .with(h -> h.set(Header.CSEQ, new CSeq(1, Method.of(method)))));
        afterwardsNothingComes();
        assertThat(finalsAt(alice)).isEqualTo(1);
    }

    // What comes back as a request

    @ParameterizedTest
    @CsvSource({
        "INVITE,INVITE",
        "INVITE,MESSAGE",
        "INVITE,ACK",
        "MESSAGE,MESSAGE",
        "MESSAGE,INVITE",
        "MESSAGE,INFO",
        "MESSAGE,ACK"
    })
    @Scenario("RFC 3261 §16.3 item 4")
    void survivesARequestThatIsReflected(String sent, String reflected) {
        var request = request(Method.of(sent));
        var back =
                (Request)
                        SipText.message(
                                request.toString()
                                        .replaceFirst(sent + " ", reflected + " ")
                                        .replace("CSeq: 1 " + sent, "CSeq: 1 " + reflected));
        for (int i = 0; i < 3; i++) bob.outbound().send(back, _ -> {});
        network.clock().advance(Duration.ofSeconds(1));

        assertThat(network.count(c -> c.from().equals("proxy") && c.to().equals("alice")))
                .as("no storm")
                .isLessThan(10);
        assertThat(network.crossings().size()).isLessThan(60);
        bob.reply(request, 200);
        alice.expect(200, Method.of(sent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "INVITE", "MESSAGE"})
    @Scenario("RFC 3261 §17.1.1.3")
    void survivesAnAckThatIsReflected(String reflected) {
        var invite = invite();
        bob.reply(invite, 200);
        alice.ack(alice.expect(200));
        var ack = bob.expect(Method.ACK);
        bob.outbound()
                .send(
                        SipText.message(
                                ack.toString()
                                        .replaceFirst("ACK ", reflected + " ")
                                        .replace("CSeq: 1 ACK", "CSeq: 1 " + reflected)),
                        _ -> {});
        network.clock().advance(Duration.ofSeconds(1));
        assertThat(network.crossings().size()).isLessThan(40);
    }

    @Test
    @Scenario("RFC 3261 §17.2.3")
    void takesTwoMethodsWithOneBranchForTwoTransactions() {
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        alice.send(
                invite.toString()
                        .replaceFirst("INVITE sip", "MESSAGE sip")
                        .replace("CSeq: 1 INVITE", "CSeq: 2 MESSAGE"));
        bob.reply(bob.expect(Method.MESSAGE), 200);
        bob.reply(bob.expect(Method.INVITE), 200);
        alice.expect(200, Method.MESSAGE);
        alice.expect(200, Method.INVITE);
    }

    @Test
    @Scenario("RFC 3261 §18.1.2")
    void dropsAResponseThatACallerSendsToItsOwnRequest() {
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var atBob = bob.expect(Method.INVITE);
        alice.outbound().send(ok(invite), _ -> {});
        network.clock().advance(Duration.ofMillis(100));
        bob.reply(atBob, 486);
        alice.ack(alice.expect(486));
    }

    @Test
    @Scenario("RFC 3261 §17.1.1.2")
    void timesOutWhereEveryProvisionalIsMalformed() {
        var invite = invite();
        for (int i = 0; i < 3; i++)
            bob.flow(invite)
                    .send(
                            Response.to(invite, StatusCode.of(180), "x")
                                    .with(h -> h.remove(HeaderName.of("CSeq"))),
                            _ -> {});
        alice.ack(alice.expect(408));
    }

    private static Response ok(Request request) {
        return Response.to(request, StatusCode.OK, "x");
    }

    private void sendBack(Request request, Response response) {
        bob.flow(request).send(response, _ -> {});
    }
}
