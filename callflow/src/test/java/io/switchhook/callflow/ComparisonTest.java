package io.switchhook.callflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a comparison lets pass.
class ComparisonTest {

    static List<Arguments> ways() {
        var ways = new ArrayList<Arguments>();
        for (var flow : Flow.all())
            for (int i = 0; i < flow.variants().size(); i++) ways.add(Arguments.of(flow, i));
        return ways;
    }

    static List<Flow> all() {
        return Flow.all();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_flow_that_goes_as_it_should_holds(Flow flow, int variant) {
        var verdict = Rehearsal.of(flow, variant).strict();
        assertThat(verdict.deviation().map(Deviation::text)).isEmpty();
        assertThat(verdict.variant()).isEqualTo(flow.variants().get(variant).title());
        assertThat(verdict.steps()).allMatch(step -> step.seen().isPresent());
        assertThat(verdict.unexpected()).isEmpty();
        assertThat(verdict.asides()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void it_holds_as_printed_too(Flow flow) {
        var verdict = Rehearsal.of(flow, 0).asPrinted();
        assertThat(verdict.deviation().map(Deviation::text)).isEmpty();
        assertThat(verdict.steps().subList(0, flow.steps().size()))
                .extracting(StepResult::step)
                .isEqualTo(
                        flow.isPrinted()
                                ? flow.steps()
                                : verdict.steps().stream()
                                        .map(StepResult::step)
                                        .toList()
                                        .subList(0, flow.steps().size()));
    }

    /// Each step that must be there is missed, and none else is blamed for it.
    @ParameterizedTest
    @MethodSource("ways")
    void each_step_that_is_missing_is_missed(Flow flow, int variant) {
        var plan = new Plan(flow.variants().get(variant).order());
        for (var planned : plan.steps()) {
            if (planned.isOptional()) continue;
            var step = planned.step();
            var verdict = Rehearsal.of(flow, variant).without(step.name()).strict();
            assertThat(verdict.deviation())
                    .describedAs("%s without %s", flow.name(), step.name())
                    .map(Deviation::step)
                    .hasValueSatisfying(it -> assertThat(it).endsWith(Diagnosis.name(step)));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void any_order_that_the_flow_allows_holds(Flow flow, int variant) {
        for (int seed = 0; seed < 50; seed++) {
            var verdict = Rehearsal.shuffled(flow, variant, new Random(seed)).strict();
            assertThat(verdict.deviation().map(Deviation::text))
                    .describedAs("%s, seed %d", flow.name(), seed)
                    .isEmpty();
        }
    }

    /// Two neighbors at one phone that are swapped are noticed where their order is fixed.
    @ParameterizedTest
    @MethodSource("all")
    void another_order_is_a_deviation(Flow flow) {
        var plan = new Plan(flow.variants().getFirst().order());
        for (int i = 0; i < plan.steps().size(); i++) {
            var planned = plan.steps().get(i);
            for (int before : planned.after()) {
                var other = plan.steps().get(before);
                if (planned.isOptional() || other.isOptional()) continue;
                var verdict =
                        Rehearsal.of(flow, 0)
                                .move(planned.step().name(), other.step().name())
                                .strict();
                assertThat(verdict.holds())
                        .describedAs(
                                "%s: %s before %s",
                                flow.name(), planned.step().name(), other.step().name())
                        .isFalse();
            }
        }
    }

    /// RFC 3515 §2.4.4: a NOTIFY may come before the 202 that it follows.
    @ParameterizedTest
    @CsvSource({"blind-transfer, F10, N3", "blind-transfer, F10, N4", "attended-transfer, F24, N3"})
    void what_nothing_waited_for_may_be_overtaken(String flow, String step, String before) {
        assertThat(Rehearsal.of(flow).move(step, before).strict().deviation().map(Deviation::text))
                .isEmpty();
    }

    /// The first attempt of a request, its challenge, and its ACK if it is an INVITE.
    private static Rehearsal challenged(String flow, String step) {
        var rehearsal = Rehearsal.of(flow);
        var second = (Request) rehearsal.message(step);
        var cseq = second.headers().require(Header.CSEQ);
        var first =
                second.with(h ->
                        h.set(Header.VIA, Rehearsal.via("z9hG4bKfirst"))
                                .set(Header.CSEQ, new CSeq(cseq.number() - 1, cseq.method())));
        var phone = Party.A;
        var status = StatusCode.of(407);
        rehearsal.insert(step, phone, Direction.SENT, first);
        rehearsal.insert(
                step, phone, Direction.RECEIVED, Response.to(first, StatusCode.TRYING, ""));
        rehearsal.insert(step, phone, Direction.RECEIVED, Response.to(first, status, "p"));
        if (cseq.method().equals(Method.INVITE))
            rehearsal.insert(
                    step,
                    phone,
                    Direction.SENT,
                    Request.of(Method.ACK, first.uri(), first.headers(), Body.EMPTY)
                            .with(h ->
                                    h.set(Header.CSEQ, new CSeq(cseq.number() - 1, Method.ACK))));
        return rehearsal;
    }

    @ParameterizedTest
    @CsvSource({
        "setup, F1, 4",
        "forward-always, F7, 4",
        "attended-transfer, F15, 4",
        "attended-transfer, F23, 3"
    })
    void a_challenge_is_put_aside(String flow, String step, int messages) {
        var verdict = challenged(flow, step).strict();
        assertThat(verdict.deviation().map(Deviation::text)).isEmpty();
        assertThat(verdict.asides())
                .hasSize(messages)
                .allMatch(aside -> aside.kind() == Aside.Kind.CHALLENGE);
    }

    @Test
    void a_challenge_that_is_not_answered_is_a_deviation() {
        var rehearsal = challenged("setup", "F1");
        var plan = Flow.named("setup").orElseThrow().steps();
        rehearsal.without(plan.stream().map(Step::name).toArray(String[]::new));
        var deviation = rehearsal.strict().deviation().orElseThrow();
        assertThat(deviation.step()).isEqualTo("F2 P > B INVITE");
        assertThat(deviation.instead()).contains("407");
    }

    @Test
    void other_business_is_put_aside() {
        var rehearsal = Rehearsal.of("blind-transfer");
        int place = 0;
        for (var text :
                List.of(
                        "REGISTER sip:office.example",
                        "OPTIONS sip:1001@office.example",
                        "SUBSCRIBE sip:1002@office.example",
                        "NOTIFY sip:1001@office.example",
                        "PUBLISH sip:1001@office.example")) {
            var method = text.substring(0, text.indexOf(' '));
            var request =
                    (Request)
                            Rehearsal.parse(
                                    text
                                            + " SIP/2.0\nVia: SIP/2.0/UDP a;branch=z9hG4bKx"
                                            + ++place
                                            + "\nFrom: <sip:a@b>;tag=1\nTo: <sip:a@b>\nCall-ID: other"
                                            + place
                                            + "\nCSeq: 1 "
                                            + method
                                            + "\nEvent: dialog\nContent-Length: 0\n\n");
            rehearsal.insert("F" + place, Party.A, Direction.SENT, request);
            rehearsal.insert(
                    "F" + (place + 8),
                    Party.A,
                    Direction.RECEIVED,
                    Response.to(request, StatusCode.OK, "p"));
        }
        var verdict = rehearsal.strict();
        assertThat(verdict.deviation().map(Deviation::text)).isEmpty();
        assertThat(verdict.asides())
                .hasSize(10)
                .allMatch(aside -> aside.kind() == Aside.Kind.OTHER_BUSINESS);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void each_message_may_come_twice(Flow flow, int variant) {
        for (var planned : new Plan(flow.variants().get(variant).order()).steps()) {
            var step = planned.step();
            if (step.message().label().startsWith("100") && !step.from().isPhone()) continue;
            var verdict = Rehearsal.of(flow, variant).repeat(step.name(), step.name()).strict();
            assertThat(verdict.deviation().map(Deviation::text)).isEmpty();
            assertThat(verdict.asides())
                    .extracting(Aside::kind)
                    .containsExactly(Aside.Kind.REPETITION);
        }
    }

    @Test
    void what_is_optional_may_be_missing_as_a_whole_only() {
        assertThat(Rehearsal.of("setup").without("F3", "F4").strict().holds()).isTrue();
        var blind = new String[] {"H1", "H2", "H3", "H4", "H5", "H6"};
        assertThat(Rehearsal.of("blind-transfer").without(blind).strict().holds()).isTrue();
        assertThat(
                        Rehearsal.of("blind-transfer")
                                .without("H2")
                                .strict()
                                .deviation()
                                .map(Deviation::step))
                .hasValue("H2 P > A INVITE");
    }

    @Test
    void the_call_after_a_redirection_may_keep_its_call_id() {
        var rehearsal = Rehearsal.of("forward-always");
        for (int i = 7; i <= 14; i++)
            rehearsal.edit(
                    "F" + i,
                    it ->
                            it.with(h -> {
                                h.set(Header.CALL_ID, new CallId("call-1@192.0.2.9"));
                                var cseq = it.headers().require(Header.CSEQ);
                                return h.set(Header.CSEQ, new CSeq(2, cseq.method()));
                            }));
        assertThat(rehearsal.strict().deviation().map(Deviation::text)).isEmpty();
    }

    @Test
    void as_printed_lists_what_the_guide_leaves_out() {
        var verdict = Rehearsal.of("no-answer").asPrinted();
        assertThat(verdict.steps().subList(8, 12))
                .allMatch(step -> !step.needed())
                .allMatch(step -> step.note().startsWith("not printed in the guide: RFC 3261"));
        assertThat(verdict.steps().get(7).note()).startsWith("not as the guide draws it");
        var bare = Rehearsal.of("no-answer").without("R1", "R2", "R3", "R4");
        assertThat(bare.asPrinted().holds()).isTrue();
        assertThat(bare.asPrinted().steps()).hasSize(8);
        assertThat(bare.strict().holds()).isFalse();
        assertThat(Rehearsal.of("no-answer").without("F6").asPrinted().holds()).isFalse();
    }

    @Test
    void each_edition_asks_for_what_it_prints() {
        var full = Rehearsal.of("blind-transfer").verdict(Strictness.AS_PRINTED, "V70");
        assertThat(full.holds()).isTrue();
        assertThat(full.steps().get(12).step().name()).isEqualTo("F13");
        assertThat(full.steps().get(12).step().message().label()).isEqualTo("NOTIFY");
        var without = Rehearsal.of("blind-transfer").without("N1", "N2", "N3", "N4");
        assertThat(without.asPrinted().holds()).isTrue();
        assertThat(without.verdict(Strictness.AS_PRINTED, "V70").holds()).isFalse();
    }

    @Test
    void a_proxy_that_follows_a_redirection_is_told_from_a_broken_one() {
        var flow = Flow.named("forward-always").orElseThrow();
        var verdict = Rehearsal.of(flow, 1).asPrinted();
        assertThat(verdict.deviation().orElseThrow().step())
                .isEqualTo("F5 P > A 302 Moved Temporarily");
        assertThat(verdict.deviation().orElseThrow().cause())
                .startsWith("P follows the redirection itself (RFC 3261 §16.7 item 4), which");
    }
}
