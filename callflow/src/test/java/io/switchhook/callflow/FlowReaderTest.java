package io.switchhook.callflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowReaderTest {
    private static final String SMALL =
            """
            flow   small
            title  A small flow
            rules  RFC 3261 §9

            # a comment
            scenario
              A calls B.
            script
              A calls B
              A and B are talking
              A, B and C hear each other, at last
            steps
              F1   A > P  1 INVITE B sdp   A calls B
              F2   P > B  1 INVITE B sdp   P passes it on
              F3   B > P  1 302 INVITE contact C   B names C
            erratum F2 F3
              RFC 3261 §16.7
              Something is missing
              here.
              R1   P > B  1 ACK   P acknowledges
            continues 2 1
            order
              F1 F2 {F3 R1}?
            order another way
              F1 [F2 | F3?]
            """;

    @Test
    void a_file_becomes_a_flow() {
        var flow = FlowReader.read("small.flow", SMALL);
        assertThat(flow.name()).isEqualTo("small");
        assertThat(flow.isPrinted()).isFalse();
        assertThat(flow.steps()).extracting(Step::name).containsExactly("F1", "F2", "F3");
        assertThat(flow.steps().get(2).message().text())
                .isEqualTo("302 Moved Temporarily to INVITE (contact C)");
        assertThat(flow.steps().get(2).direction()).isEqualTo(Direction.SENT);
        assertThat(flow.steps().get(1).phone()).isEqualTo(Party.B);
        assertThat(flow.errata().getFirst().text()).isEqualTo("Something is missing here.");
        assertThat(flow.errata().getFirst().printed()).containsExactly("F2", "F3");
        assertThat(flow.added()).extracting(Step::printed).containsExactly(false);
        assertThat(flow.continuations()).containsEntry("2", "1");
        assertThat(flow.variants()).extracting(Variant::title).containsExactly("", "another way");
        assertThat(flow.script().getFirst())
                .isEqualTo(new Act.Does("A calls B", Party.A, Action.CALL, "B"));
        assertThat(flow.script().get(1))
                .isEqualTo(
                        new Act.Waits(
                                "A and B are talking",
                                List.of(Party.A, Party.B),
                                Situation.TALKING));
        assertThat(flow.script().get(2))
                .isEqualTo(
                        new Act.Hears(
                                "A, B and C hear each other, at last",
                                List.of(Party.A, Party.B, Party.C),
                                "at last"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "F1   A > P  1 INVITE B sdp; F1   A > B  1 INVITE B sdp; 13; every message goes",
                "F1   A > P  1 INVITE B sdp; F1   A - P  1 INVITE B sdp; 13; a hop is like",
                "F1   A > P  1 INVITE B sdp; F1   A > P  INVITE; 13; begins with the call",
                "F1   A > P  1 INVITE B sdp; F1 A > P 1 INVITE B; 13; two blanks apart",
                "1 INVITE B sdp   A calls B; 1 INVITED B   A calls B; 13; there is no method INVITED",
                "1 INVITE B sdp   A calls B; 1 INVITE B sd   A calls B; 13; there is no property sd",
                "302 INVITE contact C; 302 INVITE contact D; 15; what stands behind contact",
                "302 INVITE contact C; 302; 15; say what is answered",
                "F2   P > B  1 INVITE; F1   P > B  1 INVITE; 14; there is a step F1 already",
                "F1 F2 {F3 R1}?; F1 F2 {F3 R1?; 22; a { is not closed",
                "F1 F2 {F3 R1}?; F1 F2 F3 R1}?; 22; nothing opens the }",
                "F1 F2 {F3 R1}?; F1 F9; 22; there is no step F9",
                "F1 F2 {F3 R1}?; F1-R1; 22; no range of steps",
                "F1 [F2 | F3?]; F1 [F2 |]; 24; is empty",
                "A calls B.; A calls B.; 0; ",
                "A and B are talking; A and B are sleeping; 10; a phone cannot be sleeping",
                "A and B are talking; A and D are talking; 10; no phone can do that",
                "A, B and C hear each other, at last; A sings; 11; no phone can do that: A sings",
                "RFC 3261 §16.7; Something; 16; begins with the section of an RFC",
                "continues 2 1; continues 2; 21; expected two calls",
                "continues 2 1; comment 2; 21; there is no section comment",
                "title  A small flow; title; 2; something must stand behind title",
                "# a comment; guide  12; 5; the sections 1 to 11",
                "rules  RFC 3261 §9; title A; 3; title stands there twice",
                "flow   small; '  small'; 1; stands in no section"
            })
    void an_error_names_file_and_line(String what, String instead, int line, String says) {
        String text = SMALL.replace(what, instead);
        if (line == 0) {
            assertThat(FlowReader.read("small.flow", text)).isNotNull();
            return;
        }
        assertThatThrownBy(() -> FlowReader.read("small.flow", text))
                .isInstanceOf(UnreadableFlow.class)
                .hasMessageContaining("small.flow, line " + line + ": ")
                .hasMessageContaining(says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flow", "title", "rules", "scenario", "script", "steps"})
    void a_section_that_is_missing_is_named(String section) {
        var text = SMALL.lines().toList();
        int at = 0;
        while (!text.get(at).startsWith(section)) at++;
        int end = at + 1;
        while (text.get(end).startsWith(" ")) end++;
        String without =
                String.join("\n", text.subList(0, at))
                        + "\n"
                        + String.join("\n", text.subList(end, text.size()));
        assertThatThrownBy(() -> FlowReader.read("small.flow", without))
                .isInstanceOf(UnreadableFlow.class);
    }

    /// Whatever is cut off or doubled, there is a flow or a message, and nothing else.
    @Test
    void broken_files_are_refused_with_a_message() {
        for (int cut = 0; cut < SMALL.length(); cut++) {
            for (var text :
                    List.of(
                            SMALL.substring(0, cut),
                            SMALL.substring(cut),
                            SMALL.substring(0, cut) + SMALL.substring(cut / 2))) {
                try {
                    FlowReader.read("small.flow", text);
                } catch (UnreadableFlow e) {
                    assertThat(e).hasMessageContaining("small.flow, line ");
                }
            }
        }
    }
}
