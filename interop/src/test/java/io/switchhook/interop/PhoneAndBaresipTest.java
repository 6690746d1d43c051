package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Our phones and a baresip call each other through the server.
@ResourceLock(Alone.BARESIP)
class PhoneAndBaresipTest {
    private static final int SIP = 5060;
    private static final int OUR_TONE = 440;
    private static final int BARESIP_TONE = 1000;

    private Path folder = Path.of("target");
    private Namespace namespace;
    private Server server;
    private HeadlessPhone ours;
    private HeadlessPhone third;
    private Baresip baresip;

    @BeforeEach
    void start(TestInfo test) throws Exception {
        Programs.need("PhoneAndBaresipTest", "baresip", "ip", "nsenter");
        folder = Folder.of(test);
        var config =
                new Config()
                        .listen("udp", Namespace.ADDRESS, SIP)
                        .account("1001")
                        .account("1002")
                        .account("1003");
        namespace = Namespace.make("PhoneAndBaresipTest", folder);
        server = Server.start(folder, config, namespace.prefix());
        ours = new HeadlessPhone(namespace, folder, "1001", "t38g", SIP);
        third = new HeadlessPhone(namespace, folder, "1003", "t38g", SIP);
        baresip =
                new Baresip(
                        namespace,
                        folder,
                        "1002",
                        "udp",
                        SIP,
                        21000,
                        Tone.write(folder.resolve("high.wav"), BARESIP_TONE, 60));
        ours.does("say " + OUR_TONE);
        baresip.awaitRegistered();
        ours.awaitRegistered();
        third.awaitRegistered();
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : new AutoCloseable[] {baresip, third, ours, server, namespace})
            if (each != null) each.close();
    }

    /// One start of four programs for all of it.
    @Test
    void theyTalkHoldPressKeysAndTransfer() throws Exception {
        bothHearEachOther();
        eachHoldsAndResumes();
        bothStillSend();
        eachPressesAKey();
        oursTransfers();
        baresipTransfers();
        oursTransfersAfterAsking();
        baresipCallsAndHangsUp();
    }

    private void bothHearEachOther() throws Exception {
        var atOurs = ours.now();
        var atBaresip = baresip.now();
        ours.does("call 1002");
        ours.awaitCall(atOurs, "talking");
        baresip.awaitEstablished(atBaresip);
        var recording = folder.resolve("heard-by-ours.wav");
        ours.does("record " + recording);
        // the recording of baresip ends with the first re-INVITE
        eventually("baresip hears us", () -> baresip.secondsHeard(OUR_TONE) >= 2);
        eventually("we hear baresip", () -> Tone.secondsHeard(recording, BARESIP_TONE) >= 1);
        ours.does("stop");
        assertThat(baresip.secondsHeard(BARESIP_TONE)).as("baresip hears itself").isZero();
    }

    private void eachHoldsAndResumes() {
        var atBaresip = baresip.now();
        ours.does("hold");
        baresip.awaitSince(
                atBaresip, "the hold", line -> line.matches("a=(sendonly|inactive)\\s*"));
        atBaresip = baresip.now();
        ours.does("wait holding");
        ours.does("resume");
        baresip.awaitSince(atBaresip, "the resume", line -> line.matches("a=sendrecv\\s*"));
        var atOurs = ours.now();
        baresip.hold();
        ours.awaitHeld(atOurs, true);
        atOurs = ours.now();
        baresip.resume();
        ours.awaitHeld(atOurs, false);
    }

    private void bothStillSend() throws Exception {
        var before = baresip.packets();
        eventually(
                "packets flow after the hold",
                () ->
                        baresip.packets().received() > before.received() + 25
                                && baresip.packets().sent() > before.sent() + 25);
    }

    private void eachPressesAKey() {
        ours.does("dtmf 5");
        baresip.awaitKey('5');
        var atOurs = ours.now();
        baresip.press('7');
        ours.awaitKey(atOurs, '7');
    }

    /// baresip calls our third phone, since ours asks for it.
    private void oursTransfers() {
        var atOurs = ours.now();
        var atThird = third.now();
        var atBaresip = baresip.now();
        ours.does("transfer 1003");
        third.awaitCall(atThird, "ringing");
        third.does("answer");
        third.awaitCall(atThird, "talking");
        ours.awaitCall(atOurs, "ended");
        // before its call is answered it would send a REFER outside of any dialog
        baresip.awaitEstablished(atBaresip);
    }

    /// Our third phone calls ours, since baresip asks for it.
    private void baresipTransfers() {
        var atOurs = ours.now();
        var atThird = third.now();
        baresip.transfer("1001");
        ours.awaitCall(atOurs, "ringing");
        ours.does("answer");
        ours.awaitCall(atOurs, "talking");
        third.awaitSince(
                atThird,
                "that baresip is out",
                event ->
                        HeadlessPhone.is(event, "state", "ended")
                                && event.path("remote").asString().contains("1002"));
        hangUp(ours, third);
    }

    /// Our third phone calls baresip in the place of ours. baresip 1.0.0 says that it can do Replaces, takes the call, and lets
    /// the one that is to be replaced stand.
    private void oursTransfersAfterAsking() {
        var atOurs = ours.now();
        third.does("call 1001");
        ours.awaitCall(atOurs, "ringing");
        ours.does("answer");
        ours.awaitCall(atOurs, "talking");
        ours.does("hold");
        ours.awaitCall(atOurs, "holding");
        atOurs = ours.now();
        var atBaresip = baresip.now();
        ours.does("call 1002");
        ours.awaitCall(atOurs, "talking");
        baresip.awaitEstablished(atBaresip);
        var since = ours.now();
        var asked = baresip.now();
        var atThird = third.now();
        ours.does("xfer-attended");
        baresip.awaitSince(asked, "a Replaces", line -> line.startsWith("Replaces: "));
        third.awaitCall(atThird, "talking");
        ours.awaitSince(
                since,
                "that it has worked",
                event ->
                        HeadlessPhone.is(event, "event", "transfer")
                                && event.path("status").asInt() == 200);
        ours.does("hangup");
        atThird = third.now();
        third.does("hangup");
        third.awaitCall(atThird, "ended");
    }

    private void baresipCallsAndHangsUp() {
        var atOurs = ours.now();
        var atBaresip = baresip.now();
        baresip.dial("1001");
        ours.awaitCall(atOurs, "ringing");
        ours.does("answer");
        ours.awaitCall(atOurs, "talking");
        baresip.awaitEstablished(atBaresip);
        baresip.hangUp();
        ours.awaitCall(atOurs, "ended");
    }

    private static void hangUp(HeadlessPhone who, HeadlessPhone other) {
        var since = other.now();
        who.does("hangup");
        other.awaitCall(since, "ended");
    }

    private static void eventually(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
