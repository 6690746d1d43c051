package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands, as somebody types them.
class MainTest {
    private record Run(int code, String out, String err) {}

    @TempDir private Path folder;

    private static Run run(String... arguments) {
        var commands = Main.commands(Fake::new);
        var out = new StringWriter();
        var err = new StringWriter();
        commands.setOut(new PrintWriter(out, true));
        commands.setErr(new PrintWriter(err, true));
        int code = commands.execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void help_names_every_command_and_no_later_one() {
        var help = run("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains(
                        "demo",
                        "serve",
                        "account",
                        "flows",
                        "phone",
                        "check",
                        "registrations",
                        "trace",
                        "log",
                        "test",
                        "bench",
                        "Examples:");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "serve",
                "account",
                "account add",
                "account list",
                "account remove",
                "account passwd",
                "account import",
                "check",
                "registrations",
                "trace",
                "log"
            })
    void every_command_has_help_with_examples(String command) {
        var help = run((command + " --help").split(" "));
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage: switchhook " + command, "Examples:\n  ");
    }

    @Test
    void a_misspelled_command_is_guessed() {
        var run = run("serv");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("'serv'", "Did you mean: switchhook serve?");
        assertThat(run("account", "ad", "1001").code()).isEqualTo(2);
        assertThat(run("serve", "--dta", "x").err()).contains("--data");
    }

    @Test
    void something_is_to_be_done() {
        assertThat(run().code()).isEqualTo(2);
        assertThat(run().err()).contains("expected a command", "switchhook --help");
        assertThat(run("account").err()).contains("passwd, forward, dnd, import or export");
    }

    @Test
    void accounts_are_managed_without_a_server() throws IOException {
        var added = run("account", "add", "1001", "--name", "User A", "--data", data());
        assertThat(added.code()).isZero();
        assertThat(added.out())
                .startsWith("added 1001@")
                .containsPattern("password: [a-z2-9]{16}\n");
        assertThat(run("account", "passwd", "1001", "--password", "x", "--data", data()).out())
                .startsWith("changed the password of 1001@")
                .doesNotContain("password: ");
        var csv = write("p.csv", "1002,a,B\n1001,c,D\n");
        assertThat(run("account", "import", csv.toString(), "--data", data()).out())
                .isEqualTo("imported 2 accounts from " + csv + ": 1 new, 1 changed\n");
        assertThat(run("account", "list", "--data", data()).out())
                .containsPattern("(?s)1001@\\S+ +D\n1002@\\S+ +B\n2 accounts\n");
        assertThat(run("account", "remove", "1001", "1002", "--data", data()).code()).isZero();
        assertThat(run("account", "list", "--data", data()).out()).isEqualTo("0 accounts\n");
    }

    @Test
    void calls_are_forwarded_without_a_server() throws IOException {
        var csv = write("p.csv", "1001@office.example,a,Ada\n1002,b\n");
        run("account", "add", "1@office.example", "--password", "x", "--data", data());
        run("account", "import", csv.toString(), "--data", data());
        assertThat(
                        run(
                                        "account",
                                        "forward",
                                        "1001",
                                        "no-answer",
                                        "1002",
                                        "--after",
                                        "30",
                                        "--data",
                                        data())
                                .out())
                .isEqualTo("1001@office.example: when not answered for 30 s to 1002\n");
        assertThat(run("account", "dnd", "1001", "on", "--data", data()).out())
                .isEqualTo(
                        "1001@office.example: do not disturb, when not answered for 30 s to 1002\n");
        assertThat(run("account", "list", "--data", data()).out())
                .contains("Ada  [do not disturb]  [when not answered for 30 s to 1002]");
        var exported = run("account", "export", "--data", data()).out();
        assertThat(exported)
                .startsWith("user,password,name,forward-always,")
                .contains("\n1001,,Ada,,,1002,30,on\n");
        var edited = write("e.csv", exported.replace(",on\n", ",off\n"));
        assertThat(run("account", "import", edited.toString(), "--data", data()).out())
                .contains("0 new, 3 changed");
        assertThat(run("account", "forward", "1001", "no-answer", "off", "--data", data()).out())
                .isEqualTo("1001@office.example: calls ring\n");

        assertThat(run("account", "forward", "1001", "never", "1002", "--data", data()).err())
                .contains("allowed are always, busy, no-answer");
        assertThat(run("account", "dnd", "1001", "maybe", "--data", data()).code()).isEqualTo(2);
        var early =
                run("account", "forward", "1001", "busy", "2", "--after", "9", "--data", data());
        assertThat(early.err()).contains("--after is for no-answer alone");
        var away = run("account", "forward", "1001", "busy", "a@b.example", "--data", data());
        assertThat(away.code()).isEqualTo(2);
        assertThat(away.err()).contains("nothing is relayed elsewhere");
    }

