package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A video phone of ours and a baresip see each other through the server, in each codec that both know.
@ResourceLock(Alone.BARESIP)
class PhoneAndBaresipVideoTest {
    private static final int SIP = 5060;
    private static final int PICTURES = 20;

    private Path folder = Path.of("target");

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("PhoneAndBaresipVideoTest", "baresip", "ip", "nsenter");
        Programs.needFile("PhoneAndBaresipVideoTest", Baresip.VIDEO_MODULE, "baresip-ffmpeg");
        folder = Folder.of(test);
    }

    /// @param entry of the codec list of our account, the only one that is on
    @ParameterizedTest
    @CsvSource({"13, H264", "14, H263", "16, VP8"})
    void theySeeEachOther(int entry, String codec) throws Exception {
        var config =
                new Config().listen("udp", Namespace.ADDRESS, SIP).account("1001").account("1002");
        var tone = Tone.write(folder.resolve("tone.wav"), 440, 60);
        try (var namespace = Namespace.make("PhoneAndBaresipVideoTest", folder);
                var _ = Server.start(folder, config, namespace.prefix());
                var ours = new HeadlessPhone(namespace, folder, "1001", "vp530", SIP, only(entry));
                var baresip =
                        Baresip.withVideo(namespace, folder, "1002", "udp", SIP, 21000, tone)) {
            baresip.awaitRegistered();
            ours.awaitRegistered();
            var atOurs = ours.now();
            var atBaresip = baresip.now();
            ours.does("call 1002");
            ours.awaitCall(atOurs, "talking");
            baresip.awaitSince(
                    atBaresip, codec, line -> line.startsWith("Set video encoder: " + codec));
            bothSee(ours, baresip);
            baresip.hangUp();
            ours.awaitCall(atOurs, "ended");

            atOurs = ours.now();
            baresip.dial("1001");
            ours.awaitCall(atOurs, "ringing");
            ours.does("answer");
            ours.awaitCall(atOurs, "talking");
            bothSee(ours, baresip);
            ours.does("hangup");
            ours.awaitCall(atOurs, "ended");
        }
    }

    private static String[] only(int entry) {
        return IntStream.rangeClosed(13, 16)
                .mapToObj(it -> "account.1.codec." + it + ".enable=" + (it == entry ? 1 : 0))
                .toArray(String[]::new);
    }

    private static void bothSee(HeadlessPhone ours, Baresip baresip) {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        var theirs = baresip.pictures();
        var seen = ours.pictures();
        while (theirs.seen() < PICTURES || seen < PICTURES) {
            assertThat(System.nanoTime())
                    .as("baresip sees %s, ours %d", theirs, seen)
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            theirs = baresip.pictures();
            seen = ours.pictures();
        }
        assertThat(theirs.sent()).isPositive();
    }
}
