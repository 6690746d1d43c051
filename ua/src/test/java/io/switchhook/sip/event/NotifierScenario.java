package io.switchhook.sip.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Leg;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SipText;
import java.time.Duration;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6665 §4.2, as a phone sees it.
@Scenario("RFC 6665 §4.2")
class NotifierScenario {
    private final Station station = new Station();
    @RegisterExtension final SimulatedNetwork network = station.network;
    private final Party alice = phone("alice", "192.0.2.10", Transport.UDP);

    private Party phone(String name, String address, Transport transport) {
        return network.party(name, address).outbound(transport, station.node);
    }

    private static Request subscribe(Party phone, String more) {
        var request = phone.request(Method.SUBSCRIBE, "sip:city@192.0.2.1");
        return phone.again(request, "Event: weather\n" + more);
    }

    private Leg subscribed(Party phone, String more) {
        phone.send(subscribe(phone, more));
        return phone.leg(phone.expect(200, Method.SUBSCRIBE));
    }

    private Leg subscribed() {
        return subscribed(alice, "Expires: 600\n");
    }

    private Request told(Party phone, String body) {
        var notify = phone.expect(Method.NOTIFY);
        assertThat(notify.body()).hasToString(body);
        phone.reply(notify, 200);
        return notify;
    }

    private Request told(String body) {
        return told(alice, body);
    }

    private static String state(Request notify) {
        var state = notify.headers().require(Header.SUBSCRIPTION_STATE);
        return state.state() + state.parameters();
    }

    private static long cseq(Request request) {
        return request.headers().require(Header.CSEQ).number();
    }

    private void pass(int seconds) {
        network.clock().advance(Duration.ofSeconds(seconds));
    }

    private Request again(Leg leg, String more) {
        return alice.send(
                SipText.request(text(leg.request(Method.SUBSCRIBE)) + "Event: weather\n" + more));
    }

    private static String text(Request request) {
        return request.toString().replace("\r\n\r\n", "\r\n").replace("Content-Length: 0\r\n", "");
    }

    @Test
    void tellsAtOnceHowThingsAre() {
        alice.send(subscribe(alice, "Expires: 600\nAccept: text/plain, text/weather\n"));
        var ok = alice.expect(200);
        var notify = told("0 full sunny");

        assertThat(ok.headers().require(Header.EXPIRES)).isEqualTo(600);
        assertThat(ok.headers().require(Header.CONTACT))
                .isEqualTo(notify.headers().require(Header.CONTACT));
        assertThat(notify.uri()).isEqualTo(alice.contact());
        assertThat(notify.headers().require(Header.EVENT).type()).isEqualTo("weather");
        assertThat(notify.headers().require(Header.CONTENT_TYPE)).isEqualTo(Weather.TYPE);
        assertThat(notify.headers().require(Header.FROM))
                .isEqualTo(ok.headers().require(Header.TO));
        assertThat(notify.headers().require(Header.TO))
                .isEqualTo(ok.headers().require(Header.FROM));
        assertThat(state(notify)).isEqualTo("active;expires=600");
        assertThat(station.bounds.size()).isEqualTo(1);
    }

    /// §8.2.1: only what matches is returned.
    @Test
    void returnsTheIdOfTheEvent() {
        alice.send(
                alice.again(
                        alice.request(Method.SUBSCRIBE, "sip:city@192.0.2.1"),
                        "Event: weather;id=7;unit=c\n"));
        alice.expect(200);

        assertThat(told("0 full sunny").headers().require(Header.EVENT).parameters())
                .hasToString(";id=7");
    }

    @Test
    void tellsChangesAndNotMoreOftenThanThePackageWants() {
        subscribed();
        var first = told("0 full sunny");
        pass(6);
        station.weather.becomes("rain");
        var second = told("1 changed rain");
        station.weather.becomes("hail");
        station.weather.becomes("snow");
        alice.expectNothingFor(Duration.ofMillis(4990));
        var third = told("2 changed snow");

        assertThat(cseq(second)).isEqualTo(cseq(first) + 1);
        assertThat(cseq(third)).isEqualTo(cseq(second) + 1);
        alice.expectNothingFor(Duration.ofSeconds(60));
    }

