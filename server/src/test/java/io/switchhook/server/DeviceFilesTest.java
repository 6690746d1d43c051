package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.NewAccount;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files that phones had from another system.
@Timeout(120)
class DeviceFilesTest {
    private static final String MAC = "001565abcdef";

    private static final String OLDER =
            """
            [ account ]
            path = /config/voip/sipAccount0.cfg
            Enable = 1
            UserName = 4711
            password = hidden1
            NobodyKnows = hidden2
            AnonymousCall = 1
            UseOutboundProxy = 1
            OutboundHost = 192.0.2.1
            """;

    @TempDir private Path folder;

    private record Run(int code, String out, String err) {}

    private static Run command(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code =
                Main.commands(Floors::start)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(words);
        return new Run(code, out.toString(), err.toString());
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve(MAC + ".cfg"), text).toString();
    }

    private Server start() throws Exception {
        var source =
                new ConfigurationSource(
                        Optional.empty(),
                        Optional.of(folder),
                        List.of(
                                "domains=office.example",
                                "listen=udp://127.0.0.1:0",
                                "console=none",
                                "provisioning=http://127.0.0.1:0",
                                "limits.drain=1s"));
        var server = Server.start(source, source.read(), Floors::start, CallListener.NONE);
        server.directory().add(NewAccount.of("1001", "User A", "secret"));
        return server;
    }

    private Run imported(String file, String... more) {
        var words = new ArrayList<>(List.of("device", "import", file));
        words.addAll(List.of("--data", folder.toString()));
        words.addAll(List.of(more));
        return command(words.toArray(String[]::new));
    }

    @Test
    void a_file_is_judged_without_a_server() throws IOException {
        var good = command("device", "check", file(OLDER), "--model", "T38G");
        assertThat(good.code()).isZero();
        assertThat(good.out()).isEqualToIgnoringNewLines("SIP-T38G takes it");
        assertThat(good.err()).contains(":6: NobodyKnows: is not known").doesNotContain("hidden");
        var bad =
                command(
                        "device",
                        "check",
                        file(
                                "#!version:1.0.0.1\naccount.1.anonymus_call = 1\naccount.7.enable = 1\n"),
                        "--model",
                        "T38G");
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.out()).isEqualToIgnoringNewLines("SIP-T38G does not take it");
        assertThat(bad.err())
                .contains(":2: account.1.anonymus_call: ", "did you mean account.X.anonymous_call?")
                .contains(":3: account.7.enable: account goes from 1 to 6");
    }

    @Test
    void a_file_is_printed_in_the_other_form() throws IOException {
        var newer = command("device", "check", file(OLDER), "--model", "T38G", "--to", "m7");
        assertThat(newer.out())
                .startsWith("#!version:1.0.0.1\n")
                .contains("account.1.user_name = 4711", "account.1.anonymous_call = 1");
        assertThat(command("device", "check", file(OLDER), "--model", "T38G", "--to", "m2").err())
                .contains("there is no form 'm2'; allowed are m7 and m1");
    }

    @Test
    void what_a_file_says_becomes_settings_but_for_who_the_accounts_are() throws Exception {
        try (var _ = start()) {
            String data = folder.toString();
            assertThat(
                            command(
                                            "device",
                                            "adopt",
                                            MAC,
                                            "--model",
                                            "T38G",
                                            "--account",
                                            "1001",
                                            "--data",
                                            data)
                                    .err())
                    .isEmpty();
            var dry = imported(file(OLDER), "--mac", MAC, "--dry-run");
            assertThat(dry.err()).isEmpty();
            assertThat(dry.out())
                    .contains("cfg:6: there is no parameter for it: NobodyKnows")
                    .contains(
                            "account.1.enable, account.1.user_name, account.1.password, account.1.outbound")
                    .contains("settings that would be taken over: 1")
                    .doesNotContain("hidden");
            var done = imported(file(OLDER), "--group", "sales", "--of", "t38g");
            assertThat(done.out()).contains("settings taken over: 1");
            var unsaid = imported(file(OLDER), "--system");
            assertThat(unsaid.code()).isNotZero();
            assertThat(unsaid.err()).contains("say with --of which model's file it is");
        }
    }

    /// What all phones of the model are told.
    private static String common(Server server) throws Exception {
        String url =
                server.addresses().stream()
                        .filter(it -> it.startsWith("provisioning "))
                        .findFirst()
                        .orElseThrow()
                        .substring("provisioning ".length());
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url + "/y000000000038.cfg")).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    @Test
    void phones_are_told_what_was_taken_over_and_nothing_of_a_dry_run_or_a_refused_file()
            throws Exception {
        try (var server = start()) {
            String good = "#!version:1.0.0.1\nsip.rfc2543_hold = 1\n";
            imported(file(good), "--model", "T38G", "--dry-run");
            var refused = imported(file(good + "sip.use_23_as_pound = 7\n"), "--model", "T38G");
            assertThat(refused.code()).isNotZero();
            assertThat(refused.err()).contains("sip.use_23_as_pound");
            assertThat(refused.out()).isEmpty();
            assertThat(common(server))
                    .startsWith("#!version")
                    .doesNotContain("sip.rfc2543_hold = 1");
            assertThat(imported(file(good), "--model", "T38G").code()).isZero();
            assertThat(common(server)).contains("sip.rfc2543_hold = 1");
        }
    }
}
