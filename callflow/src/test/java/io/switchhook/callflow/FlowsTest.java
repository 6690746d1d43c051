package io.switchhook.callflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The flow files say what the guide prints, and correct no more of it than they give a reason for.
class FlowsTest {
    private static final String CALL =
            "A>P INVITE, P>B INVITE, B>P 180, P>A 180, B>P 200, P>A 200, A>P ACK, P>B ACK";
    private static final String TO_C =
            "A>P INVITE, P>C INVITE, C>P 180, P>A 180, C>P 200, P>A 200, A>P ACK, P>C ACK";
    private static final String HOLD = "A>P INVITE, P>B INVITE, B>P 200, P>A 200, A>P ACK, P>B ACK";
    private static final String BYE = "B>P BYE, P>A BYE, A>P 200, P>B 200";
    private static final String REDIRECT = "B>P 302, P>B ACK, P>A 302, A>P ACK, ";

    static List<Flow> all() {
        return Flow.all();
    }

    static Stream<Flow> printed() {
        return Flow.all().stream().filter(Flow::isPrinted);
    }

    private static String sequence(List<Step> steps) {
        return steps.stream()
                .map(step -> step.from() + ">" + step.to() + " " + number(step))
                .collect(Collectors.joining(", "));
    }

    private static String number(Step step) {
        return switch (step.message()) {
            case MessageForm.RequestForm request -> request.method().name();
            case MessageForm.ResponseForm response -> Integer.toString(response.status().value());
        };
    }

    private static Flow flow(String name) {
        return Flow.named(name).orElseThrow();
    }

    @Test
    void the_guide_has_eleven_sections_in_this_order() {
        assertThat(printed().map(Flow::guideSection))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(printed().map(Flow::name))
                .containsExactly(
                        "setup",
                        "busy",
                        "no-answer",
                        "hold",
                        "call-waiting",
                        "blind-transfer",
                        "attended-transfer",
                        "forward-always",
                        "forward-busy",
                        "forward-no-answer",
                        "conference");
    }

    @Test
    void the_steps_are_those_that_the_guide_prints() {
        assertThat(sequence(flow("setup").steps()))
                .isEqualTo(
                        "A>P INVITE, P>B INVITE, B>P 100, P>A 100, B>P 180, P>A 180, B>P 200, P>A 200,"
                                + " A>P ACK, P>B ACK, "
                                + BYE);
        assertThat(sequence(flow("busy").steps()))
                .isEqualTo(
                        "A>P INVITE, P>B INVITE, B>P 100, P>A 100, B>P 486, P>A 486, A>P ACK, P>B ACK");
        assertThat(sequence(flow("no-answer").steps()))
                .isEqualTo(
                        "A>P INVITE, P>B INVITE, B>P 180, P>A 180, A>P CANCEL, P>B CANCEL, B>P 200, P>A 200");
        assertThat(sequence(flow("hold").steps())).isEqualTo(CALL + ", " + HOLD);
        assertThat(sequence(flow("call-waiting").steps()))
                .isEqualTo(
                        CALL
                                + ", C>P INVITE, P>A INVITE, A>P 180, P>C 180, "
                                + HOLD
                                + ", A>P 200, P>C 200, C>P ACK, P>A ACK");
        assertThat(sequence(flow("blind-transfer").steps()))
                .isEqualTo(CALL + ", B>P REFER, P>B 202, P>A REFER, A>P 202, " + BYE + ", " + TO_C);
        assertThat(sequence(flow("attended-transfer").steps()))
                .isEqualTo(
                        CALL
                                + ", "
                                + HOLD
                                + ", "
                                + TO_C
                                + ", A>P REFER, P>A 202, P>B REFER, B>P 202, A>P BYE, P>B BYE, B>P 200,"
                                + " P>A 200");
        String call = "A>P INVITE, P>B INVITE, ";
        assertThat(sequence(flow("forward-always").steps())).isEqualTo(call + REDIRECT + TO_C);
        String rings = call + "B>P 180, P>A 180, ";
        assertThat(sequence(flow("forward-busy").steps())).isEqualTo(rings + REDIRECT + TO_C);
        assertThat(sequence(flow("forward-no-answer").steps())).isEqualTo(rings + REDIRECT + TO_C);
        assertThat(sequence(flow("conference").steps()))
                .isEqualTo(CALL + ", " + HOLD + ", " + TO_C);
    }