    @Test
    void saysNothingWhereNothingIsNew() {
        subscribed();
        told("0 full sunny");
        pass(6);
        station.weather.becomes("sunny");
        alice.expectNothingFor(Duration.ofSeconds(60));
    }

    /// What changes while a NOTIFY is under way is told when that was answered.
    @Test
    void sendsOneNotifyAtATime() {
        subscribed();
        var slow = alice.expect(Method.NOTIFY);
        station.weather.becomes("rain");
        station.weather.becomes("hail");
        pass(3);
        assertThat(network.count(c -> c.from().equals("station") && c.is(Method.NOTIFY)))
                .as("retransmissions of the first")
                .isEqualTo(3);
        alice.reply(slow, 200);
        alice.ignoreUnread();
        told("1 changed hail");
    }

    @Test
    void aLostNotifyIsSentAgain() {
        network.loseOnce(c -> c.is(Method.NOTIFY));
        subscribed();
        told("0 full sunny");
        assertThat(station.counters.answered.sum()).isEqualTo(0);
        pass(1);
        assertThat(station.counters.answered.sum()).isEqualTo(1);
    }

    @Test
    void aRefreshIsToldEverythingAndLivesOn() {
        var leg = subscribed();
        told("0 full sunny");
        pass(500);
        again(leg, "Expires: 600\n");
        assertThat(alice.expect(200).headers().require(Header.EXPIRES)).isEqualTo(600);
        assertThat(state(told("1 full sunny"))).isEqualTo("active;expires=600");
        pass(500);
        station.weather.becomes("rain");
        assertThat(state(told("2 changed rain"))).isEqualTo("active;expires=100");
        assertThat(station.counters.refreshed.sum()).isEqualTo(1);
    }

    @Test
    void whatIsNotRefreshedEnds() {
        var leg = subscribed();
        told("0 full sunny");
        pass(599);
        alice.ignoreUnread();
        var last = told("1 full sunny");
        assertThat(state(last)).isEqualTo("terminated;reason=timeout");
        pass(1);
        station.weather.becomes("rain");
        alice.expectNothingFor(Duration.ofSeconds(10));
        again(leg, "");
        alice.expect(481);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        pass(60);
        assertThat(station.bounds.size()).isZero();
        assertThat(station.notifier.size()).isZero();
        assertThat(station.weather.watched()).isZero();
        assertThat(station.timers.size()).isZero();
    }

    @Test
    void anUnsubscriptionEndsIt() {
        var leg = subscribed();
        told("0 full sunny");
        again(leg, "Expires: 0\n");
        alice.expect(200);
        assertThat(state(told("1 full sunny"))).isEqualTo("terminated;reason=timeout");
        assertNothingIsLeft();
    }

    /// §4.4.3.
    @Test
    void aFetchIsToldOnce() {
        alice.send(subscribe(alice, "Expires: 0\n"));
        assertThat(alice.expect(200).headers().require(Header.EXPIRES)).isZero();
        assertThat(state(told("0 full sunny"))).isEqualTo("terminated;reason=timeout");
        station.weather.becomes("rain");
        alice.expectNothingFor(Duration.ofSeconds(10));
        assertThat(station.counters.fetched.sum()).isEqualTo(1);
        assertNothingIsLeft();
    }

    /// A version and a CSeq belong to one subscription.
    @Test
    void whoSubscribesAnewBeginsAtTheBeginning() {
        subscribed();
        told("0 full sunny");
        station.weather.becomes("rain");
        told("1 changed rain");
        subscribed();
        told("0 full rain");
        assertThat(station.bounds.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 410, 416, 480, 481, 485, 489, 501, 604})
    void anAnswerThatMeansSoEndsIt(int status) {
        subscribed();
        alice.reply(alice.expect(Method.NOTIFY), status);
        pass(1);
        assertThat(station.counters.refused.sum()).isEqualTo(1);
        station.weather.becomes("rain");
        alice.expectNothingFor(Duration.ofSeconds(10));
        assertNothingIsLeft();
    }

    /// What some proxy says for a phone that is slow does not end it, nor does anything that is no verdict.
    @ParameterizedTest
    @ValueSource(ints = {408, 500, 503, 401, 302})
    void anAnswerThatMeansNothingDoesNot(int status) {
        subscribed();
        alice.reply(alice.expect(Method.NOTIFY), status);
        pass(10);
        station.weather.becomes("rain");
        alice.expectNothingFor(Duration.ofSeconds(15));
        told("1 full rain");
        pass(6);
        station.weather.becomes("snow");
        told("2 changed snow");
    }

