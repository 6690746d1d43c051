package io.switchhook.sip.transaction;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A caller, a relay and a callee, each with a transaction layer: whatever one network loses, doubles or reorders, the call
/// comes to its end and nothing stays behind.
@Scenario("RFC 3261 §17")
class CallScenario {

    /// What the callee does with a call.
    enum Answer {
        TAKEN(200),
        BUSY(486);

        final int status;

        Answer(int status) {
            this.status = status;
        }
    }

    @TestFactory
    Stream<DynamicTest> aCallSurvivesTheLossOfAnyOneDatagram() {
        return Stream.of(Answer.values())
                .flatMap(answer ->
                        IntStream.rangeClosed(1, new Call(1, answer).run())
                                .mapToObj(number ->
                                        dynamicTest(
                                                answer + " without " + number,
                                                () -> survives(answer, number))));
    }

    private static void survives(Answer answer, int number) {
        var call = new Call(1, answer);
        call.network.lose(crossing -> crossing.number() == number);
        call.run();
        assertThat(call.outcome).as(call.network::ladder).containsExactly(answer.status, 200);
    }

    @TestFactory
    Stream<DynamicTest> aCallSurvivesABadNetwork() {
        return LongStream.rangeClosed(1, 60)
                .mapToObj(seed -> dynamicTest("seed " + seed, () -> survives(seed)));
    }

    private static void survives(long seed) {
        var call = new Call(seed, Answer.values()[(int) (seed % 2)]);
        call.network.everywhere().loss(0.15).duplication(0.1).jitter(ofMillis(300));
        call.run();
        assertThat(call.outcome).as(call.network::ladder).hasSize(2);
    }

    @Test
    void aPerfectNetworkCarriesNothingTwice() {
        var call = new Call(1, Answer.TAKEN);
        call.run();
        assertThat(call.network.count(c -> c.is(Method.INVITE))).isEqualTo(2);
        assertThat(call.network.count(c -> c.is(Method.ACK))).isEqualTo(2);
        assertThat(call.network.count(c -> c.is(Method.BYE))).isEqualTo(2);
        assertThat(call.outcome).containsExactly(200, 200);
    }

    /// One call and one BYE (or OPTIONS, where it was not taken).
    static final class Call {
        final SimulatedNetwork network;
        final List<Integer> outcome = new ArrayList<>();
        private final Answer answer;
        private final Stack caller;
        private final Stack relay;
        private final Stack callee;

        Call(long seed, Answer answer) {
            this.network = new SimulatedNetwork(seed);
            this.answer = answer;
            caller = new Stack("caller", "192.0.2.10", _ -> new Caller());
            relay = new Stack("relay", "192.0.2.1", Relay::new);
            callee = new Stack("callee", "192.0.2.20", Callee::new);
        }

        /// @return how many datagrams it took
        int run() {
            var to = caller.node.flow(Transport.UDP, relay.node);
            caller.layer.send(request(Method.INVITE, 1), to, new Outcome());
            network.clock().advance(ofMinutes(3));
            for (var stack : List.of(caller, relay, callee)) {
                assertThat(stack.layer.serverTransactions()).as(stack.node.name()).isZero();
                assertThat(stack.layer.clientTransactions()).as(stack.node.name()).isZero();
                assertThat(stack.timers.size()).as(stack.node.name()).isZero();
            }
            return network.crossings().size();
        }

        private static Request request(Method method, int cseq) {
            return Specification.request(Method.INVITE)
                    .with(h -> h.remove(Known.VIA).set(Header.CSEQ, new CSeq(cseq, method)))
                    .toString()
                    .transform(text -> text.replaceFirst("INVITE", method.name()))
                    .transform(io.switchhook.testkit.SipText::request);
        }

        private final class Stack {
            final io.switchhook.testkit.SimulatedNode node;
            final Timers timers;
            final TransactionLayer layer;

            Stack(
                    String name,
                    String address,
                    java.util.function.Function<TransactionLayer, TransactionUser> user) {
                node = network.node(name, address);
                timers = new Timers(node.shard()::nanoTime);
                node.shard().attend(timers);
                layer =
                        new TransactionLayer(
                                node.shard(),
                                timers,
                                TimerValues.DEFAULT,
                                TransactionLimits.DEFAULT,
                                new Identifiers(new Random(name.hashCode())),
                                new TransactionCounters(),
                                user);
                node.handler(layer);
            }
        }

