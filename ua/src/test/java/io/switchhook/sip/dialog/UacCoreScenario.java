package io.switchhook.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transaction.TransactionUser;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.ServerLocator;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RFC 3261 §8.1.2, §8.1.3, RFC 3263 §4.3.
class UacCoreScenario {
    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    private final SimulatedNode node = network.node("uac", "192.0.2.1");
    private final Party bob = network.party("bob", "192.0.2.20");
    private final Party carol = network.party("carol", "192.0.2.30");
    private final List<Integer> heard = new ArrayList<>();
    private final List<String> phrases = new ArrayList<>();
    private final Timers timers = new Timers(node.shard()::nanoTime);
    private final TransactionLayer layer;
    private ServerLocator locator = node;

    UacCoreScenario() {
        node.shard().attend(timers);
        layer =
                new TransactionLayer(
                        node.shard(),
                        timers,
                        TimerValues.DEFAULT,
                        TransactionLimits.DEFAULT,
                        new Identifiers(network.random()),
                        new TransactionCounters(),
                        _ -> new Nobody());
        node.handler(layer);
    }

    private static final class Nobody implements TransactionUser {
        @Override
        public void request(ServerTransaction transaction) {}

        @Override
        public void cancelled(ServerTransaction invite, Request cancel) {}

        @Override
        public void ack(Request ack, Flow flow) {}

        @Override
        public void strayResponse(Response response, Flow flow) {}
    }

    private UacCore.Sent send(String uri, Optional<Flow> flow) {
        var to = Uri.parse(uri);
        var request =
                Request.of(
                        Method.OPTIONS,
                        to,
                        Headers.EMPTY.with(h ->
                                h.add(Header.MAX_FORWARDS, 70)
                                        .add(Header.FROM, NameAddr.of(to).withTag("a"))
                                        .add(Header.TO, NameAddr.of(to))
                                        .add(Header.CALL_ID, new CallId("c"))
                                        .add(Header.CSEQ, new CSeq(1, Method.OPTIONS))
                                        .add(Header.CONTENT_LENGTH, 0)),
                        Body.EMPTY);
        var uac =
                new UacCore(
                        layer,
                        timers,
                        node.shard(),
                        node,
                        (it, shard, found) -> locator.locate(it, shard, found),
                        2);
        int before = heard.size();
        var sent =
                uac.send(
                        request,
                        to,
                        flow,
                        response -> {
                            heard.add(response.status().value());
                            phrases.add(response.reasonPhrase());
                        });
        assertThat(heard).as("nothing is told before send returns").hasSize(before);
        return sent;
    }

    private void pass(int seconds) {
        network.clock().advance(Duration.ofSeconds(seconds));
    }

    private void locateAt(String... addresses) {
        locator =
                (_, _, found) ->
                        found.accept(
                                Stream.of(addresses)
                                        .map(address ->
                                                new Destination(
                                                        Transport.UDP,
                                                        new InetSocketAddress(
                                                                InetAddress.ofLiteral(address),
                                                                5060),
                                                        address,
                                                        true))
                                        .toList());
    }

    @Test
    void tellsEachResponse() {
        send("sip:bob@192.0.2.20", Optional.empty());
        var options = bob.expect(Method.OPTIONS);
        bob.reply(options, 183);
        bob.reply(options, 200);
        pass(1);
        assertThat(heard).containsExactly(183, 200);
    }

    /// §8.1.3.1.
    @Test
    void silenceIs408() {
        send("sip:bob@192.0.2.20", Optional.empty());
        pass(33);
        assertThat(heard).containsExactly(408);
        assertThat(timers.size()).isLessThanOrEqualTo(1);
    }

    @Test
    void nowhereIs503() {
        send("sip:bob@nowhere.invalid", Optional.empty());
        send("tel:1002", Optional.empty());
        pass(1);
        assertThat(heard).containsExactly(503, 503);
        assertThat(phrases)
                .contains("Service Unavailable (nothing found for sip:bob@nowhere.invalid)");
    }

    @Test
    void aNameServiceThatNeverAnswersIs408() {
        locator = (_, _, _) -> {};
        send("sip:bob@example.com", Optional.empty());
        pass(33);
        assertThat(heard).containsExactly(408);
    }

    @Test
    void triesTheNextAddressAfter503AndSilence() {
        locateAt("192.0.2.20", "192.0.2.30");
        send("sip:example.com", Optional.empty());
        bob.reply(bob.expect(Method.OPTIONS), 503);
        carol.reply(carol.expect(Method.OPTIONS), 200);
        pass(1);
        send("sip:example.com", Optional.empty());
        carol.reply(carol.expect(Method.OPTIONS), 200);
        pass(1);
        assertThat(heard).containsExactly(200, 200);
    }

    @Test
    void triesOnlySoMany() {
        locateAt("192.0.2.98", "192.0.2.99", "192.0.2.20");
        send("sip:example.com", Optional.empty());
        pass(70);
        assertThat(heard).containsExactly(503);
        assertThat(bob.received()).isEmpty();
    }

    @Test
    void takesThePathItIsGivenAndFindsAnotherWhereThatIsGone() {
        bob.outbound(Transport.TCP, node);
        var flow = Optional.<Flow>of(node.connections().getFirst());
        send("sip:bob@unknown.invalid", flow);
        bob.reply(bob.expect(Method.OPTIONS), 200);
        pass(1);
        flow.get().close();
        send("sip:bob@192.0.2.20", flow);
        bob.reply(bob.expect(Method.OPTIONS), 200);
        pass(1);
        assertThat(heard).containsExactly(200, 200);
    }

    @Test
    void whatIsAbandonedTellsNothing() {
        send("sip:bob@192.0.2.20", Optional.empty()).abandon();
        bob.reply(bob.expect(Method.OPTIONS), 200);
        send("sip:bob@nowhere.invalid", Optional.empty()).abandon();
        locator = (_, _, _) -> {};
        send("sip:bob@example.com", Optional.empty()).abandon();
        pass(40);
        assertThat(heard).isEmpty();
    }
}