    /// A phone that was cut off for a while shows the right thing again.
    @Test
    void whoWasCutOffIsToldAgain() {
        subscribed();
        told("0 full sunny");
        pass(6);
        network.between("alice", "station").cut(true);
        station.weather.becomes("rain");
        pass(33);
        station.weather.becomes("snow");
        network.between("alice", "station").cut(false);
        told("2 full snow");
        assertThat(station.counters.silent.sum()).isEqualTo(1);
        pass(6);
        station.weather.becomes("hail");
        told("3 changed hail");
    }

    @Test
    void whoStaysAwayIsForgottenBeforeItsTime() {
        subscribed();
        told("0 full sunny");
        pass(6);
        alice.node().stop();
        network.between("alice", "station").cut(true);
        station.weather.becomes("rain");
        pass(3 * 33 + 30 + 60);
        assertThat(station.counters.abandoned.sum()).isEqualTo(1);
        assertNothingIsLeft();
    }

    /// The subscription outlives its phone's silence no longer than its duration.
    @Test
    void theEndComesInDoubtToo() {
        subscribed(alice, "Expires: 60\n");
        told("0 full sunny");
        pass(10);
        network.between("alice", "station").cut(true);
        station.weather.becomes("rain");
        pass(60 + 40);
        assertNothingIsLeft();
    }

    @Test
    void aRefreshInDoubtIsToldAtOnce() {
        var leg = subscribed();
        told("0 full sunny");
        pass(6);
        network.between("alice", "station").cut(true);
        station.weather.becomes("rain");
        pass(33);
        network.between("alice", "station").cut(false);
        again(leg, "Expires: 600\n");
        alice.expect(200);
        told("2 full rain");
        alice.expectNothingFor(Duration.ofSeconds(100));
    }

    @Test
    void aRefreshWhileANotifyIsUnderWayIsToldRightAfterIt() {
        var leg = subscribed();
        var slow = alice.expect(Method.NOTIFY);
        again(leg, "Expires: 600\n");
        alice.expect(200);
        alice.expectNothingFor(Duration.ofMillis(200));
        alice.reply(slow, 200);
        told("1 full sunny");
    }

