package io.switchhook.callflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.message.SipMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlayerTest {
    private static final Patience SHORT =
            new Patience(
                    Duration.ofMillis(500),
                    Duration.ofMillis(50),
                    Duration.ofMillis(300),
                    Duration.ofMillis(100),
                    Duration.ofMillis(20),
                    Duration.ofMillis(1),
                    Duration.ofMillis(200));

    /// That waits for the last messages.
    private static final Patience PATIENT =
            new Patience(
                    SHORT.act(),
                    SHORT.situation(),
                    SHORT.hearing(),
                    SHORT.window(),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(1),
                    SHORT.reset());

    static List<Flow> all() {
        return Flow.all();
    }

    private static FlowResult play(Flow flow, Exchange exchange) throws InterruptedException {
        try (var player =
                new Player(
                        exchange.actors(),
                        Rehearsal.CAST,
                        exchange.capture,
                        SHORT,
                        () -> Instant.EPOCH)) {
            return player.play(flow, Strictness.STRICT, Flow.CURRENT_EDITION, "t38g", "UDP");
        }
    }

    private static Flow flow(String name) {
        return Flow.named(name).orElseThrow();
    }

    private static Exchange exchange(String flow) {
        return new Exchange(Rehearsal.of(flow).observations());
    }

    /// What people know of telephones suffices for each script.
    @ParameterizedTest
    @MethodSource("all")
    void a_script_can_be_played(Flow flow) throws InterruptedException {
        var exchange = new Exchange(Rehearsal.of(flow, 0).observations());
        var result = play(flow, exchange);
        assertThat(result.faults()).isEmpty();
        assertThat(result.held()).isTrue();
        assertThat(exchange.resets).isEqualTo(3);
    }

    @Test
    void the_media_of_a_hold_are_heard_before_and_after_it() throws InterruptedException {
        var media = play(flow("hold"), exchange("hold")).media();
        assertThat(media)
                .containsExactly(
                        new Heard(Party.B, Party.A, true, true, "before the hold"),
                        new Heard(Party.A, Party.B, true, true, "before the hold"),
                        new Heard(Party.B, Party.A, false, false, "during the hold"),
                        new Heard(Party.A, Party.B, false, false, "during the hold"),
                        new Heard(Party.B, Party.A, true, true, "after the hold"),
                        new Heard(Party.A, Party.B, true, true, "after the hold"));
    }

    @Test
    void the_music_of_a_hold_is_heard_by_who_waits_alone() throws InterruptedException {
        var exchange = exchange("music-on-hold");
        assertThat(play(flow("music-on-hold"), exchange).media())
                .filteredOn(heard -> heard.when().equals("during the hold"))
                .containsExactly(
                        new Heard(Party.C, Party.B, true, true, "during the hold"),
                        new Heard(Party.B, Party.A, false, false, "during the hold"),
                        new Heard(Party.C, Party.A, false, false, "during the hold"),
                        new Heard(Party.A, Party.C, false, false, "during the hold"),
                        new Heard(Party.B, Party.C, false, false, "during the hold"));
        exchange = exchange("music-on-hold");
        exchange.deaf.add(Party.B);
        assertThat(play(flow("music-on-hold"), exchange).held()).isFalse();
    }

    @Test
    void in_a_conference_all_pairs_hear_each_other() throws InterruptedException {
        var media = play(flow("conference"), exchange("conference")).media();
        assertThat(media.stream().filter(it -> it.when().equals("in the conference")))
                .hasSize(6)
                .allMatch(Heard::heard);
    }

    @Test
    void messages_alone_do_not_hold_a_flow() throws InterruptedException {
        var exchange = exchange("setup");
        exchange.deaf.add(Party.B);
        var result = play(flow("setup"), exchange);
        assertThat(result.verdict().holds()).isTrue();
        assertThat(result.held()).isFalse();
        assertThat(result.faults()).containsExactly("B does not hear A, during the call");
    }

    @Test
    void media_alone_do_not_hold_a_flow() throws InterruptedException {
        var exchange = new Exchange(Rehearsal.of("setup").without("F10").observations());
        var result = play(flow("setup"), exchange);
        assertThat(result.media()).allMatch(Heard::holds);
        assertThat(result.held()).isFalse();
    }

    @Test
    void what_a_phone_cannot_do_is_said() throws InterruptedException {
        var exchange = exchange("hold");
        exchange.stuck.add(Action.HOLD);
        var result = play(flow("hold"), exchange);
        assertThat(result.held()).isFalse();
        assertThat(result.trouble().orElseThrow())
                .isEqualTo(
                        "\"A holds\" failed: java.lang.UnsupportedOperationException: never learned");
        assertThat(exchange.resets).isEqualTo(3);
    }

    @Test
    void a_situation_that_does_not_come_ends_the_script() throws InterruptedException {
        var result =
                play(
                        flow("busy"),
                        withPhone(
                                "busy",
                                Party.A,
                                new Silent() {
                                    @Override
                                    public boolean await(Situation situation, Duration limit) {
                                        return false;
                                    }
                                }));
        assertThat(result.trouble().orElseThrow())
                .startsWith("waited 0.05 s in vain until A is refused");
    }

    @Test
    void a_phone_that_does_not_come_back_ends_the_script() throws InterruptedException {
        var never = new CountDownLatch(1);
        var result =
                play(
                        flow("setup"),
                        withPhone(
                                "setup",
                                Party.A,
                                new Silent() {
                                    @Override
                                    public void act(Action action, String number) {
                                        try {
                                            never.await();
                                        } catch (InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    }
                                }));
        assertThat(result.trouble().orElseThrow())
                .startsWith("the phone did not come back from \"A calls B\"");
    }

    @Test
    void messages_that_go_in_circles_are_bounded() throws InterruptedException {
        var exchange = exchange("setup");
        var message = Rehearsal.of("no-answer").message("F6");
        var result =
                play(
                        flow("setup"),
                        withPhone(
                                "setup",
                                Party.A,
                                new Silent() {
                                    @Override
                                    public void act(Action action, String number) {
                                        for (int i = 0; i < Capture.BOUND + 5; i++)
                                            capture()
                                                    .record(
                                                            Party.A,
                                                            Direction.RECEIVED,
                                                            message,
                                                            "UDP",
                                                            "192.0.2.1:5060");
                                    }
                                }));
        assertThat(exchange.resets).isZero();
        assertThat(result.trouble().orElseThrow()).contains("more than 10000 messages");
    }

    /// However long the answer to its BYE is on its way.
    @Test
    void a_phone_ends_its_calls_when_the_one_before_has_ended_its_own()
            throws InterruptedException {
        var rehearsal = Rehearsal.of("setup");
        var bye = rehearsal.message("F11");
        var answered = new CountDownLatch(1);
        var early = new AtomicBoolean();
        var staged =
                withPhone(
                        "setup",
                        Party.A,
                        new Silent() {
                            @Override
                            public boolean reset(Duration limit) {
                                tell(Direction.SENT, bye);
                                CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)
                                        .execute(() -> {
                                            answered.countDown();
                                            tell(Direction.RECEIVED, rehearsal.message("F14"));
                                        });
                                return true;
                            }

                            private void tell(Direction direction, SipMessage message) {
                                capture()
                                        .record(
                                                Party.A,
                                                direction,
                                                message,
                                                "UDP",
                                                "192.0.2.1:5060");
                            }
                        });
        staged.actors()
                .put(
                        Party.B,
                        new Silent() {
                            @Override
                            public boolean reset(Duration limit) {
                                early.set(answered.getCount() > 0);
                                return true;
                            }
                        });
        play(flow("setup"), staged, PATIENT);
        assertThat(early).isFalse();
    }

    private record Staged(java.util.Map<Party, Actor> actors, Capture capture) {}

    private static FlowResult play(Flow flow, Staged staged) throws InterruptedException {
        return play(flow, staged, SHORT);
    }

    private static FlowResult play(Flow flow, Staged staged, Patience patience)
            throws InterruptedException {
        try (var player =
                new Player(
                        staged.actors(),
                        Rehearsal.CAST,
                        staged.capture(),
                        patience,
                        () -> Instant.EPOCH)) {
            return player.play(flow, Strictness.STRICT, Flow.CURRENT_EDITION, "t38g", "UDP");
        }
    }

    private static Staged withPhone(String flow, Party party, Silent phone) {
        var exchange = exchange(flow);
        var actors = new HashMap<>(exchange.actors());
        phone.capture = exchange.capture;
        actors.put(party, phone);
        return new Staged(actors, exchange.capture);
    }

    /// A phone that does as it is told and says nothing.
    private static class Silent implements Actor {
        private Capture capture = new Capture(() -> Instant.EPOCH);

        Capture capture() {
            return capture;
        }

        @Override
        public void act(Action action, String number) {}

        @Override
        public boolean await(Situation situation, Duration limit) {
            return true;
        }

        @Override
        public void say(double hertz) {}

        @Override
        public short[] listen(Duration length) {
            return new short[160];
        }

        @Override
        public boolean reset(Duration limit) {
            return true;
        }
    }
}
