package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.Forward;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.server.ControlFault.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server without SIP, and what commands may ask of it.
class ServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private final List<Fake> fakes = new ArrayList<>();
    private Optional<Server> server = Optional.empty();

    @AfterEach
    void stop() {
        server.ifPresent(Server::close);
        Logging.apply(Configuration.Log.DEFAULT);
    }

    private Path file() {
        return folder.resolve("office.yaml");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private ConfigurationSource source(String yaml) throws IOException {
        Files.writeString(
                file(),
                "domains: office.example\nlisten: udp://127.0.0.1:5060\nconsole: none\n" + yaml);
        return new ConfigurationSource(Optional.of(file()), Optional.of(data()), List.of());
    }

    private SipServer fake(SipServer.Surroundings surroundings) {
        fakes.add(new Fake(surroundings));
        return fakes.getLast();
    }

    private Server start(String yaml) throws Exception {
        var source = source(yaml);
        var started = Server.start(source, source.read(), this::fake, CallListener.NONE);
        server = Optional.of(started);
        return started;
    }

    private RemoteAccounts remote() {
        return new RemoteAccounts(ControlClient.connect(data()).orElseThrow(), Limits.DEFAULT);
    }

    @Test
    void an_account_that_a_command_adds_is_there_at_once() throws Exception {
        var running = start("");
        try (var accounts = remote()) {
            var line = accounts.add(NewAccount.of("1001", "User \"A\"", "secret"));
            assertThat(line)
                    .isEqualTo(
                            new AccountLine(
                                    "1001",
                                    "office.example",
                                    "User \"A\"",
                                    "office.example",
                                    "",
                                    new FeatureLine("", "", "", 20, false),
                                    true,
                                    false));
        }
        assertThat(running.directory().account("1001")).isPresent();
        try (var accounts = remote()) {
            accounts.password("1001", "other");
        }
        try (var accounts = remote()) {
            var lines = new ArrayList<AccountLine>();
            accounts.list(lines::add);
            assertThat(lines).extracting(AccountLine::user).containsExactly("1001");
        }
        try (var accounts = remote()) {
            accounts.remove("1001");
        }
        assertThat(running.directory().account("1001")).isEmpty();
    }

    @Test
    void what_is_done_with_calls_is_changed_over_the_socket() throws Exception {
        var running = start("accounts: [{ user: '1001', password: x }]");
        running.directory().add(NewAccount.of("1002", "B, \"b\"", "y"));
        var change = FeatureChange.NONE.with(Forward.NO_ANSWER, "1002").withSeconds(30);
        try (var accounts = remote()) {
            assertThat(accounts.change("1001", change.withDoNotDisturb(true)).features())
                    .isEqualTo(new FeatureLine("", "", "1002", 30, true));
        }
        try (var accounts = remote()) {
            var off = FeatureChange.NONE.with(Forward.NO_ANSWER, "").withDoNotDisturb(false);
            assertThat(accounts.change("1001", off).features().words()).isEmpty();
        }
        try (var accounts = remote()) {
            var rows = new ArrayList<String>();
            accounts.export(rows::add);
            assertThat(rows).containsExactly("1002,,\"B, \"\"b\"\"\",,,,20,off");
        }
    }

    @Test
    void a_command_hears_what_the_server_refuses() throws Exception {
        start("");
        try (var accounts = remote()) {
            assertThatThrownBy(() -> accounts.add(NewAccount.of("a b", "", "x")))
                    .isInstanceOfSatisfying(
                            ControlFault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Kind.INVALID))
                    .hasMessageContaining("may not hold a space");
        }
        try (var accounts = remote()) {
            assertThatThrownBy(() -> accounts.remove("1001"))
                    .isInstanceOfSatisfying(
                            ControlFault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Kind.FAILED))
                    .hasMessage("there is no account 1001");
        }
    }

    @Test
    void a_file_of_accounts_goes_over_the_socket() throws Exception {
        var running = start("limits: { import: 1 KiB }");
        var csv = Files.writeString(folder.resolve("p.csv"), "1001,x,\"Ä, B\"\n1002,y\n");
        try (var accounts = remote()) {
            assertThat(accounts.load(csv).added()).isEqualTo(2);
        }
        assertThat(running.directory().account("1001").orElseThrow().name()).isEqualTo("Ä, B");
    }

    @Test
    void a_bad_file_of_accounts_is_refused_whole() throws Exception {
        var running = start("limits: { import: 1 KiB }");
        var csv = Files.writeString(folder.resolve("p.csv"), "1001,x\n1002,\n");
        try (var accounts = remote()) {
            assertThatThrownBy(() -> accounts.load(csv))
                    .hasMessageContaining("p.csv:2: password is empty");
        }
        var latin = Files.write(folder.resolve("l.csv"), new byte[] {'a', ',', (byte) 0xe4});
        try (var accounts = remote()) {
            assertThatThrownBy(() -> accounts.load(latin)).hasMessageContaining("is not in UTF-8");
        }
        var large = Files.writeString(folder.resolve("large.csv"), "1,x\n".repeat(100_000));
        try (var accounts = remote()) {
            assertThatThrownBy(() -> accounts.load(large))
                    .hasMessageContaining("limits.import is 1024");
        }
        assertThat(running.directory().size()).isZero();
    }

    @Test
    void the_socket_is_for_its_owner_only_and_gone_at_the_end() throws Exception {
        var running = start("");
        var socket = data().resolve("switchhook.sock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data())))
                .isEqualTo("rwx------");
        running.close();
        assertThat(socket).doesNotExist();
        assertThat(ControlClient.connect(data())).isEmpty();
    }

    @Test
    void the_socket_of_a_killed_server_is_no_obstacle() throws Exception {
        Files.createDirectories(data());
        try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(ControlAddress.fresh(data().resolve("switchhook.sock")));
        }
        assertThat(data().resolve("switchhook.sock")).exists();
        assertThat(ControlClient.connect(data())).isEmpty();
        start("");
        assertThat(ControlClient.connect(data())).isPresent();
    }

    @Test
    void a_data_folder_with_a_long_name_has_a_socket_too() throws Exception {
        var source = source("");
        var deep = folder.resolve("x".repeat(120));
        var deepSource =
                new ConfigurationSource(source.file(), Optional.of(deep), source.settings());
        try (var running =
                Server.start(deepSource, deepSource.read(), this::fake, CallListener.NONE)) {
            try (var client = ControlClient.connect(deep).orElseThrow()) {
                assertThat(client.call(ControlClient.request("status"), PATIENCE).toString())
                        .contains("\"accounts\":0", running.addresses().getFirst());
            }
        }
        assertThat(ControlClient.connect(deep)).isEmpty();
    }

    @Test
    void the_server_answers_to_nonsense() throws Exception {
        start("limits: { controlRequest: 4 KiB }");
        assertThat(raw("hello\n")).contains("the request is not a JSON object");
        assertThat(raw("[]\n")).contains("the request is not a JSON object");
        assertThat(raw("{\"command\":\"dance\"}\n")).contains("does not know 'dance'");
        assertThat(raw("{\"command\":7}\n")).contains("error");
        assertThat(raw("x".repeat(5000))).contains("longer than 4096 bytes");
    }

    @Test
    void a_client_that_says_nothing_is_not_waited_for() throws Exception {
        start("limits: { controlTime: 1 s }");
        assertThat(raw("{")).isEmpty();
    }

    @Test
    void there_are_only_so_many_commands_at_once() throws Exception {
        start("limits: { controlConnections: 1 }");
        try (var silent = connect()) {
            silent.write(ByteBuffer.wrap(new byte[] {'{'}));
            // The first may not have been taken in yet when the second is.
            var second = raw("");
            assertThat(second).contains("the server is busy");
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(ControlAddress.existing(data().resolve("switchhook.sock")));
    }

    /// All that the server answers, even if it then breaks off because it would read no further.
    private String raw(String request) throws IOException {
        var answer = new ByteArrayOutputStream();
        try (var channel = connect()) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            var in = Channels.newInputStream(channel);
            for (int b = in.read(); b >= 0; b = in.read()) answer.write(b);
        } catch (IOException e) {
            answer.write('\n');
        }
        return answer.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void levels_are_shown_and_changed() throws Exception {
        start("log: { level: warn, modules: { proxy: debug } }");
        Logging.apply(fakes.getFirst().surroundings.configuration().log());
        assertThat(log("", "")).contains("\"proxy\":\"debug\"", "\"server\":\"warn\"");
        assertThat(log("proxy", "trace")).contains("\"proxy\":\"trace\"");
        assertThat(log("all", "error")).contains("\"libraries\":\"error\"", "\"proxy\":\"error\"");
        assertThatThrownBy(() -> log("prxy", "trace"))
                .hasMessageContaining("did you mean 'proxy'?");
        assertThatThrownBy(() -> log("proxy", "loud"))
                .hasMessageContaining("there is no level 'loud'");
    }

    private String log(String module, String level) throws ControlFault {
        try (var client = ControlClient.connect(data()).orElseThrow()) {
            var request = ControlClient.request("log").put("module", module).put("level", level);
            return client.call(request, PATIENCE).toString();
        }
    }

    @Test
    void a_folder_has_one_server() throws Exception {
        start("");
        var source = source("");
        assertThatThrownBy(() -> Server.start(source, source.read(), this::fake, CallListener.NONE))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(
                        "the data folder " + data() + " is in use by another switchhook");
    }

    @Test
    void what_cannot_start_leaves_nothing_open() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var source = source("");
            var console = "console=http://127.0.0.1:" + taken.getLocalPort();
            var clashing = new ConfigurationSource(source.file(), source.data(), List.of(console));
            assertThatThrownBy(() ->
                            Server.start(clashing, clashing.read(), this::fake, CallListener.NONE))
                    .isInstanceOf(StartException.class)
                    .hasMessageStartingWith(
                            "cannot listen on console http://127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
        assertThat(fakes.getFirst().told).containsExactly("close");
        start("");
    }

    @Test
    void a_folder_that_cannot_be_made_is_told() throws Exception {
        Files.writeString(data(), "a file");
        var source = source("");
        assertThatThrownBy(() -> Server.start(source, source.read(), this::fake, CallListener.NONE))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cannot use the data folder " + data());
    }

    @Test
    void a_reload_takes_accounts_and_levels_and_leaves_the_rest() throws Exception {
        var running = start("accounts: [{ user: a, password: x }]");
        assertThat(running.directory().account("a")).isPresent();
        source("accounts: [{ user: b, password: x }]\nlog: { level: error }\nredirects: forward");
        running.reload();
        assertThat(running.directory().account("a")).isEmpty();
        assertThat(running.directory().account("b")).isPresent();
        assertThat(Logging.levels().get(LogModule.PROXY)).isEqualTo(LogLevel.ERROR);
        assertThat(fakes.getFirst().told).containsExactly("reload");
    }

    @Test
    void a_faulty_configuration_is_not_taken() throws Exception {
        var running = start("accounts: [{ user: a, password: x }]");
        source("acounts: []");
        running.reload();
        assertThat(running.directory().account("a")).isPresent();
        assertThat(fakes.getFirst().told).isEmpty();
    }

    @Test
    void calls_are_let_finish_before_the_end() throws Exception {
        var running = start("limits: { drain: 3 s }");
        running.drain();
        assertThat(running.metrics().text()).contains("switchhook_problems 1.0");
        running.close();
        assertThat(fakes.getFirst().told).containsExactly("drain PT3S", "close");
    }
}