    /// §4.1.2.3: the Contact of a refresh is where NOTIFYs go from then on, whatever is under way to the old one.
    @Test
    void aRefreshMovesTheTarget() {
        var leg = subscribed();
        alice.expect(Method.NOTIFY);
        var moved = network.party("moved", "192.0.2.11").outbound(Transport.UDP, station.node);
        var text =
                text(leg.request(Method.SUBSCRIBE))
                        .replace(alice.contact().toString(), moved.contact().toString());
        alice.send(SipText.request(text + "Event: weather\nExpires: 600\n"));
        alice.expect(200);
        told(moved, "1 full sunny");
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS", "WS", "WSS"})
    void goesBackOverTheConnection(Transport transport) {
        var bob = phone("bob", "192.0.2.20", transport);
        var ok = subscribe(bob, "Expires: 600\n");
        bob.send(ok);
        var contact = bob.expect(200).headers().require(Header.CONTACT);
        told(bob, "0 full sunny");

        assertThat(station.node.connections()).hasSize(1);
        String name = transport == Transport.WSS ? "ws" : transport.name().toLowerCase();
        assertThat(contact.toString()).contains("transport=" + name);
    }

    /// RFC 3581 §4: the Contact of a phone behind a NAT leads nowhere.
    @Test
    void goesBackThroughTheNat() {
        alice.send(
                """
                SUBSCRIBE sip:city@192.0.2.1 SIP/2.0
                Via: SIP/2.0/UDP 10.0.0.7:5066;branch=z9hG4bKnat;rport
                Max-Forwards: 70
                From: <sip:alice@example.com>;tag=a
                To: <sip:city@example.com>
                Call-ID: nat
                CSeq: 1 SUBSCRIBE
                Contact: <sip:alice@10.0.0.7:5066>
                Event: weather

                """);
        alice.expect(200);
        assertThat(told("0 full sunny").uri()).hasToString("sip:alice@10.0.0.7:5066");
    }

    /// Where the connection is gone the Contact may still do; and where it does not, another SUBSCRIBE brings another.
    @Test
    void findsThePhoneWhoseConnectionIsGone() {
        var bob = phone("bob", "192.0.2.20", Transport.TCP);
        subscribed(bob, "Expires: 600\n");
        told(bob, "0 full sunny");
        pass(6);
        station.node.connections().forEach(Flow::close);
        pass(1);
        station.weather.becomes("rain");
        told(bob, "1 changed rain");
    }

    @Test
    void followsTheRouteSet() {
        var edge = network.party("edge", "192.0.2.50");
        var request = subscribe(alice, "Record-Route: <sip:192.0.2.50;lr>, <sip:192.0.2.51;lr>\n");
        alice.send(request);
        assertThat(alice.expect(200).headers().all(Header.RECORD_ROUTE)).hasSize(2);
        var notify = edge.expect(Method.NOTIFY);
        assertThat(notify.uri()).isEqualTo(alice.contact());
        assertThat(notify.headers().all(Header.ROUTE))
                .containsExactly(
                        NameAddr.of(Uri.parse("sip:192.0.2.50;lr")),
                        NameAddr.of(Uri.parse("sip:192.0.2.51;lr")));
    }

    @Test
    void whatTheResourceEndsIsSaidSo() {
        subscribed();
        told("0 full sunny");
        station.weather.end(TerminationReason.NORESOURCE);
        assertThat(state(told(""))).isEqualTo("terminated;reason=noresource");
        assertNothingIsLeft();
    }

    @Test
    void allCanBeEnded() {
        subscribed();
        told("0 full sunny");
        station.notifier.end(TerminationReason.PROBATION);
        assertThat(state(told("")))
                .matches("terminated;reason=probation;retry-after=(1[5-9]|[23]\\d|4[0-5])");
        assertNothingIsLeft();
    }

    @Test
    void whoIsEndedTogetherDoesNotComeBackTogether() {
        var seconds =
                IntStream.range(-100, 100)
                        .mapToObj(TerminationReason.PROBATION::state)
                        .map(its -> its.parameters().get("retry-after").orElseThrow())
                        .map(Integer::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(seconds).hasSize(31).startsWith(15).endsWith(45);
    }

    private Response refusal(String lines) {
        alice.send(alice.again(alice.request(Method.SUBSCRIBE, "sip:city@192.0.2.1"), lines));
        network.clock().run();
        pass(1);
        var response = (Response) alice.unread().getFirst();
        alice.ignoreUnread();
        assertThat(station.bounds.size()).isZero();
        return response;
    }

    @Test
    void anUnknownEventIs489WithThoseThatAreKnown() {
        for (var lines : new String[] {"Event: presence\n", ""}) {
            var response = refusal(lines);
            assertThat(response.status().value()).isEqualTo(489);
            assertThat(response.headers().all(Header.ALLOW_EVENTS)).containsExactly("weather");
        }
    }

    @Test
    void aBriefIntervalIs423AndALongOneIsCut() {
        var response = refusal("Event: weather\nExpires: 59\n");
        assertThat(response.status().value()).isEqualTo(423);
        assertThat(response.headers().require(Header.MIN_EXPIRES)).isEqualTo(60);
        alice.send(subscribe(alice, "Expires: 7200\n"));
        assertThat(alice.expect(200).headers().require(Header.EXPIRES)).isEqualTo(3600);
        alice.send(subscribe(alice, ""));
        assertThat(alice.expect(200).headers().require(Header.EXPIRES)).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "Require: eventlist, 420",
        "Accept: application/pidf+xml, 406",
        "Contact: <sip:second@192.0.2.10>, 400",
        "Record-Route: <<, 400"
    })
    void whatCannotBeServedIsRefused(String line, int status) {
        assertThat(refusal("Event: weather\n" + line + "\n").status().value()).isEqualTo(status);
        assertThat(station.counters.rejected.sum()).isEqualTo(1);
    }

    @Test
    void aPackageThatFailsTakesNoRoom() {
        station.weather.broken = true;
        alice.send(subscribe(alice, ""));
        try {
            pass(1);
        } catch (IllegalStateException bug) {
            // On a real shard this ends in the log.
        }
        alice.expect(500);
        assertThat(station.bounds.size()).isZero();
    }

    @Test
    void othersCannotTouchIt() {
        var leg = subscribed();
        told("0 full sunny");
        alice.send(
                leg.request(Method.SUBSCRIBE)
                        .with(h ->
                                h.add(Header.EVENT, Event.of("weather"))
                                        .add(Header.EXPIRES, 0)
                                        .set(
                                                Header.FROM,
                                                NameAddr.of(Uri.parse("sip:mallory@example.com"))
                                                        .withTag(tagOf(leg)))));
        alice.expect(403);
        assertThat(station.bounds.size()).isEqualTo(1);
    }

    private static String tagOf(Leg leg) {
        return leg.request(Method.SUBSCRIBE).headers().require(Header.FROM).tag();
    }

    /// §4.5.2.
    @Test
    void aDialogIsNotShared() {
        var leg = subscribed();
        told("0 full sunny");
        alice.send(
                leg.request(Method.SUBSCRIBE).with(h -> h.add(Header.EVENT, Event.of("presence"))));
        assertThat(alice.expect(403).reasonPhrase()).contains("dialog sharing is not supported");
    }

    @Test
    void aRequestOutOfOrderIs500() {
        var leg = subscribed();
        told("0 full sunny");
        var early = leg.request(Method.SUBSCRIBE);
        again(leg, "Expires: 600\n");
        alice.expect(200);
        told("1 full sunny");
        alice.send(early.with(h -> h.add(Header.EVENT, Event.of("weather"))));
        alice.expect(500);
    }

    @Test
    void oneSubscriberMayNotTakeAllTheRoom() {
        for (int i = 0; i < 5; i++) {
            subscribed();
            told("0 full sunny");
        }
        alice.send(subscribe(alice, ""));
        assertThat(alice.expect(503).headers().require(Header.RETRY_AFTER).seconds()).isPositive();
        var bob = phone("bob", "192.0.2.20", Transport.UDP);
        subscribed(bob, "");
        told(bob, "0 full sunny");
        assertThat(station.bounds.size()).isEqualTo(6);
        assertThat(station.counters.turnedAway.sum()).isEqualTo(1);
    }

    @Test
    void aFullServerSaysSoUntilThereIsRoom() {
        var small = new Station(new SubscriptionBounds(1, 1));
        var one = small.network.party("one", "192.0.2.30").outbound(Transport.UDP, small.node);
        var two = small.network.party("two", "192.0.2.31").outbound(Transport.UDP, small.node);
        one.send(subscribe(one, "Expires: 60\n"));
        one.expect(200);
        one.reply(one.expect(Method.NOTIFY), 200);
        two.send(subscribe(two, ""));
        two.expect(503);
        small.network.clock().advance(Duration.ofSeconds(60));
        one.reply(one.expect(Method.NOTIFY), 200);
        two.send(subscribe(two, ""));
        two.expect(200);
    }

    /// One datagram in five is lost, each way: what the phone knows in the end is how things are.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void losesNothingForGood(long seed) {
        var lossy = new Station(new SubscriptionBounds(10, 10), seed);
        var phone = lossy.network.party("phone", "192.0.2.40").outbound(Transport.UDP, lossy.node);
        phone.send(subscribe(phone, "Expires: 3600\n"));
        phone.expect(200);
        var known = new TreeMap<Long, String>();
        phone.onRequest(notify -> {
            if (notify.method() != Method.NOTIFY) return;
            known.put(cseq(notify), notify.body().toString());
            phone.reply(notify, 200);
        });
        lossy.network.everywhere().loss(0.2).jitter(Duration.ofMillis(300));
        for (int i = 0; i < 100; i++) {
            lossy.weather.becomes("weather " + i);
            lossy.network.clock().advance(Duration.ofSeconds(1 + i % 9));
        }
        lossy.network.clock().advance(Duration.ofSeconds(60));

        assertThat(known.lastEntry().getValue()).endsWith("weather 99");
        assertThat(lossy.bounds.size()).isEqualTo(1);
    }

    /// A shard whose queue is full takes what was said a second later.
    @Test
    void aBusyShardMissesNothing() {
        subscribed();
        told("0 full sunny");
        pass(6);
        station.busy = true;
        station.weather.becomes("rain");
        alice.expectNothingFor(Duration.ofSeconds(3));
        station.busy = false;
        told("1 changed rain");
    }
}
