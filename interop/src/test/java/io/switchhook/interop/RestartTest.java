package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// The server's end, wanted or not, and what is still there when it starts again.
class RestartTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final int sip = Ports.free();
    private final Config config =
            new Config()
                    .listen("udp", "127.0.0.1", sip)
                    .listen("tcp", "127.0.0.1", sip)
                    .account("1001");
    private Path folder = Path.of("target");

    @BeforeEach
    void folder(TestInfo test) {
        folder = Folder.of(test);
    }

    @Test
    void terminatedItEndsWithSuccess() throws IOException {
        try (var server = Server.start(folder, config)) {
            registers("1001", 200);
            server.process().terminate();
            assertThat(server.process().awaitExit(Server.STOP)).isZero();
        }
    }

    /// A call that rings when the signal comes may still be answered.
    @Test
    void terminatedItLetsACallBeSetUp() throws IOException {
        config.account("1002");
        try (var server = Server.start(folder, config.line("authentication: none"));
                var a = new RawPhone("1001", Config.DOMAIN, sip);
                var b = new RawPhone("1002", Config.DOMAIN, sip)) {
            assertThat(b.register("")).startsWith("SIP/2.0 200 ");
            a.send(a.request("INVITE", "sip:1002@" + Config.DOMAIN, "1002", a.contact()));
            var invite = b.await(message -> message.startsWith("INVITE "));
            b.send(RawPhone.response(invite, "180 Ringing", b.contact()));
            a.await(RawPhone.isStatus(180));

            server.process().terminate();
            server.process().awaitLine("that it drains", line -> line.contains("drain"), SOON);

            b.send(RawPhone.response(invite, "200 OK", b.contact()));
            a.await(RawPhone.isStatus(200));
            assertThat(server.process().awaitExit(Server.STOP)).isZero();
        }
    }

    @Test
    void killedItKnowsItsAccountsAgain() throws IOException {
        try (var server = Server.start(folder, config)) {
            add("1002");
            registers("1002", 200);
            server.process().kill();
            server.process().awaitExit(SOON);
        }
        try (var _ = Server.start(folder, config)) {
            registers("1001", 200);
            registers("1002", 200);
            registers("1003", 401);
            try (var list = Server.run(folder, "list", "account", "list", "--data", data())) {
                assertThat(list.awaitExit(SOON)).isZero();
                assertThat(list.output()).anyMatch(line -> line.startsWith("1002@"));
            }
        }
    }

    /// As often as one likes: what was said to be added is there.
    @Test
    void killedAfterEachAdditionItKnowsAll() throws IOException {
        for (var i = 0; i < 2; i++) {
            try (var server = Server.start(folder, config)) {
                add("200" + i);
                server.process().kill();
                server.process().awaitExit(SOON);
            }
        }
        try (var _ = Server.start(folder, config)) {
            for (var i = 0; i < 2; i++) {
                registers("200" + i, 200);
            }
        }
    }

    @Test
    void killedItStillRingsThePhonesThatWereRegistered() throws IOException {
        config.account("1002");
        try (var a = new RawPhone("1001", Config.DOMAIN, sip);
                var b = new RawPhone("1002", Config.DOMAIN, sip)) {
            try (var server = Server.start(folder, config.line("authentication: none"))) {
                assertThat(b.register("")).startsWith("SIP/2.0 200 ");
                server.process().kill();
                server.process().awaitExit(SOON);
            }
            try (var _ = Server.start(folder, config)) {
                a.send(a.request("INVITE", "sip:1002@" + Config.DOMAIN, "1002", a.contact()));
                var invite = b.await(message -> message.startsWith("INVITE "));
                b.send(RawPhone.response(invite, "486 Busy Here", ""));
                a.await(RawPhone.isStatus(486));
            }
        }
    }

    /// In the middle of 500 registrations a second. The system property `interop.kills` says how often; `20` is the
    /// acceptance run.
    @Test
    void killedWhilePhonesRegisterItForgetsNoneThatGotItsAnswer() throws IOException {
        config.line("authentication: none").line("log: { level: warn }");
        var rounds = Integer.getInteger("interop.kills", 2);
        var before = 0;
        try (var storm = new RegisterStorm(sip)) {
            for (var round = 1; round <= rounds; round++) {
                try (var server = Server.start(folder, config)) {
                    // The storm is killed at another place of a group each time.
                    storm.blow(500 + 37 * round, 500, server.process()::kill);
                    server.process().awaitExit(SOON);
                }
                try (var _ = Server.start(folder, config)) {
                    var registered = storm.registered();
                    var removed = storm.removed();
                    assertThat(registered.size()).isGreaterThan(before);
                    assertThat(removed).isNotEmpty();
                    before = registered.size();
                    var missing = new TreeSet<>(registered);
                    missing.removeAll(storm.whoIsThere(registered));
                    assertThat(missing).as("round " + round).isEmpty();
                    assertThat(storm.whoIsThere(removed)).as("round " + round).isEmpty();
                    System.out.printf(
                            "round %d: %d registered, %d removed, none missing%n",
                            round, registered.size(), removed.size());
                }
            }
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void add(String user) {
        try (var command =
                Server.run(
                        folder,
                        "add",
                        "account",
                        "add",
                        user,
                        "--password",
                        Config.password(user),
                        "--data",
                        data())) {
            assertThat(command.awaitExit(SOON)).as(command.tail()).isZero();
        }
    }

    private void registers(String user, int status) throws IOException {
        try (var phone = new RawPhone(user, Config.DOMAIN, sip)) {
            assertThat(phone.register(Config.password(user))).startsWith("SIP/2.0 " + status + " ");
        }
    }
}