        /// The caller's side: acknowledges each 2xx, then sends a request without INVITE.
        private final class Outcome implements ClientTransactionUser {
            private boolean isFinal;

            @Override
            public void response(ClientTransaction transaction, Response response) {
                if (response.status().isProvisional()) return;
                var method = response.headers().require(Header.CSEQ).method();
                boolean invite = method == Method.INVITE;
                if (invite && response.status().isSuccess())
                    caller.layer.sendStateless(request(Method.ACK, 1), transaction.flow());
                if (isFinal) return;
                isFinal = true;
                outcome.add(response.status().value());
                if (!invite) return;
                var next = response.status().isSuccess() ? Method.BYE : Method.OPTIONS;
                caller.layer.send(request(next, 2), transaction.flow(), new Outcome());
            }

            @Override
            public void timedOut(ClientTransaction transaction) {
                outcome.add(408);
            }

            @Override
            public void transportFailed(ClientTransaction transaction, IOException cause) {
                throw new AssertionError(cause);
            }
        }

        private static final class Caller implements TransactionUser {
            @Override
            public void request(ServerTransaction transaction) {
                throw new AssertionError(transaction.request());
            }

            @Override
            public void cancelled(ServerTransaction invite, Request cancel) {}

            @Override
            public void ack(Request ack, Flow flow) {}

            @Override
            public void strayResponse(Response response, Flow flow) {}
        }

        /// Forwards everything to the callee.
        private final class Relay implements TransactionUser {
            private final TransactionLayer layer;

            Relay(TransactionLayer layer) {
                this.layer = layer;
            }

            private Flow onward() {
                return relay.node.flow(Transport.UDP, callee.node);
            }

            @Override
            public void request(ServerTransaction server) {
                layer.send(
                        server.request(),
                        onward(),
                        new ClientTransactionUser() {
                            @Override
                            public void response(ClientTransaction client, Response response) {
                                if (response.status().value() > 100)
                                    server.respond(response.with(h -> h.pop(Header.VIA)));
                            }

                            @Override
                            public void timedOut(ClientTransaction client) {
                                server.respond(
                                        layer.responseTo(
                                                server.request(), StatusCode.REQUEST_TIMEOUT));
                            }

                            @Override
                            public void transportFailed(
                                    ClientTransaction client, IOException cause) {
                                throw new AssertionError(cause);
                            }
                        });
            }

            @Override
            public void cancelled(ServerTransaction invite, Request cancel) {}

            @Override
            public void ack(Request ack, Flow flow) {
                layer.sendStateless(ack, onward());
            }

            @Override
            public void strayResponse(Response response, Flow flow) {}
        }

        /// Rings for a second, answers, and repeats a 2xx until its ACK (§13.3.1.4).
        private final class Callee implements TransactionUser {
            private final TransactionLayer layer;
            private final Map<String, Timers.Handle> unacknowledged = new HashMap<>();

            Callee(TransactionLayer layer) {
                this.layer = layer;
            }

            @Override
            public void request(ServerTransaction server) {
                if (server.request().method() != Method.INVITE) {
                    respond(server, 200);
                    return;
                }
                respond(server, 180);
                callee.timers.start(ofSeconds(1), () -> answer(server));
            }

            private void answer(ServerTransaction server) {
                respond(server, answer.status);
                if (answer == Answer.TAKEN) repeat(server, ofMillis(500), ofSeconds(32));
            }

            private void repeat(ServerTransaction server, Duration interval, Duration left) {
                if (left.isNegative()) return;
                var next =
                        interval.compareTo(ofSeconds(2)) > 0
                                ? ofSeconds(4)
                                : interval.multipliedBy(2);
                unacknowledged.put(
                        callId(server.request()),
                        callee.timers.start(
                                interval,
                                () -> {
                                    respond(server, 200);
                                    repeat(server, next, left.minus(interval));
                                }));
            }

            private void respond(ServerTransaction server, int status) {
                server.respond(layer.responseTo(server.request(), StatusCode.of(status)));
            }

            private static String callId(Request request) {
                return request.headers().require(Header.CALL_ID).value();
            }

            @Override
            public void cancelled(ServerTransaction invite, Request cancel) {}

            @Override
            public void ack(Request ack, Flow flow) {
                var repeating = unacknowledged.get(callId(ack));
                if (repeating != null) repeating.cancel();
            }

            @Override
            public void strayResponse(Response response, Flow flow) {}
        }
    }
}
