package io.switchhook.callflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class FormatsTest {
    private static final List<Heard> MEDIA =
            List.of(
                    new Heard(Party.A, Party.B, true, true, "during the call"),
                    new Heard(Party.B, Party.A, true, true, "during the call"));

    private static FlowResult result(String flow, Verdict verdict) {
        return new FlowResult(
                Flow.named(flow).orElseThrow(),
                "t38g",
                "UDP",
                verdict,
                MEDIA,
                Optional.empty(),
                Duration.ofMillis(1234));
    }

    static List<FlowResult> all() {
        var results = new ArrayList<FlowResult>();
        for (var flow : Flow.all()) {
            results.add(result(flow.name(), Rehearsal.of(flow, 0).strict()));
            results.add(result(flow.name(), Rehearsal.of(flow, 0).asPrinted()));
            results.add(result(flow.name(), Rehearsal.of(flow, 0).without("F2").strict()));
            results.add(
                    result(
                            flow.name(),
                            new Comparison(
                                            flow,
                                            Rehearsal.CAST,
                                            Strictness.STRICT,
                                            Flow.CURRENT_EDITION)
                                    .of(List.of())));
        }
        return results;
    }

    @Test
    void a_ladder_shows_who_says_what_to_whom() {
        var ladder = TextLadder.draw(result("busy", Rehearsal.of("busy").strict()));
        assertThat(ladder.replace("\n", "\n."))
                .isEqualTo(
                        """
                        busy: The called user is busy - holds (strict, t38g over UDP)
                        .   time  step   A                   P                   B
                        .  0.000  F1     |----- INVITE ----->|                   |  A asks P for a call to B
                        .  0.020  F4     |<--- 100 Trying ---|                   |  P has the INVITE
                        .  0.040  F2     |                   |----- INVITE ----->|  P passes it on to B
                        .  0.060  F3     |                   |<--- 100 Trying ---|  B has the INVITE
                        .  0.080  F5     |                   |<- 486 Busy Here --|  B is there, but busy
                        .  0.100  F8     |                   |------- ACK ------>|  P has the 486; this ACK is P's own
                        .  0.120  F6     |<- 486 Busy Here --|                   |  A is told
                        .  0.140  F7     |------- ACK ------>|                   |  A has the 486; this ACK ends at P
                        .  B hears A, during the call
                        .  A hears B, during the call
                        .\
                        """);
    }

    @Test
    void a_ladder_shows_what_is_missing_and_what_is_too_much() {
        var rehearsal = Rehearsal.of("setup").without("F10");
        rehearsal.insert(
                "F11", Party.B, Direction.RECEIVED, Rehearsal.of("no-answer").message("F6"));
        var lines = TextLadder.draw(result("setup", rehearsal.strict())).lines().toList();
        assertThat(lines.getFirst()).contains("does not hold");
        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("         F10    |")
                                && line.contains(">|  B knows; they talk; missing")
                                && line.contains("..."));
        assertThat(lines).anyMatch(line -> line.contains("  !  ") && line.contains("CANCEL"));
        assertThat(lines)
                .anyMatch(line -> line.startsWith("  F10 P > B ACK: expected B to receive ACK"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_ladder_fits_into_120_columns(FlowResult result) {
        assertThat(TextLadder.draw(result).lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void json_has_one_object_on_one_line() {
        var json = JsonLines.write(result("busy", Rehearsal.of("busy").without("F8").strict()));
        assertThat(json.lines()).hasSize(1);
        assertThat(json)
                .startsWith(
                        "{\"flow\":\"busy\",\"profile\":\"t38g\",\"transport\":\"UDP\",\"comparison\":\"strict\","
                                + "\"held\":false,\"steps\":[{\"step\":\"F1\",\"from\":\"A\",\"to\":\"P\","
                                + "\"message\":\"INVITE\",\"seen\":true,\"note\":\"\"},")
                .contains(
                        "{\"step\":\"F8\",\"from\":\"P\",\"to\":\"B\",\"message\":\"ACK\",\"seen\":false,\"note\":\"missing\"}")
                .contains(
                        "\"media\":[{\"from\":\"A\",\"to\":\"B\",\"heard\":true,\"when\":\"during the call\"},")
                .endsWith(".\"]}\n");
    }

    @Test
    void json_quotes_what_it_must() {
        var odd = new Heard(Party.A, Party.B, true, true, "a \"quoted\" \\ and\na line");
        var flow = Flow.named("setup").orElseThrow();
        var json =
                JsonLines.write(
                        new FlowResult(
                                flow,
                                "p",
                                "UDP",
                                Rehearsal.of(flow, 0).strict(),
                                List.of(odd),
                                Optional.empty(),
                                Duration.ZERO));
        assertThat(json).contains("a \\\"quoted\\\" \\\\ and\\u000aa line");
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    @Test
    void junit_has_a_case_for_each_flow() throws Exception {
        var results = all();
        var suite = xml(JunitXml.write(results)).getDocumentElement();
        assertThat(suite.getTagName()).isEqualTo("testsuite");
        assertThat(suite.getAttribute("tests")).isEqualTo(Integer.toString(results.size()));
        long failed = results.stream().filter(it -> !it.held()).count();
        assertThat(failed).isPositive();
        assertThat(suite.getAttribute("failures")).isEqualTo(Long.toString(failed));
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(results.size());
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo((int) failed);
        var first = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(first.getAttribute("message")).startsWith("F2 P > B INVITE: expected");
    }

    @ParameterizedTest
    @MethodSource("all")
    void an_svg_has_an_arrow_for_each_step_and_nothing_from_elsewhere(FlowResult result)
            throws Exception {
        var text = SvgLadder.draw(result);
        var svg = xml(text).getDocumentElement();
        int arrows = result.verdict().steps().size() + result.verdict().unexpected().size();
        assertThat(Pattern.compile("class=\"arrow\"").matcher(text).results()).hasSize(arrows);
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                .startsWith(result.flow().name() + ": ");
        assertThat(text)
                .contains("prefers-color-scheme: dark")
                .doesNotContain("href", "url(", "var(");
    }

    @Test
    void what_xml_cannot_hold_is_left_out() {
        assertThat(Xml.escape("a<b>&\"\u0001\uD83D\uDE00\ud800"))
                .isEqualTo("a&lt;b&gt;&amp;&quot;?\uD83D\uDE00?");
    }
}
