package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two baresips register, call, hear each other, hold, resume and hang up through the server.
@Order(3)
@ResourceLock(Alone.BARESIP)
class BaresipTest {
    private static final String A = "1001";
    private static final String B = "1002";
    private static final int A_PLAYS = 440;
    private static final int B_PLAYS = 1000;
    private static final int SIP = 5060;
    private static final int SIPS = 5061;

    private Path folder = Path.of("target");

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("BaresipTest", "baresip", "ip", "nsenter");
        folder = Folder.of(test);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp", "tls"})
    void callHoldResumeHangUp(String transport) throws Exception {
        var port = transport.equals("tls") ? SIPS : SIP;
        var low = Tone.write(folder.resolve("low.wav"), A_PLAYS, 60);
        var high = Tone.write(folder.resolve("high.wav"), B_PLAYS, 60);
        var config =
                new Config()
                        .listen(transport, Namespace.ADDRESS, port)
                        .certificate(
                                Certificate.selfSigned(
                                        folder,
                                        "dns:" + Config.DOMAIN + ",ip:" + Namespace.ADDRESS))
                        .account(A)
                        .account(B);
        try (var namespace = Namespace.make("BaresipTest", folder);
                var _ = Server.start(folder, config, namespace.prefix());
                var b = new Baresip(namespace, folder, B, transport, port, 21000, high);
                var a = new Baresip(namespace, folder, A, transport, port, 20000, low)) {
            a.awaitRegistered();
            b.awaitRegistered();
            bothHearEachOther(a, b);
            bothHoldAndResume(a, b);
            bothStillSend(a, b);
            hangsUp(a, b);
            establish(a, b);
            hangsUp(b, a);
            establish(b, a);
            hangsUp(b, a);
        }
    }

    private static void bothHearEachOther(Baresip a, Baresip b) throws Exception {
        establish(a, b);
        // the recording of a call ends with its first re-INVITE: so much must be there before
        eventually("B hears A", () -> b.secondsHeard(A_PLAYS) >= 2);
        eventually("A hears B", () -> a.secondsHeard(B_PLAYS) >= 2);
        assertThat(a.secondsHeard(A_PLAYS)).as("A hears itself").isZero();
        assertThat(b.secondsHeard(B_PLAYS)).as("B hears itself").isZero();
    }

    private static void bothHoldAndResume(Baresip a, Baresip b) {
        for (var pair : new Baresip[][] {{a, b}, {b, a}}) {
            var holder = pair[0];
            var held = pair[1];
            var since = held.now();
            holder.hold();
            held.awaitSince(since, "the hold", line -> line.matches("a=(sendonly|inactive)\\s*"));
            since = held.now();
            holder.resume();
            held.awaitSince(since, "the resume", line -> line.matches("a=sendrecv\\s*"));
        }
    }

    private static void bothStillSend(Baresip a, Baresip b) throws Exception {
        for (var phone : new Baresip[] {a, b}) {
            var before = phone.packets();
            eventually(
                    "packets flow after the hold",
                    () ->
                            phone.packets().received() > before.received() + 25
                                    && phone.packets().sent() > before.sent() + 25);
        }
    }

    private static void establish(Baresip caller, Baresip called) {
        var atCaller = caller.now();
        var atCalled = called.now();
        caller.dial(called.user());
        caller.awaitEstablished(atCaller);
        called.awaitEstablished(atCalled);
    }

    private static void hangsUp(Baresip who, Baresip other) {
        var before = other.now();
        who.hangUp();
        other.awaitHungUp(before);
    }

    private static void eventually(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
