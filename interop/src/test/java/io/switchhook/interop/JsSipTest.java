package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The browser's phone library registers and calls over WebSocket, plain and secure, without media.
class JsSipTest {
    private static final String A = "1001";
    private static final String B = "1002";

    private final int web = Ports.free();
    private final int sip = Ports.free();
    private Path folder = Path.of("target");

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("JsSipTest", "node", "npm");
        folder = Folder.of(test);
        NodePhone.install(folder);
    }

    private Server server(String scheme) throws Exception {
        var config =
                new Config()
                        .listen(scheme, "127.0.0.1", web)
                        .listen("udp", "127.0.0.1", sip)
                        .account(A)
                        .account(B);
        if (scheme.equals("wss")) {
            config.certificate(
                    Certificate.selfSigned(folder, "dns:" + Config.DOMAIN + ",ip:127.0.0.1"));
        }
        return Server.start(folder, config);
    }

    private NodePhone phone(String scheme, String user) {
        var url = scheme + "://127.0.0.1:" + web;
        return new NodePhone(folder, url, user, Config.password(user));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void twoPhonesCallEachOther(String scheme) throws Exception {
        try (var _ = server(scheme);
                var a = phone(scheme, A);
                var b = phone(scheme, B)) {
            a.awaits("registered");
            b.awaits("registered");

            a.does("call " + B);
            b.awaits("incoming " + A);
            a.awaits("confirmed");
            b.awaits("confirmed");
            a.does("hangup");
            a.awaits("ended local");
            b.awaits("ended remote");

            var again = a.now();
            var endedBefore = b.now();
            b.does("call " + A);
            a.awaits(again, "incoming " + B);
            a.awaits(again, "confirmed");
            a.does("hangup");
            a.awaits(again, "ended local");
            b.awaits(endedBefore, "ended remote");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void aPhoneCallsOneOnUdp(String scheme) throws Exception {
        Programs.need("JsSipTest", "sipp");
        var port = Ports.free();
        var sipp = new Sipp(folder, "udp");
        try (var _ = server(scheme);
                var a = phone(scheme, A)) {
            a.awaits("registered");
            var users = sipp.users("callee", List.of(Sipp.row(B, Config.password(B))));
            var registration =
                    sipp.play("register", port).to(sip).users(users).contactPort(port).calls(1, 1);
            assertThat(registration.run(Duration.ofSeconds(20)).successful())
                    .as(registration.errors())
                    .isEqualTo(1);
            var answer = sipp.play("answer", port).calls(1, 1);
            try (var callee = answer.start()) {
                a.does("call " + B);
                a.awaits("progress");
                a.awaits("confirmed");
                a.does("hangup");
                a.awaits("ended local");
                var result = answer.result(callee.awaitExit(Duration.ofSeconds(20)));
                assertThat(result.successful()).as(answer.errors()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void aWrongPasswordIsRefused(String scheme) throws Exception {
        try (var _ = server(scheme);
                var stranger =
                        new NodePhone(folder, scheme + "://127.0.0.1:" + web, A, "guessed")) {
            stranger.awaits("registration-failed 401");
        }
    }
}
