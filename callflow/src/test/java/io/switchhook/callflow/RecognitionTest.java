package io.switchhook.callflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.Path;
import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Rung;
import io.switchhook.ladder.Timeline;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecognitionTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Recorder recorder = new Recorder(8 << 20, 1, nanos::get);

    static List<Arguments> ways() {
        var ways = new ArrayList<Arguments>();
        for (var flow : Flow.all())
            for (int i = 0; i < flow.variants().size(); i++)
                if (isCall(flow) && !isOtherwise(flow, i)) ways.add(Arguments.of(flow, i));
        return ways;
    }

    /// A phone that wants no calls may say that it is busy, and nobody can tell.
    private static boolean isOtherwise(Flow flow, int variant) {
        return flow.name().equals("do-not-disturb")
                && flow.variants().get(variant).title().equals("B is busy here");
    }

    private static boolean isCall(Flow flow) {
        return !List.of("register", "register-again", "unregister", "authenticated-call")
                .contains(flow.name());
    }

    private void record(List<Observation> observations) {
        record(observations, 0);
    }

    /// As the server has it, which is between the phones.
    ///
    /// @param office of which there are several, with phones and calls of their own
    private void record(List<Observation> observations, int office) {
        for (var it : observations) {
            var path =
                    new Path(
                            "UDP",
                            new InetSocketAddress("192.0.2.1", 5060),
                            new InetSocketAddress(
                                    "10.0." + office + '.' + (it.phone().ordinal() + 1), 5060));
            var callId = office + it.message().headers().require(Header.CALL_ID).value();
            byte[] bytes =
                    it.message()
                            .with(headers -> headers.set(Header.CALL_ID, new CallId(callId)))
                            .toByteArray();
            nanos.addAndGet(20_000_000);
            if (it.direction() == Direction.SENT)
                recorder.received(path, bytes, 0, bytes.length, callId);
            else recorder.sent(path, bytes, 0, bytes.length, callId);
        }
    }

    private List<Ladder> named() {
        var ladders = new Ladders(recorder, new Timeline(0, Instant.EPOCH), nanos::get).last(1000);
        var recognition = new Recognition(ladders);
        return ladders.reversed().stream().map(recognition::named).toList();
    }

    private List<String> names() {
        return named().stream()
                .map(it -> it.flow().map(flow -> flow.name() + (flow.complete() ? "" : " so far")))
                .map(it -> it.orElse("none"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_call_is_named_after_the_flow_that_it_follows(Flow flow, int variant) {
        record(Rehearsal.of(flow, variant).observations());
        assertThat(names()).isNotEmpty().containsOnly(flow.name());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void each_message_has_the_name_and_the_sentence_of_its_step(Flow flow, int variant) {
        var expected = new HashMap<String, String>();
        for (var planned : new Plan(flow.variants().get(variant).order()).steps())
            expected.put(planned.step().name(), planned.step().meaning());
        record(Rehearsal.of(flow, variant).observations());
        var told = new HashMap<String, String>();
        for (var ladder : named())
            for (var rung : ladder.rungs())
                if (rung instanceof Rung.Arrow arrow) told.put(arrow.step(), arrow.told());
        assertThat(told).isEqualTo(expected);
    }

    @Test
    void a_call_that_goes_on_is_what_it_can_become() {
        var all = Rehearsal.of("hold").observations();
        record(all.subList(0, 2));
        assertThat(names()).containsExactly("setup so far");
        record(all.subList(2, 10));
        assertThat(names()).containsExactly("hold so far");
        record(all.subList(10, all.size()));
        assertThat(names()).containsExactly("hold");
    }

    @Test
    void calls_of_other_phones_have_nothing_to_do_with_it() {
        var one = Rehearsal.of("conference").observations();
        var other = Rehearsal.of("call-waiting").observations();
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            if (i < one.size()) record(one.subList(i, i + 1), 1);
            if (i < other.size()) record(other.subList(i, i + 1), 2);
        }
        assertThat(names()).hasSize(4).containsOnly("conference", "call-waiting");
    }

    @Test
    void who_plays_whom_is_told() {
        record(Rehearsal.of("call-waiting").observations());
        assertThat(named())
                .extracting(it -> it.flow().orElseThrow().roles())
                .containsExactly(
                        List.of(
                                new Ladder.Role("A", "A"),
                                new Ladder.Role("P", "P"),
                                new Ladder.Role("B", "B")),
                        List.of(
                                new Ladder.Role("A", "C"),
                                new Ladder.Role("P", "P"),
                                new Ladder.Role("B", "A")));
    }

    @Test
    void the_calls_of_a_flow_lead_to_each_other() {
        record(Rehearsal.of("conference").observations());
        var both = named();
        assertThat(both).hasSize(2);
        for (int i = 0; i < 2; i++)
            assertThat(both.get(i).links())
                    .containsExactly(new Ladder.Link(both.get(1 - i).id(), "same call flow"));
    }

    @Test
    void what_is_no_flow_has_no_name() {
        record(Rehearsal.of("setup").without("F11", "F12", "F13", "F14").observations());
        record(Rehearsal.of("busy").without("F1", "F2").observations());
        assertThat(names()).containsExactly("none");
    }
}