    @ParameterizedTest
    @CsvSource({
        "setup, 14",
        "busy, 8",
        "no-answer, 8",
        "hold, 14",
        "call-waiting, 22",
        "blind-transfer, 24",
        "attended-transfer, 30",
        "forward-always, 14",
        "forward-busy, 16",
        "forward-no-answer, 16",
        "conference, 22"
    })
    void the_steps_are_numbered_as_printed(String name, int count) {
        var steps = flow(name).printed(Flow.CURRENT_EDITION);
        assertThat(steps).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(steps.get(i).name()).isEqualTo("F" + (i + 1));
            assertThat(steps.get(i).printed()).isTrue();
        }
    }

    @Test
    void one_edition_has_a_notify_in_transfers() {
        var blind = flow("blind-transfer").printed("V70");
        assertThat(blind).hasSize(28);
        assertThat(sequence(blind.subList(12, 20)))
                .isEqualTo("A>P NOTIFY, P>B NOTIFY, B>P 200, P>A 200, " + BYE);
        assertThat(blind.get(16).name()).isEqualTo("F17");
        var attended = flow("attended-transfer").printed("V70");
        assertThat(attended).hasSize(34);
        assertThat(sequence(attended.subList(26, 30)))
                .isEqualTo("B>P NOTIFY, P>A NOTIFY, A>P 200, P>B 200");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow("setup").printed("V70"))
                .withMessageContaining("V70");
    }

    @ParameterizedTest
    @MethodSource("all")
    void each_step_has_its_place(Flow flow) {
        var placed = new HashSet<String>();
        for (var variant : flow.variants())
            for (var step : steps(variant.order())) placed.add(step.name());
        var usual = steps(flow.variants().getFirst().order());
        assertThat(usual).doesNotHaveDuplicates().containsAll(flow.steps());
        assertThat(placed).containsAll(flow.added().stream().map(Step::name).toList());
    }

    /// At a phone, what the guide prints comes in the printed order, or an erratum says why not.
    @ParameterizedTest
    @MethodSource("printed")
    void what_comes_in_another_order_has_an_erratum(Flow flow) {
        var usual =
                steps(flow.variants().getFirst().order()).stream().filter(Step::printed).toList();
        for (var party : Party.values()) {
            var as = usual.stream().filter(step -> step.phone() == party).map(Step::name).toList();
            var printed =
                    flow.steps().stream()
                            .filter(step -> step.phone() == party)
                            .map(Step::name)
                            .toList();
            for (int i = 0; i < as.size(); i++) {
                if (as.get(i).equals(printed.get(i))) continue;
                String one = as.get(i);
                String other = printed.get(i);
                assertThat(flow.errata())
                        .describedAs("%s or %s of %s", one, other, flow.name())
                        .anyMatch(it -> it.printed().contains(one) || it.printed().contains(other));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void each_flow_can_be_read_by_people(Flow flow) {
        assertThat(flow.name()).matches("[a-z]+(-[a-z]+)*");
        assertThat(flow.scenario()).isNotEmpty().allMatch(line -> line.endsWith("."));
        assertThat(flow.script()).isNotEmpty();
        assertThat(flow.rules()).startsWith("RFC ");
        assertThat(flow.errata()).allMatch(one -> one.text().endsWith("."));
        for (var variant : flow.variants())
            for (var step : steps(variant.order()))
                assertThat(step.meaning()).isNotBlank().doesNotEndWith(".").hasSizeLessThan(60);
    }

    static List<Step> steps(Order order) {
        var steps = new ArrayList<Step>();
        collect(order, steps);
        return steps;
    }

    private static void collect(Order order, List<Step> steps) {
        switch (order) {
            case Order.One(var step) -> steps.add(step);
            case Order.Series(var parts) -> parts.forEach(part -> collect(part, steps));
            case Order.Parallel(var branches) -> branches.forEach(part -> collect(part, steps));
            case Order.Maybe(var part) -> collect(part, steps);
        }
    }
}
