package io.switchhook.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two phones that do what they like, at times that nobody chose, over a network that loses and repeats: whatever they do, calls
/// end at both ends and nothing is left.
@Scenario("RFC 3261 §13")
class CallModelTest {
    private static final int CALLS = 60;
    private static final int STEPS = 12;
    private static final int ACTIONS = 13;
    private static final Body DESCRIPTION = Body.of("description");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverHappensCallsEndAtBothEndsAndNothingIsLeft(boolean isBad) {
        int answered = 0;
        for (int seed = 1; seed <= CALLS; seed++) answered += new Pair(seed, isBad).run(seed);
        assertThat(answered).isGreaterThan(CALLS / 2);
    }

    private static final class Pair {
        private final Random random;
        private final SimulatedNetwork network;
        private final Telephone alice;
        private final Telephone bob;

        Pair(long seed, boolean isBad) {
            random = new Random(seed);
            network = new SimulatedNetwork(seed);
            alice = new Telephone(network, "alice", "192.0.2.10");
            bob = new Telephone(network, "bob", "192.0.2.20");
            for (var phone : List.of(alice, bob)) phone.user = phone.user.with(settings());
            if (isBad)
                network.everywhere().loss(0.15).jitter(Duration.ofMillis(80)).duplication(0.1);
        }

        private CallSettings settings() {
            var timer = new SessionTimerSettings(Duration.ofSeconds(90), Optional.empty());
            return new CallSettings(
                    random.nextBoolean(),
                    random.nextBoolean() ? Optional.of(timer) : Optional.empty());
        }

        /// @return how many sessions there were at both ends
        private int run(int seed) {
            alice.postpones = random.nextInt(4) == 0;
            var offer = random.nextInt(3) == 0 ? Body.EMPTY : DESCRIPTION;
            var call = alice.call("sip:bob@192.0.2.20", offer);
            for (int step = 0; step < STEPS; step++) {
                pass(Duration.ofMillis((long) Math.exp(random.nextDouble() * 11)));
                act(call, random.nextBoolean() ? alice : bob);
            }
            pass(Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(5000)));
            call.cancel(UnaryOperator.identity());
            alice.agent.end();
            bob.agent.end();
            pass(Duration.ofMinutes(10));
            assertThat(List.of(alice.isIdle(), bob.isIdle()))
                    .as(() -> "seed " + seed + "\n" + network.ladder())
                    .containsOnly(true);
            for (var phone : List.of(alice, bob))
                assertThat(phone.sessions)
                        .as(() -> "seed " + seed + "\n" + network.ladder())
                        .allMatch(Session::isEnded);
            return alice.sessions.size() + bob.sessions.size();
        }

        private void pass(Duration time) {
            network.clock().advance(time);
        }

        private void act(OutgoingCall call, Telephone phone) {
            var incoming = Optional.ofNullable(bob.incoming.peekLast());
            var session = Optional.ofNullable(phone.sessions.peekLast());
            switch (random.nextInt(ACTIONS)) {
                case 0 ->
                        incoming.ifPresent(it ->
                                it.progress(
                                        StatusCode.of(183), UnaryOperator.identity(), DESCRIPTION));
                case 1, 2 ->
                        incoming.flatMap(it -> it.answer(DESCRIPTION, bob))
                                .ifPresent(bob.sessions::add);
                case 3 -> incoming.ifPresent(it -> it.update(DESCRIPTION, _ -> {}));
                case 4, 5 -> session.ifPresent(it -> it.reinvite(DESCRIPTION, _ -> {}));
                case 6, 7 -> session.ifPresent(it -> it.update(DESCRIPTION, _ -> {}));
                case 8 -> session.ifPresent(it -> it.solicit(_ -> DESCRIPTION, _ -> {}));
                case 9 ->
                        phone.reply =
                                random.nextBoolean()
                                        ? new Session.Reply.Accepted(DESCRIPTION)
                                        : new Session.Reply.Refused(StatusCode.of(488));
                case 10 -> session.ifPresent(it -> it.acknowledge(DESCRIPTION));
                case 11 -> {
                    if (random.nextInt(4) == 0) call.cancel(UnaryOperator.identity());
                }
                default -> {
                    if (random.nextInt(4) == 0)
                        session.ifPresent(it -> it.bye(UnaryOperator.identity()));
                }
            }
        }
    }
}
