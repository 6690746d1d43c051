package io.switchhook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Crossing.Fate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedNetworkTest {
    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    final Party alice = network.party("alice", "192.0.2.10");
    final Party bob = network.party("bob", "192.0.2.20");

    @ParameterizedTest
    @EnumSource(Transport.class)
    void partiesCallEachOtherOverEachTransport(Transport transport) {
        alice.outbound(transport, bob.node());
        bob.outbound(transport, alice.node());

        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@192.0.2.20"));
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        var sent = bob.reply(ringing, 200, "Content-Type: application/sdp\n\nv=0\n");
        alice.expect(180);
        var ok = alice.expect(200);
        alice.ack(ok);
        assertThat(ok.body().toString()).isEqualTo("v=0\r\n");
        assertThat(bob.expect(Method.ACK).headers().require(Header.CALL_ID))
                .isEqualTo(invite.headers().require(Header.CALL_ID));

        bob.leg(ringing, sent).send(Method.BYE);
        alice.reply(alice.expect(Method.BYE), 200);
        bob.expect(200, Method.BYE);
        assertThat(network.clock().isIdle()).isTrue();
        assertThat(network.ladder().lines()).hasSize(7);
        assertThat(network.crossings()).extracting(Crossing::fate).containsOnly(Fate.DELIVERED);
    }

    @Test
    void fillsInReceivedAndRport() {
        alice.outbound(Transport.UDP, bob.node());
        alice.send(
                """
                OPTIONS sip:bob@192.0.2.20 SIP/2.0
                Via: SIP/2.0/UDP 10.1.1.1:5060;branch=z9hG4bK1;rport
                Max-Forwards: 70
                From: <sip:alice@example.com>;tag=1
                To: <sip:bob@example.com>
                Call-ID: 1
                CSeq: 1 OPTIONS
                """);
        var options = bob.expect(Method.OPTIONS);
        var via = options.headers().require(Header.VIA);
        assertThat(via.received()).contains("192.0.2.10");
        assertThat(via.rport()).hasValue(5060);
        bob.reply(options, 200);
        alice.expect(200);
    }

    @Test
    void answersWhatIsMalformed() {
        var server = network.node("server", "192.0.2.1");
        alice.outbound(Transport.UDP, server);
        alice.send(
                """
                OPTIONS sip:bob@192.0.2.20 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1
                From: <sip:alice@example.com>;tag=1
                To: <sip:bob@example.com>
                CSeq: 1 OPTIONS
                """);
        alice.expect(400);
        assertThat(server.malformed()).containsExactly("missing Call-ID");
    }

    @Test
    void losesDuplicatesAndReordersDatagramsTheSameWayEachTime() {
        network.between("alice", "bob").loss(0.2).duplication(0.2).jitter(Duration.ofMillis(50));
        alice.outbound(Transport.UDP, bob.node());
        for (int i = 0; i < 200; i++)
            alice.send(alice.request(Method.OPTIONS, "sip:bob@example.com"));
        network.clock().advance(Duration.ofSeconds(1));
        assertThat(network.count(c -> c.fate() == Fate.LOST)).isBetween(20L, 60L);
        assertThat(network.count(c -> c.fate() == Fate.DUPLICATED)).isBetween(15L, 50L);
        assertThat(bob.received().size())
                .isEqualTo(
                        (int)
                                (200
                                        - network.count(c -> c.fate() == Fate.LOST)
                                        + network.count(c -> c.fate() == Fate.DUPLICATED)));
        var order = bob.received().stream().map(m -> m.headers().require(Header.CALL_ID)).toList();
        assertThat(order)
                .isNotEqualTo(
                        order.stream().sorted((a, b) -> a.value().compareTo(b.value())).toList());
    }

    @Test
    void tellsWhoSendsThatNobodyListens() {
        var failures = new ArrayList<IOException>();
        bob.node().stop();
        alice.node()
                .flow(Transport.UDP, bob.node())
                .send(
                        alice.outbound(Transport.UDP, bob.node())
                                .request(Method.OPTIONS, "sip:bob@b"),
                        failures::add);
        assertThat(failures).isEmpty();
        network.clock().advance(Duration.ofSeconds(1));
        assertThat(failures).hasSize(1);
    }

    @Test
    void aStreamTellsThatItDied() {
        var flow = alice.node().flow(Transport.TCP, bob.node());
        var closed = new ArrayList<String>();
        flow.onClose(() -> closed.add("near"));
        var far = bob.node().connections().getFirst();
        far.onClose(() -> closed.add("far"));
        far.close();
        assertThat(far.isOpen()).isFalse();
        assertThat(flow.isOpen()).isTrue();
        network.clock().advance(Duration.ofSeconds(1));
        assertThat(closed).containsExactly("far", "near");
        assertThat(alice.node().byToken(flow.token())).isEmpty();
    }

    @Test
    void opensAndReusesConnections() {
        var opened = new ArrayList<Flow>();
        var failed = new ArrayList<IOException>();
        var told =
                new Flows.Opened() {
                    @Override
                    public void opened(Flow flow) {
                        opened.add(flow);
                    }

                    @Override
                    public void failed(IOException cause) {
                        failed.add(cause);
                    }
                };
        var node = alice.node();
        var there =
                new Destination(
                        Transport.TCP, new InetSocketAddress("192.0.2.20", 5060), "bob", true);
        node.open(there, 300, node.shard(), told);
        assertThat(opened).isEmpty();
        network.clock().advance(Duration.ofSeconds(1));
        node.open(there, 300, node.shard(), told);
        assertThat(opened).hasSize(2).allMatch(flow -> flow == opened.getFirst());
        assertThat(node.byToken(opened.getFirst().token())).contains(opened.getFirst());
        bob.node().stop();
        network.clock().advance(Duration.ofSeconds(1));
        node.open(there, 300, node.shard(), told);
        network.clock().advance(Duration.ofSeconds(1));
        assertThat(failed).hasSize(1);
    }

    @Test
    void locatesNumericHostsAndTheNamesItWasTold() {
        network.host("phones.example", "192.0.2.20");
        var found = new ArrayList<List<Destination>>();
        var node = alice.node();
        for (var uri :
                List.of(
                        "sip:bob@192.0.2.20:5070;transport=tcp",
                        "sips:bob@phones.example",
                        "sip:bob@nowhere.example"))
            node.locate(SipUri.parse(uri), node.shard(), found::add);
        assertThat(found.getFirst().getFirst().transport()).isEqualTo(Transport.TCP);
        assertThat(found.getFirst().getFirst().address().getPort()).isEqualTo(5070);
        assertThat(found.get(1).getFirst().transport()).isEqualTo(Transport.TLS);
        assertThat(found.get(2)).isEmpty();
        assertThat(node.isOurs("192.0.2.10", 5060)).isTrue();
        assertThat(node.isOurs("192.0.2.10", 0)).isTrue();
        assertThat(node.isOurs("192.0.2.10", 5099)).isFalse();
        assertThat(node.isOurs("192.0.2.20", 5060)).isFalse();
    }

    @Test
    void aPartyThatWaitsInVainShowsTheLadder() {
        alice.outbound(Transport.UDP, bob.node());
        alice.send(alice.request(Method.OPTIONS, "sip:bob@example.com"));
        bob.reply(bob.expect(Method.OPTIONS), 486);
        assertThatThrownBy(() -> alice.expect(200)).hasMessageContaining("486 Busy Here (OPTIONS)");
    }

    @Test
    void knowsRequestsFromResponses() {
        assertThat(SipText.message("SIP/2.0 200 OK\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\n"))
                .isInstanceOf(Response.class);
        assertThat(SipText.request("BYE sip:a@b SIP/2.0\nCall-ID: 1\n\nbody\n"))
                .isInstanceOf(Request.class)
                .extracting(r -> r.body().toString())
                .isEqualTo("body\r\n");
    }
}
