package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/// Bad input at every door: the message names what is wrong, where, and what to do, and the exit status says of which
/// kind it is: 2 for what the operator wrote, 69 for what is missing on the machine, 1 for the rest.
@Order(4)
class BadInputTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String STACK_TRACE = "\tat ";

    /// Configurations, and what is said of each: where, then what, then what to do. All faults are told at once.
    static final List<Arguments> CONFIGURATIONS =
            List.of(
                    Arguments.of(
                            """
                            lissten: [udp://127.0.0.1:5060]
                            authentication: sometimes
                            limits: { message: 3 }
                            redirects: [recurse]
                            """,
                            List.of(
                                    "bad.yaml:1: key 'lissten' is unknown; did you mean 'listen'",
                                    "bad.yaml:2: authentication: 'sometimes'",
                                    "digest, none",
                                    "bad.yaml:3: limits",
                                    "bad.yaml:4: redirects")),
                    Arguments.of(
                            """
                            listen:
                              - udp://127.0.0.1:99999
                              - sctp://127.0.0.1:5060
                              - 5060
                            """,
                            List.of(
                                    "bad.yaml:2: listen",
                                    "99999",
                                    "65535",
                                    "bad.yaml:3: listen",
                                    "udp, tcp, tls, ws, wss",
                                    "bad.yaml:4: listen",
                                    "such as udp://")),
                    Arguments.of(
                            """
                            accounts:
                              - { user: "10 01", password: x }
                              - { user: "1002" }
                              - { user: "1003", password: x, color: red }
                              - { user: "1003", password: y }
                            """,
                            List.of(
                                    "bad.yaml:2: accounts.user: user '10 01' may not hold a space",
                                    "bad.yaml:3: accounts.password",
                                    "bad.yaml:4: key 'accounts.color'",
                                    "bad.yaml:5: accounts.user: '1003' is given twice",
                                    "bad.yaml:4")),
                    Arguments.of(
                            "domains: [a.test\nconsole: none", List.of("bad.yaml:2", "YAML", "]")),
                    Arguments.of(
                            "authentication: none\nlisten: [udp://0.0.0.0:5060]",
                            List.of("bad.yaml:1", "authentication", "loopback", "0.0.0.0")),
                    Arguments.of(
                            "listen: [tls://127.0.0.1:5061]\ntls: { certificate: no.pem, key: no.key }",
                            List.of("bad.yaml:2: tls.certificate", "no.pem", "tls.key")));

    /// Command lines, and what is said of each.
    static final List<Arguments> COMMAND_LINES =
            List.of(
                    Arguments.of("frobnicate", List.of("frobnicate", "--help")),
                    Arguments.of("serve --frobnicate", List.of("--frobnicate", "serve --help")),
                    Arguments.of("serve -c", List.of("--config", "FILE", "serve --help")),
                    Arguments.of("serve -c nosuch.yaml", List.of("nosuch.yaml", "no such file")),
                    Arguments.of("check -c nosuch.yaml", List.of("nosuch.yaml", "no such file")),
                    Arguments.of("serve --set nonsense", List.of("--set nonsense", "KEY=VALUE")),
                    Arguments.of("serve --set colour=red", List.of("--set colour", "listen")),
                    Arguments.of("account", List.of("add, list, remove, passwd", "account --help")),
                    Arguments.of("account add", List.of("USER[@DOMAIN]", "account add --help")),
                    Arguments.of(
                            "account import nosuch.csv", List.of("nosuch.csv", "no such file")));

    /// Names that no account may have.
    static final List<Arguments> NAMES =
            List.of(
                    Arguments.of("a b", "space"),
                    Arguments.of("1001@", "domain"),
                    Arguments.of("@office.test", "user"),
                    Arguments.of("J\u00fcrgen", "U+00FC"),
                    Arguments.of("<1001>", "<"),
                    Arguments.of("sip:1001", ":"));

    private Path folder = Path.of("target");

    @BeforeEach
    void folder(TestInfo test) {
        folder = Folder.of(test);
    }

    @ParameterizedTest
    @FieldSource("CONFIGURATIONS")
    void configuration(String yaml, List<String> said) throws IOException {
        var file = Files.writeString(folder.resolve("bad.yaml"), yaml + "\n");
        isRefused(2, said, "check", "-c", file.toString(), "--data", data());
    }

    @Test
    void configurationToServe() throws IOException {
        var file = Files.writeString(folder.resolve("bad.yaml"), "lissten: []\n").toString();
        isRefused(2, List.of("bad.yaml:1", "lissten"), "serve", "-c", file, "--data", data());
    }

    @ParameterizedTest
    @FieldSource("COMMAND_LINES")
    void commandLine(String line, List<String> said) {
        isRefused(2, said, line.split(" "));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void accountName(String name, String said) {
        isRefused(2, List.of(said), "account", "add", name, "--password", "x", "--data", data());
    }

    @Test
    void accountsThatAreThereOrAreNot() {
        isRefused(1, List.of(data(), "--data"), "account", "list", "--data", data());
        succeeds("account", "add", "1001", "--password", "x", "--data", data());
        isRefused(
                1,
                List.of("1001", "passwd"),
                "account",
                "add",
                "1001",
                "--password",
                "x",
                "--data",
                data());
        isRefused(1, List.of("1009"), "account", "remove", "1009", "--data", data());
        isRefused(
                1,
                List.of("1009"),
                "account",
                "passwd",
                "1009",
                "--password",
                "x",
                "--data",
                data());
        isRefused(
                2,
                List.of("password is empty"),
                "account",
                "add",
                "1002",
                "--password",
                "",
                "--data",
                data());
    }

    @Test
    void aFileOfAccounts() throws IOException {
        var file =
                Files.writeString(
                        folder.resolve("people.csv"), "1001,secret,A\n,secret,B\n1003\n1004,,D\n");
        isRefused(
                2,
                List.of(
                        "people.csv:2",
                        "user",
                        "people.csv:3",
                        "people.csv:4",
                        "password",
                        "nothing"),
                "account",
                "import",
                file.toString(),
                "--data",
                data());
        isRefused(1, List.of("1001"), "account", "remove", "1001", "--data", data());
    }

    @Test
    void whatAnotherProcessHas() {
        var port = Ports.free();
        var config = new Config().listen("udp", "127.0.0.1", port);
        var file = folder.resolve("switchhook.yaml").toString();
        try (var _ = Server.start(folder, config)) {
            isRefused(
                    1,
                    List.of("udp://127.0.0.1:" + port, "in use"),
                    "serve",
                    "-c",
                    file,
                    "--data",
                    folder.resolve("other").toString());
            isRefused(
                    1, List.of(data(), "in use", "--data"), "serve", "-c", file, "--data", data());
        }
    }

    @Test
    void aDataFolderThatIsNone() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "in the way").toString();
        isRefused(1, List.of(file), "account", "add", "1001", "--password", "x", "--data", file);
    }

    @Test
    void noJdk() {
        var nowhere = folder.resolve("nowhere").toString();
        var command = new ArrayList<>(List.of("env", "SWITCHHOOK_JAVA_HOME=" + nowhere));
        command.addAll(Server.COMMAND);
        command.add("check");
        isRefused(69, List.of(nowhere, "JDK 25"), Child.start(folder, "command", command));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void succeeds(String... arguments) {
        try (var command = Server.run(folder, "command", arguments)) {
            assertThat(command.awaitExit(SOON)).as(command.tail()).isZero();
        }
    }

    private void isRefused(int status, List<String> said, String... arguments) {
        isRefused(status, said, Server.run(folder, "command", arguments));
    }

    private static void isRefused(int status, List<String> said, Child started) {
        try (started) {
            var exit = started.awaitExit(SOON);
            var output = String.join("\n", started.output());
            assertThat(exit).as(output).isEqualTo(status);
            assertThat(output).contains(said).doesNotContain(STACK_TRACE);
            assertThat(Stream.of(output.split("\n")).count()).as(output).isLessThan(6);
        }
    }
}
