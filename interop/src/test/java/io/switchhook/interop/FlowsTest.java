package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

/// `switchhook flows` with a server of its own: what other programs read of it, and how it ends.
class FlowsTest {
    private Path folder = Path.of("target");

    @BeforeEach
    void prepare(TestInfo test) {
        folder = Folder.of(test);
    }

    private FlowsRun run(String... arguments) {
        return FlowsRun.start(folder, "flows", List.of(arguments));
    }

    @Test
    void jsonHasAnObjectOnALineForEachFlow() {
        try (var run = run("setup", "busy", "--format", "json")) {
            assertThat(run.status()).as(run.text()).isZero();
            assertThat(run.document().lines()).hasSize(2).allMatch(line -> line.startsWith("{"));
            for (var result : run.results()) {
                assertThat(result.propertyNames())
                        .containsSubsequence(
                                "flow", "profile", "transport", "held", "steps", "media");
                assertThat(result.path("profile").asString()).isEqualTo("t38g");
                assertThat(result.path("transport").asString()).isEqualTo("udp");
                assertThat(result.path("held").asBoolean()).isTrue();
                for (var step : result.path("steps"))
                    assertThat(step.propertyNames())
                            .containsExactly("step", "from", "to", "message", "seen", "note");
                for (var heard : result.path("media"))
                    assertThat(heard.propertyNames())
                            .containsExactly("from", "to", "heard", "when");
            }
            var setup = run.results().getFirst();
            assertThat(setup.path("flow").asString()).isEqualTo("setup");
            assertThat(line(setup.path("steps").get(0))).isEqualTo("F1 A P INVITE true");
            assertThat(setup.path("media"))
                    .extracting(it -> it.path("from").asString() + it.path("to").asString())
                    .containsExactlyInAnyOrder("AB", "BA");
        }
    }

    private static String line(JsonNode step) {
        return String.join(
                " ",
                step.path("step").asString(),
                step.path("from").asString(),
                step.path("to").asString(),
                step.path("message").asString(),
                Boolean.toString(step.path("seen").asBoolean()));
    }

    @Test
    void junitIsXmlWithACaseForEachFlow() throws Exception {
        try (var run = run("setup", "busy", "--format", "junit")) {
            assertThat(run.status()).as(run.text()).isZero();
            var suite = xml(run.document());
            assertThat(suite.getTagName()).isEqualTo("testsuite");
            assertThat(suite.getAttribute("tests")).isEqualTo("2");
            assertThat(suite.getAttribute("failures")).isEqualTo("0");
            var cases = suite.getElementsByTagName("testcase");
            assertThat(((Element) cases.item(0)).getAttribute("name")).isEqualTo("setup");
            assertThat(((Element) cases.item(1)).getAttribute("name")).isEqualTo("busy");
        }
    }

    @Test
    void svgIsAPicture() throws Exception {
        try (var run = run("setup", "--format", "svg")) {
            assertThat(run.status()).as(run.text()).isZero();
            var picture = xml(run.document());
            assertThat(picture.getTagName()).isEqualTo("svg");
            assertThat(picture.getElementsByTagName("title").item(0).getTextContent())
                    .isEqualTo("setup: A call is set up and ended - holds (strict, t38g over udp)");
            assertThat(picture.getElementsByTagName("g").getLength()).isBetween(12, 14);
        }
    }

    private static Element xml(String text) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement();
    }

    /// A proxy that follows redirections is right, but not what the guides print.
    @Test
    void itEndsWithOneWhereAFlowDoesNotHold() {
        var port = Ports.free();
        var config =
                new Config()
                        .listen("udp", "127.0.0.1", port)
                        .account("1001")
                        .account("1002")
                        .account("1003")
                        .line("redirects: recurse");
        try (var _ = Server.start(folder, config);
                var run =
                        run(
                                "forward-always",
                                "setup",
                                "--as-printed",
                                "--format",
                                "json",
                                "--server",
                                "127.0.0.1:" + port,
                                "--domain",
                                Config.DOMAIN,
                                "--accounts",
                                FlowsRun.accounts(1001))) {
            assertThat(run.status()).as(run.text()).isEqualTo(1);
            assertThat(run.results())
                    .extracting(result -> result.path("held").asBoolean())
                    .containsExactly(false, true);
            assertThat(run.results().getFirst().path("faults").get(0).asString())
                    .startsWith("F5 P > A 302 Moved Temporarily: expected A to receive 302");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nonsense; there is no flow nonsense",
                "setup --format pdf; there are text, json, junit and svg",
                "setup --strict --as-printed; exclude each other",
                "setup --accounts 1001:x; three are needed",
            })
    void itEndsWithTwoWhereTheCommandIsWrong(String arguments, String why) {
        try (var run = run(arguments.split(" "))) {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.text()).contains(why);
        }
    }
}
