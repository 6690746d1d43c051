package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Leg;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The way of requests in a dialog: RFC 3261 §16.4, §16.6 item 4, RFC 5658, RFC 5626 §5.3.
@Scenario("RFC 3261 §16.4")
class DialogScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;

    private record Call(Leg caller, Leg callee, Request invite, Response answer) {}

    private Call establish(Party alice, Party bob) {
        alice.send(alice.request(Method.INVITE, "sip:" + bob.name() + "@example.com"));
        var invite = bob.expect(Method.INVITE);
        var ok = bob.reply(invite, 200);
        var answer = alice.expect(200);
        alice.ack(answer);
        bob.expect(Method.ACK);
        return new Call(alice.leg(answer), bob.leg(invite, ok), invite, answer);
    }

    /// Over each pair of transports, in both directions; a flow is used wherever the phone made one.
    @ParameterizedTest
    @CsvSource({
        "UDP,UDP,1",
        "UDP,TCP,2",
        "TCP,UDP,2",
        "TCP,TCP,1",
        "TLS,TLS,1",
        "TLS,UDP,2",
        "WS,UDP,2",
        "WSS,TCP,2",
        "UDP,WSS,2"
    })
    void goesBothWays(Transport callers, Transport callees, int recorded) {
        var alice = office.phone("alice", "192.0.2.10", callers);
        var bob = office.phone("bob", "192.0.2.20", callees);
        var call = establish(alice, bob);

        call.caller.send(Method.INFO);
        bob.reply(bob.expect(Method.INFO), 200);
        alice.expect(200, Method.INFO);
        call.callee.send(Method.BYE);
        var bye = alice.expect(Method.BYE);
        alice.reply(bye, 200);
        bob.expect(200, Method.BYE);

        assertThat(call.invite.headers().all(Header.RECORD_ROUTE)).hasSize(recorded);
        assertThat(bye.headers().has(HeaderName.of("Route"))).isFalse();
        assertThat(network.count(c -> c.to().equals("alice") && c.transport() != callers)).isZero();
        assertThat(network.count(c -> c.to().equals("bob") && c.transport() != callees)).isZero();
        assertThat(office.node.connections())
                .as("none but the phones' own")
                .hasSizeLessThanOrEqualTo(2);
        assertThat(office.routed).hasSize(1);
    }

    /// RFC 5658 §5: the value on top is the callee's.
    @Test
    void recordsBothSidesWhereTheyDiffer() {
        var alice = office.phone("alice", "192.0.2.10", Transport.TCP);
        var bob = office.phone("bob", "192.0.2.20");
        var call = establish(alice, bob);

        assertThat(call.invite.headers().all(Header.RECORD_ROUTE).stream().map(NameAddr::toString))
                .satisfiesExactly(
                        top ->
                                assertThat(top)
                                        .matches("<sip:[\\w-]{12}\\.[a-z0-9-]+@192.0.2.1:5060;lr>"),
                        next ->
                                assertThat(next)
                                        .isEqualTo("<sip:192.0.2.1:5060;transport=tcp;lr>"));
    }

    @Test
    void namesNoFlowOfACalleeThatHasAnAddress() {
        var alice = office.phone("alice", "192.0.2.10");
        var bob = office.phone("bob", "192.0.2.20", Transport.TCP);
        var call = establish(alice, bob);
        var top = call.invite.headers().require(Header.RECORD_ROUTE).toString();

        assertThat(top).matches("<sip:[\\w-]{12}\\.\\.[a-z0-9-]+@192.0.2.1:5060;transport=tcp;lr>");
    }

    /// RFC 3581 §4: the address in the Contact of a phone behind a NAT leads nowhere.
    @Test
    void returnsThroughTheNat() {
        var nat = office.phone("alice", "192.0.2.10");
        var bob = office.phone("bob", "192.0.2.20");
        nat.send(
                """
                INVITE sip:bob@example.com SIP/2.0
                Via: SIP/2.0/UDP 10.0.0.7:5066;branch=z9hG4bKnat;rport
                Max-Forwards: 70
                From: <sip:alice@example.com>;tag=a
                To: <sip:bob@example.com>
                Call-ID: nat
                CSeq: 1 INVITE
                Contact: <sip:alice@10.0.0.7:5066>

                """);
        var invite = bob.expect(Method.INVITE);
        var ok = bob.reply(invite, 200);
        nat.ack(nat.expect(200));
        bob.expect(Method.ACK);
        bob.leg(invite, ok).send(Method.BYE);
        nat.reply(nat.expect(Method.BYE), 200);
        bob.expect(200, Method.BYE);
    }

    /// RFC 5626 §5.3.1.
    @Test
    @Scenario("RFC 5626 §5.3.1")
    void saysSoWhenTheFlowIsGone() {
        var alice = office.phone("alice", "192.0.2.10", Transport.WS);
        var bob = office.phone("bob", "192.0.2.20");
        var call = establish(alice, bob);
        alice.node().stop();
        network.clock().advance(java.time.Duration.ofMillis(10));
        call.callee.send(Method.BYE);
        bob.expect(430, Method.BYE);

        assertThat(office.counters.closedFlows.sum()).isEqualTo(1);
    }

    /// Where the phone still listens at its Contact, that will do.
    @Test
    void fallsBackUponTheContactWhenTheFlowIsGone() {
        var alice = office.phone("alice", "192.0.2.10", Transport.TCP);
        var bob = office.phone("bob", "192.0.2.20");
        var call = establish(alice, bob);
        office.node.connections().forEach(io.switchhook.sip.transport.Flow::close);
        network.clock().advance(java.time.Duration.ofMillis(10));
        call.callee.send(Method.BYE);
        alice.reply(alice.expect(Method.BYE), 200);
        bob.expect(200, Method.BYE);
    }

    /// The flow of a registered phone died before anybody noticed.
    @Test
    void says480WhereTheFlowOfAPhoneIsGone() {
        var alice = office.phone("alice", "192.0.2.10");
        office.phone("bob", "192.0.2.20", Transport.TCP);
        office.node.connections().forEach(io.switchhook.sip.transport.Flow::close);
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        alice.ack(alice.expect(480));
    }

    /// §16.4: what a strict router made of the Request-URI is put right again.
    @ParameterizedTest
    @Scenario("RFC 3261 §16.4")
    @EnumSource(names = {"UDP", "TCP"})
    void repairsStrictRoutes(Transport callers) {
        var alice = office.phone("alice", "192.0.2.10", callers);
        var bob = office.phone("bob", "192.0.2.20");
        var call = establish(alice, bob);
        var info = call.caller.request(Method.INFO);
        var strict = strictly(info);
        alice.send(strict);
        var arrived = bob.expect(Method.INFO);
        bob.reply(arrived, 200);
        alice.expect(200, Method.INFO);

        assertThat(arrived.uri()).isEqualTo(bob.contact());
        assertThat(arrived.headers().has(HeaderName.of("Route"))).isFalse();
    }

    /// §12.2.1.1, as RFC 2543 did: the first route is the Request-URI, the target the last route.
    private static Request strictly(Request request) {
        var routes = request.headers().all(Header.ROUTE);
        return request.withUri(routes.getFirst().uri())
                .with(h -> {
                    h.pop(Header.ROUTE);
                    return h.add(Header.ROUTE, NameAddr.of(request.uri()));
                });
    }

    /// §16.6 item 6: and before a strict router it is done to it.
    @Test
    @Scenario("RFC 3261 §16.6 item 6")
    void routesStrictlyWhereTheNextHopWantsIt() {
        var alice = office.phone("alice", "192.0.2.10");
        var edge = office.phone("edge", "192.0.2.50");
        var bob = office.phone("bob", "192.0.2.20");
        office.register(
                "bob",
                new Target(
                        bob.contact(),
                        1000,
                        java.util.Optional.empty(),
                        List.of(
                                NameAddr.of(
                                        io.switchhook.sip.uri.SipUri.parse("sip:in@192.0.2.50")))));
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var invite = edge.expect(Method.INVITE);

        assertThat(invite.uri().toString()).isEqualTo("sip:in@192.0.2.50");
        assertThat(invite.headers().all(Header.ROUTE)).containsExactly(NameAddr.of(bob.contact()));
        assertThat(bob.received()).isEmpty();
    }

    /// RFC 3327 §5.3: a loose one is just the first of the way.
    @Test
    @Scenario("RFC 3327 §5.3")
    void followsThePathOfABinding() {
        var alice = office.phone("alice", "192.0.2.10");
        var edge = office.phone("edge", "192.0.2.50");
        var bob = office.phone("bob", "192.0.2.20");
        var path =
                List.of(
                        NameAddr.of(io.switchhook.sip.uri.SipUri.parse("sip:192.0.2.50;lr")),
                        NameAddr.of(io.switchhook.sip.uri.SipUri.parse("sip:192.0.2.51;lr")));
        office.register("bob", new Target(bob.contact(), 1000, java.util.Optional.empty(), path));
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var invite = edge.expect(Method.INVITE);

        assertThat(invite.uri()).isEqualTo(bob.contact());
        assertThat(invite.headers().all(Header.ROUTE)).isEqualTo(path);
    }

    /// §12.2.1.1: routes of others in the dialog are followed, since our token vouches for it.
    @Test
    @Scenario("RFC 3261 §12.2.1.1")
    void followsTheRoutesOfADialog() {
        var alice = office.phone("alice", "192.0.2.10");
        var bob = office.phone("bob", "192.0.2.20");
        var edge = office.phone("edge", "192.0.2.50");
        var call = establish(alice, bob);
        alice.send(
                call.caller
                        .request(Method.BYE)
                        .with(h ->
                                h.add(
                                        Header.ROUTE,
                                        NameAddr.of(
                                                io.switchhook.sip.uri.SipUri.parse(
                                                        "sip:192.0.2.50;lr")))));
        var bye = edge.expect(Method.BYE);

        assertThat(bye.uri()).isEqualTo(bob.contact());
        assertThat(bye.headers().all(Header.ROUTE)).hasSize(1);
    }

    /// A phone's outbound proxy setting, by domain name or address, is a route of ours.
    @ParameterizedTest
    @CsvSource({
        "sip:example.com;lr",
        "sip:EXAMPLE.com",
        "sip:192.0.2.1;lr",
        "sip:192.0.2.1:5060;transport=udp;lr"
    })
    void takesItsOwnPreloadedRouteOff(String route) {
        var alice = office.phone("alice", "192.0.2.10");
        var bob = office.phone("bob", "192.0.2.20");
        alice.send(
                alice.request(Method.INVITE, "sip:bob@example.com")
                        .with(h ->
                                h.add(
                                        Header.ROUTE,
                                        NameAddr.of(io.switchhook.sip.uri.Uri.parse(route)))));

        assertThat(bob.expect(Method.INVITE).headers().has(HeaderName.of("Route"))).isFalse();
        assertThat(office.routed.getFirst().headers().has(HeaderName.of("Route"))).isFalse();
    }

    /// §16.4.
    @Test
    @Scenario("RFC 3261 §16.4")
    void takesItsOwnMaddrOff() {
        var alice = office.phone("alice", "192.0.2.10");
        office.phone("bob", "192.0.2.20");
        alice.send(
                alice.request(
                        Method.INVITE, "sip:bob@example.com:5060;maddr=192.0.2.1;transport=udp"));
        network.clock().advance(java.time.Duration.ofMillis(10));

        assertThat(office.routed.getFirst().uri().toString()).isEqualTo("sip:bob@example.com");
    }

    /// §16.6 item 4: a dialog that was asked for by `sips:` stays so.
    @Test
    @Scenario("RFC 3261 §16.6 item 4")
    void recordsSipsForSips() {
        var alice = office.phone("alice", "192.0.2.10", Transport.TLS);
        var bob = office.phone("bob", "192.0.2.20", Transport.TLS);
        var secure = io.switchhook.sip.uri.SipUri.parse("sips:bob@192.0.2.20");
        office.register(
                "bob", new Target(secure, 1000, office.target(bob, 1000).flow(), List.of()));
        alice.send(alice.request(Method.INVITE, "sips:bob@example.com"));
        var top = bob.expect(Method.INVITE).headers().require(Header.RECORD_ROUTE).toString();

        assertThat(top).startsWith("<sips:").endsWith("@192.0.2.1:5061;lr>");
    }

    /// RFC 6665 §4.3, §4.4.1: the subscriber learns the way from the NOTIFY, so the proxy records itself there too.
    @ParameterizedTest
    @Scenario("RFC 6665 §4.3")
    @EnumSource(names = {"UDP", "TCP", "WS"})
    void staysOnTheWayOfASubscription(Transport transport) {
        var alice = office.phone("alice", "192.0.2.10", transport);
        var bob = office.phone("bob", "192.0.2.20", transport);
        alice.send(alice.request(Method.SUBSCRIBE, "sip:bob@example.com"));
        var subscribe = bob.expect(Method.SUBSCRIBE);
        var accepted = bob.reply(subscribe, 200);
        alice.expect(200);
        bob.leg(subscribe, accepted).send(Method.NOTIFY);
        var notify = alice.expect(Method.NOTIFY);
        var heard = alice.reply(notify, 200);
        bob.expect(200, Method.NOTIFY);
        alice.leg(notify, heard).send(Method.SUBSCRIBE);
        bob.reply(bob.expect(Method.SUBSCRIBE), 200);
        alice.expect(200, Method.SUBSCRIBE);

        assertThat(notify.headers().all(Header.RECORD_ROUTE)).hasSize(1);
        assertThat(office.routed).hasSize(1);
    }
}
