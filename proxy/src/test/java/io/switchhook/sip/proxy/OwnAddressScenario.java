package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Leg;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Phones on the server's own address, on other ports, where that address is one of its domains: RFC 3261 §16.4, §16.5.
@Scenario("RFC 3261 §16.4")
class OwnAddressScenario {
    private static final String ADDRESS = "192.0.2.1";

    private final Office office = new Office(ProxySettings.of(Set.of("example.com", ADDRESS)));
    @RegisterExtension final SimulatedNetwork network = office.network;

    private Party phone(String name, int port, Transport transport) {
        var phone = network.party(name, ADDRESS, port).outbound(transport, office.node);
        office.register(name, office.target(phone, 1000));
        return phone;
    }

    private record Call(Leg caller, Leg callee, Request invite) {}

    private Call establish(Party alice, Party bob) {
        alice.send(alice.request(Method.INVITE, "sip:bob@" + ADDRESS));
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 180);
        alice.expect(180);
        var ok = bob.reply(invite, 200);
        Response answer = alice.expect(200);
        alice.ack(answer);
        assertThat(bob.expect(Method.ACK).uri()).isEqualTo(bob.contact());
        return new Call(alice.leg(answer), bob.leg(invite, ok), invite);
    }

    /// §16.4, §16.11: ACK, re-INVITE and BYE go to the port that the Contact names, and not to the server.
    @ParameterizedTest
    @Scenario("RFC 3261 §16.4")
    @CsvSource({"UDP,UDP,false", "UDP,UDP,true", "TCP,UDP,false", "UDP,TCP,true", "TCP,TCP,false"})
    void passesEveryRequestOfACallBetweenPhonesOnTheServersAddress(
            Transport callers, Transport callees, boolean calleeHangsUp) {
        var alice = phone("alice", 25080, callers);
        var bob = phone("bob", 25190, callees);
        var call = establish(alice, bob);

        reinvite(call.caller, alice, bob);
        reinvite(call.callee, bob, alice);
        var leaving = calleeHangsUp ? bob : alice;
        var left = calleeHangsUp ? alice : bob;
        (calleeHangsUp ? call.callee : call.caller).send(Method.BYE);
        var bye = left.expect(Method.BYE);
        left.reply(bye, 200);
        leaving.expect(200, Method.BYE);

        assertThat(bye.uri()).isEqualTo(left.contact());
        assertThat(bye.headers().has(HeaderName.of("Route"))).isFalse();
        assertThat(network.count(c -> c.is(481))).isZero();
        assertThat(office.routed).as("the router is not asked again").hasSize(1);
        network.clock().advance(Duration.ofMinutes(2));
        assertThat(office.layer.serverTransactions() + office.layer.clientTransactions()).isZero();
    }

    private static void reinvite(Leg from, Party one, Party other) {
        var sent = from.send(Method.INVITE);
        var again = other.expect(Method.INVITE);
        assertThat(again.uri()).isEqualTo(other.contact());
        other.reply(again, 200);
        one.expect(200, Method.INVITE);
        from.ack(sent);
        assertThat(other.expect(Method.ACK).uri()).isEqualTo(other.contact());
    }

    /// §16.4: a Route to such a phone is none of ours and is left to it.
    @ParameterizedTest
    @Scenario("RFC 3261 §16.4")
    @EnumSource(names = {"UDP", "TCP"})
    void leavesARouteToAPhoneOnItsOwnAddressInPlace(Transport transport) {
        var alice = phone("alice", 25080, transport);
        var bob = phone("bob", 25190, Transport.UDP);
        var edge = phone("edge", 25290, Transport.UDP);
        var call = establish(alice, bob);
        var route = NameAddr.of(SipUri.parse("sip:" + ADDRESS + ":25290;lr"));
        alice.send(call.caller.request(Method.INFO).with(h -> h.add(Header.ROUTE, route)));
        var info = edge.expect(Method.INFO);

        assertThat(info.uri()).isEqualTo(bob.contact());
        assertThat(info.headers().all(Header.ROUTE)).containsExactly(route);
    }

    /// §16.5: without a port, or with that of a listener, the address is the server all the same.
    @ParameterizedTest
    @Scenario("RFC 3261 §16.5")
    @CsvSource({
        "sip:bob@192.0.2.1, 200",
        "sip:bob@192.0.2.1:5060, 200",
        "sip:bob@192.0.2.1:5061;transport=tls, 200",
        "sip:bob@192.0.2.1:25190, 403"
    })
    void takesItsOwnAddressForItself(String uri, int status) {
        var alice = phone("alice", 25080, Transport.UDP);
        var bob = phone("bob", 25190, Transport.UDP);
        office.register("bob", new Target(bob.contact(), 1000, Optional.empty(), List.of()));
        bob.onRequest(request -> bob.reply(request, 200));
        alice.send(alice.request(Method.MESSAGE, uri));
        alice.expect(status);
    }
}
