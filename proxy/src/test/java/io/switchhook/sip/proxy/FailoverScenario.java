package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RFC 3263 §4.3: where one of several servers fails, the next is tried on a branch of its own.
@Scenario("RFC 3263 §4.3")
class FailoverScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10");
    private final Party first = network.party("first", "192.0.2.71");
    private final Party second = network.party("second", "192.0.2.72");
    private final List<Destination> found = new ArrayList<>();

    @BeforeEach
    void theTrunkHasTwoServers() {
        office.register(
                "trunk",
                new Target(SipUri.parse("sip:1@trunk.example"), 1000, Optional.empty(), List.of()));
        office.locator =
                (uri, shard, answer) -> {
                    if (uri.host().equals("trunk.example"))
                        shard.execute(() -> answer.accept(found));
                    else office.node.locate(uri, shard, answer);
                };
        find(Transport.UDP, "192.0.2.71");
        find(Transport.UDP, "192.0.2.72");
    }

    private void find(Transport transport, String address) {
        var at = new InetSocketAddress(InetAddress.ofLiteral(address), transport.defaultPort());
        found.add(new Destination(transport, at, "trunk.example", true));
    }

    private void call() {
        alice.send(alice.request(Method.INVITE, "sip:trunk@example.com"));
    }

    @Test
    void triesTheNextWhenOneRefuses() {
        call();
        var refused = first.expect(Method.INVITE);
        first.reply(refused, 503);
        var invite = second.expect(Method.INVITE);
        second.reply(invite, 200);
        alice.ack(alice.expect(200));
        second.expect(Method.ACK);

        assertThat(invite.headers().require(Header.VIA).branch())
                .isNotEqualTo(refused.headers().require(Header.VIA).branch());
    }

    @Test
    void triesTheNextWhenOneIsOff() {
        first.node().stop();
        call();
        second.reply(second.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
    }

    @Test
    void triesTheNextWhenOneTakesNoConnection() {
        found.clear();
        find(Transport.TCP, "192.0.2.71");
        find(Transport.TCP, "192.0.2.72");
        first.node().stop();
        call();
        second.reply(second.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
    }

    @Test
    void triesTheNextWhenOneIsSilent() {
        network.between("proxy", "first").cut(true);
        call();
        second.reply(second.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
    }

    /// Other answers are answers.
    @Test
    void takesABusyServerAtItsWord() {
        call();
        first.reply(first.expect(Method.INVITE), 486);
        alice.ack(alice.expect(486));
        assertThat(second.received()).isEmpty();
    }

    @Test
    void givesUpWhenAllHaveFailed() {
        first.node().stop();
        second.node().stop();
        call();
        alice.ack(alice.expect(500));
    }

    @Test
    void givesUpWhereNobodyIsFound() {
        found.clear();
        call();
        alice.ack(alice.expect(500));
    }

    @Test
    void triesNoMoreThanItsBound() {
        found.clear();
        for (int i = 0; i < 10; i++) find(Transport.UDP, "192.0.2." + (100 + i));
        call();
        alice.ack(alice.expect(500));
        assertThat(network.count(c -> c.to().startsWith("192.0.2.1") && c.is(Method.INVITE)))
                .isEqualTo(4);
    }

    @Test
    void triesNoOtherOnceTheCallerHasHungUp() {
        var invite = alice.send(alice.request(Method.INVITE, "sip:trunk@example.com"));
        var atFirst = first.expect(Method.INVITE);
        first.reply(atFirst, 100);
        alice.cancel(invite);
        first.expect(Method.CANCEL);
        first.reply(atFirst, 503);
        alice.ack(alice.expect(487));
        assertThat(second.received()).isEmpty();
    }

    /// The CANCEL comes while a name is still being looked up.
    @Test
    void isCanceledWhileItStillSeeks() {
        office.locator =
                (uri, shard, answer) ->
                        network.clock().schedule(Duration.ofSeconds(5), () -> answer.accept(found));
        var invite = alice.send(alice.request(Method.INVITE, "sip:trunk@example.com"));
        network.clock().advance(Duration.ofMillis(10));
        alice.cancel(invite);
        alice.ack(alice.expect(487));
        network.clock().advance(Duration.ofSeconds(10));
        assertThat(first.received()).isEmpty();
        assertThat(second.received()).isEmpty();
    }
}
