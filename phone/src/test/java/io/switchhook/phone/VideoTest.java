package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.media.rtp.VideoQuality;
import io.switchhook.media.video.AccessUnit;
import io.switchhook.media.video.AnnexB;
import io.switchhook.media.video.H263Picture;
import io.switchhook.media.video.H264TestPicture;
import io.switchhook.media.video.MalformedStream;
import io.switchhook.media.video.Picture;
import io.switchhook.media.video.PictureFile;
import io.switchhook.media.video.PictureSource;
import io.switchhook.media.video.VideoEncoding;
import io.switchhook.media.video.Vp8Frame;
import io.switchhook.phone.settings.Profile;
import io.switchhook.sip.transport.Transport;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Video phones on loopback that call each other without a server in between.
class VideoTest {
    private final List<PhoneEvent> events = new CopyOnWriteArrayList<>();
    private Site site;

    @BeforeEach
    void open() throws Exception {
        site = Site.on(InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Phone phone(Profile profile, String user, String... parameters) throws Exception {
        var account =
                Account.of("sip:" + user + "@127.0.0.1:5060", "secret")
                        .with("account.1.sip_server_host", "");
        for (int i = 0; i < parameters.length; i += 2)
            account = account.with(parameters[i], parameters[i + 1]);
        return site.phone(account.settings(profile));
    }

    private static String at(Phone phone, String user) {
        return "sip:" + user + "@" + phone.ground().contact().apply(Transport.UDP);
    }

    private static VideoQuality quality(Call call) {
        try {
            return call.videoQuality().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// Pictures come every 40 ms; nothing tells of each.
    private static void await(Phone phone, Call call, Predicate<VideoQuality> wanted) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!wanted.test(quality(call))) {
            assertThat(System.nanoTime()).as("%s", quality(call)).isLessThan(end);
            phone.comes(Duration.ofMillis(50), () -> false);
        }
    }

    private static void awaitMorePictures(Phone phone, Call call) {
        long before = quality(call).pictures();
        await(phone, call, now -> now.pictures() > before + 10);
    }

    private static List<? extends Picture> pictures(Phone phone, Path file) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                var pictures = PictureFile.read(Files.readAllBytes(file));
                if (pictures.size() >= 5) return pictures;
            } catch (MalformedStream e) {
                assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(end);
            }
            phone.comes(Duration.ofMillis(50), () -> false);
        }
    }

    private static void write(Path file, PictureSource source) throws Exception {
        try (var out = Files.newOutputStream(file)) {
            var pictures = new PictureFile(out);
            for (int i = 0; i < 20; i++) pictures.write(source.next(), 40 * i);
        }
    }

    private static PictureSource notTheTestPicture(VideoEncoding encoding) {
        if (encoding == VideoEncoding.H264) return new H264TestPicture(48, 32, 1000);
        var octets =
                switch (encoding.testPicture(1000).next()) {
                    case Vp8Frame(var frame) -> frame;
                    case H263Picture(var picture) -> picture;
                    case AccessUnit _ -> throw new AssertionError();
                };
        // Zeros, and an end-of-sequence code where the encoding has one.
        var longer = Arrays.copyOf(octets, octets.length + 3);
        longer[octets.length + 2] = (byte) 0xfc;
        return PictureSource.looping(
                List.of(
                        encoding == VideoEncoding.VP8
                                ? new Vp8Frame(longer)
                                : new H263Picture(longer)));
    }

    private static void awaitPicture(Phone phone, Path file, Picture wanted) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!pictures(phone, file).contains(wanted)) {
            assertThat(System.nanoTime()).as("%s", file).isLessThan(end);
            phone.comes(Duration.ofMillis(50), () -> false);
        }
    }

    /// Both have the codec, and one of them no other: it is that codec which is used.
    @ParameterizedTest
    @CsvSource({"13, H264, 99", "14, H263, 34", "15, H263-1998, 96", "16, VP8, 120"})
    void pictures_go_in_each_codec(int entry, String name, int payloadType, @TempDir Path folder)
            throws Exception {
        var a = phone(Profile.VP530, "1001", only(entry, payloadType));
        var b = phone(Profile.VP530, "1002", "account.1.codec." + entry + ".enable", "1");
        var kept = folder.resolve("kept");
        var call = a.call(at(b, "1002"));
        call.recordVideo(kept);
        var called = b.awaitCall(Call.State.RINGING);
        called.answer();
        call.await(Call.State.TALKING);
        awaitMorePictures(a, call);
        awaitMorePictures(b, called);
        assertThat(quality(call).malformed()).isZero();
        assertThat(quality(called).unexpected()).isZero();
        var encoding =
                Arrays.stream(VideoEncoding.values())
                        .filter(it -> it.encodingName().equals(name))
                        .findFirst()
                        .orElseThrow();
        assertThat(pictures(a, kept)).allMatch(encoding::carries);
        // A file of this codec is shown; one of another is not.
        var shown = folder.resolve("shown");
        write(shown, notTheTestPicture(encoding));
        var other = folder.resolve("other");
        boolean isVp8 = encoding == VideoEncoding.VP8;
        write(other, notTheTestPicture(isVp8 ? VideoEncoding.H264 : VideoEncoding.VP8));
        called.showVideo(shown);
        var first = PictureFile.read(Files.readAllBytes(shown)).getFirst();
        var again = folder.resolve("again");
        call.recordVideo(again);
        awaitPicture(a, again, first);
        called.showVideo(other);
        long before = quality(call).pictures();
        await(a, call, now -> now.pictures() > before + 10);
    }

    private static String[] only(int entry, int payloadType) {
        var parameters = new ArrayList<String>();
        for (int i = 13; i <= 16; i++)
            parameters.addAll(List.of("account.1.codec." + i + ".enable", i == entry ? "1" : "0"));
        if (entry > 0)
            parameters.addAll(
                    List.of("account.1.codec." + entry + ".rtpmap", String.valueOf(payloadType)));
        return parameters.toArray(String[]::new);
    }

    @Test
    void an_account_whose_video_codecs_are_off_calls_with_sound_alone() throws Exception {
        var a = phone(Profile.VP530, "1001", only(0, 0));
        var b = phone(Profile.VP530, "1002");
        var call = a.call(at(b, "1002"));
        b.awaitCall(Call.State.RINGING).answer();
        call.await(Call.State.TALKING);
        assertThat(call.video()).isEmpty();
    }

    @Test
    void two_phones_see_each_other() throws Exception {
        var a = phone(Profile.VP530, "1001");
        var b = phone(Profile.VP530, "1002");
        a.listen(events::add);
        var call = a.call(at(b, "1002"));
        var called = b.awaitCall(Call.State.RINGING);
        called.answer();
        call.await(Call.State.TALKING);
        awaitMorePictures(a, call);
        awaitMorePictures(b, called);
        assertThat(quality(call).malformed()).isZero();
        assertThat(events).contains(new PhoneEvent.Video(1, true));
        call.hold();
        call.await(Call.State.HOLDING);
        assertThat(events).contains(new PhoneEvent.Video(1, false));
        call.resume();
        call.await(Call.State.TALKING);
        assertThat(events.stream().filter(new PhoneEvent.Video(1, true)::equals)).hasSize(2);
        awaitMorePictures(b, called);
        awaitMorePictures(a, call);
        called.hangUp();
        call.await(Call.State.ENDED);
    }

    @Test
    void a_file_is_shown_and_what_comes_is_kept(@TempDir Path folder) throws Exception {
        var shown = folder.resolve("shown.h264");
        write(shown, new H264TestPicture(48, 32, 1000));
        var first = AnnexB.read(Files.readAllBytes(shown)).getFirst();
        var kept = folder.resolve("kept.h264");
        var a = phone(Profile.VP530, "1001");
        var b = phone(Profile.VP530, "1002");
        var call = a.call(at(b, "1002"));
        call.recordVideo(kept);
        var called = b.awaitCall(Call.State.RINGING);
        called.showVideo(shown);
        called.answer();
        var came = (AccessUnit) pictures(b, kept).getFirst();
        assertThat(came.units()).hasSameSizeAs(first.units());
        for (int i = 0; i < first.units().size(); i++)
            assertThat(came.units().get(i).octets()).isEqualTo(first.units().get(i).octets());
        call.stopRecording();
        var nothing = Files.writeString(folder.resolve("nothing.h264"), "no video");
        assertThatThrownBy(() -> call.showVideo(nothing))
                .isInstanceOf(MalformedStream.class)
                .hasMessageContaining("no start code");
    }

    /// RFC 3264 §6.
    @Test
    void a_phone_without_video_answers_with_sound_alone() throws Exception {
        var a = phone(Profile.VP530, "1001");
        var b = phone(Profile.T38G, "1002");
        a.listen(events::add);
        var call = a.call(at(b, "1002"));
        b.awaitCall(Call.State.RINGING).answer();
        call.await(Call.State.TALKING);
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (call.quality().join().received() < 10) {
            assertThat(System.nanoTime()).as("there is no sound").isLessThan(end);
            a.comes(Duration.ofMillis(50), () -> false);
        }
        assertThat(events).noneMatch(PhoneEvent.Video.class::isInstance);
        assertThat(call.videoQuality())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("no video yet");
        var back = b.call(at(a, "1001"));
        a.awaitCall(Call.State.RINGING).answer();
        back.await(Call.State.TALKING);
        assertThat(back.video()).isEmpty();
        assertThatThrownBy(() -> back.recordVideo(Path.of("none.h264")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("vp530");
    }

    @Test
    void packets_are_protected_with_keys_of_their_own() throws Exception {
        var a = phone(Profile.VP530, "1001", "account.1.srtp_encryption", "1");
        var b = phone(Profile.VP530, "1002", "account.1.srtp_encryption", "2");
        var call = a.call(at(b, "1002"));
        var called = b.awaitCall(Call.State.RINGING);
        called.answer();
        call.await(Call.State.TALKING);
        awaitMorePictures(a, call);
        awaitMorePictures(b, called);
    }

    /// Pictures are not mixed: each other end sees the phone that confers.
    @Test
    void each_call_of_a_conference_has_its_own_video() throws Exception {
        var a = phone(Profile.VP530, "1001");
        var b = phone(Profile.VP530, "1002");
        var c = phone(Profile.VP530, "1003");
        var first = a.call(at(b, "1002"));
        b.awaitCall(Call.State.RINGING).answer();
        first.await(Call.State.TALKING);
        var second = a.call(at(c, "1003"));
        first.await(Call.State.HOLDING);
        c.awaitCall(Call.State.RINGING).answer();
        second.await(Call.State.TALKING);
        second.conference(first);
        first.await(Call.State.TALKING);
        awaitMorePictures(b, b.awaitCall(Call.State.TALKING));
        awaitMorePictures(c, c.awaitCall(Call.State.TALKING));
        awaitMorePictures(a, first);
        awaitMorePictures(a, second);
    }
}