    @Test
    void the_first_account_may_name_the_realm() {
        assertThat(
                        run(
                                        "account",
                                        "add",
                                        "1@office.example",
                                        "--password",
                                        "x",
                                        "--data",
                                        data())
                                .out())
                .isEqualTo("added 1@office.example (realm office.example)\n");
        assertThat(run("account", "add", "2", "--password", "x", "--data", data()).out())
                .isEqualTo("added 2@office.example (realm office.example)\n");
        var other = run("account", "add", "3@other.example", "--password", "x", "--data", data());
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("domain 'other.example' is none of this server's");
    }

    @Test
    void accounts_go_by_the_configuration() throws IOException {
        var file = write("office.yaml", "domains: office.example\ndata: there\n");
        assertThat(run("account", "add", "1", "--password", "x", "-c", file.toString()).out())
                .isEqualTo("added 1@office.example (realm office.example)\n");
        assertThat(folder.resolve("there").resolve("switchhook.db")).exists();
    }

    @Test
    void a_failure_says_what_and_where() throws IOException {
        var twice = List.of("account", "add", "1", "--password", "x", "--data", data());
        run(twice.toArray(String[]::new));
        var again = run(twice.toArray(String[]::new));
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("there is an account 1 already");
        var bad = run("account", "add", "a b", "--data", data());
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("may not hold a space", "Try 'switchhook account");
        assertThat(run("account", "add", "1", "--redirects", "x", "--data", data()).err())
                .contains("allowed are recurse, forward");
        var none = run("account", "import", folder.resolve("no.csv").toString(), "--data", data());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("no.csv: there is no such file");
        var nowhere = run("account", "list", "--data", folder.resolve("none").toString());
        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.err()).contains("there is no data folder", "--data");
    }

    @Test
    void check_names_the_line() throws IOException {
        var good = write("good.yaml", "console: none\n");
        assertThat(run("check", "-c", good.toString(), "--data", data()))
                .isEqualTo(new Run(0, "ok\nno server runs on " + data() + "\n", ""));
        var bad = write("bad.yaml", "console: none\nlistn: x\n");
        assertThat(run("check", "-c", bad.toString()))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                bad + ":2: key 'listn' is unknown; did you mean 'listen'?\n"));
        assertThat(run("serve", "-c", bad.toString()).code()).isEqualTo(2);
    }

    @Test
    void check_compares_with_the_running_server() throws Exception {
        var file = write("a.yaml", "console: none\nlisten: udp://127.0.0.1:5060\ndata: data\n");
        var source = new ConfigurationSource(Optional.of(file), Optional.empty(), List.of());
        try (var running = Server.start(source, source.read(), Fake::new, CallListener.NONE)) {
            assertThat(running.addresses()).containsExactly("udp://127.0.0.1:5060");
            assertThat(run("check", "-c", file.toString()).out())
                    .isEqualTo("ok\nthe running server has the same configuration\n");
            var changed =
                    run(
                            "check",
                            "-c",
                            file.toString(),
                            "--set",
                            "log.level=debug",
                            "--set",
                            "redirects=forward");
            assertThat(changed.out())
                    .isEqualTo(
                            """
                            ok
                            the running server would change:
                              redirects: recurse -> forward  (needs a restart)
                              log.level: info -> debug  (SIGHUP suffices)
                            """);
            assertThat(run("log", "proxy", "debug", "-c", file.toString()).out())
                    .contains("proxy        debug");
            assertThat(run("log", "prxy", "debug", "-c", file.toString()).code()).isEqualTo(2);
        } finally {
            Logging.apply(Configuration.Log.DEFAULT);
        }
    }

    @Test
    void registrations_need_a_server() {
        var run = run("registrations", "--data", data());
        assertThat(run.code()).isEqualTo(69);
        assertThat(run.err()).contains("no server runs on the data folder " + data());
    }

    @Test
    void log_needs_a_server() {
        var run = run("log", "--data", data());
        assertThat(run.code()).isEqualTo(69);
        assertThat(run.err()).contains("no server runs on the data folder " + data());
        assertThat(run("log", "proxy").code()).isEqualTo(2);
    }
}
