package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.media.video.AnnexB;
import io.switchhook.phone.audio.Picture;
import io.switchhook.phone.settings.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Video phones on loopback.
class VideoTest {
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
        return "sip:"
                + user
                + "@"
                + phone.ground().contact().apply(io.switchhook.sip.transport.Transport.UDP);
    }

    private static long pictures(Call call) {
        try {
            return call.videoQuality().get(5, TimeUnit.SECONDS).pictures();
        } catch (java.util.concurrent.ExecutionException e) {
            return 0;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitPictures(Phone phone, Call call, long more) {
        long from = pictures(call);
        for (int i = 0; i < 400 && pictures(call) < from + more; i++)
            phone.comes(Duration.ofMillis(25), () -> false);
        assertThat(pictures(call)).isGreaterThanOrEqualTo(from + more);
    }

    private Call[] talking(Phone a, Phone b) {
        var call = a.call(at(b, "1002"));
        var called = b.awaitCall(Call.State.RINGING);
        called.answer();
        call.await(Call.State.TALKING);
        called.await(Call.State.TALKING);
        return new Call[] {call, called};
    }

    @Test
    void two_phones_see_each_other_and_keep_it(@TempDir Path folder) throws Exception {
        var a = phone(Profile.VP530, "1001");
        var b = phone(Profile.VP530, "1002");
        var calls = talking(a, b);
        assertThat(calls[0].facts().video()).isTrue();
        assertThat(calls[1].facts().video()).isTrue();
        awaitPictures(a, calls[0], 5);
        awaitPictures(b, calls[1], 5);
        var file = folder.resolve("seen.h264");
        calls[0].recordVideo(file);
        awaitPictures(a, calls[0], 20);
        calls[1].show(new Picture.TestBars());
        awaitPictures(a, calls[0], 20);
        calls[0].hangUp();
        calls[1].await(Call.State.ENDED);
        for (int i = 0; i < 200 && Files.size(file) == 0; i++)
            a.comes(Duration.ofMillis(20), () -> false);
        assertThat(AnnexB.read(Files.readAllBytes(file))).hasSizeGreaterThan(10);
    }

    @Test
    void pictures_stop_on_hold_and_go_on_after_it() throws Exception {
        var a = phone(Profile.VP530, "1001");
        var b = phone(Profile.VP530, "1002");
        var calls = talking(a, b);
        awaitPictures(b, calls[1], 5);
        calls[0].hold();
        calls[0].await(Call.State.HOLDING);
        b.comes(Duration.ofMillis(200), () -> false);
        long seen = pictures(calls[1]);
        b.comes(Duration.ofMillis(400), () -> false);
        assertThat(pictures(calls[1])).isEqualTo(seen);
        calls[0].resume();
        calls[0].await(Call.State.TALKING);
        awaitPictures(b, calls[1], 5);
    }

    /// RFC 4568.
    @Test
    void pictures_are_protected_with_keys_of_the_descriptions() throws Exception {
        var a = phone(Profile.VP530, "1001", "account.1.srtp_encryption", "1");
        var b = phone(Profile.VP530, "1002", "account.1.srtp_encryption", "2");
        var calls = talking(a, b);
        awaitPictures(a, calls[0], 5);
        awaitPictures(b, calls[1], 5);
    }

    /// RFC 3264 §6: a stream that is not wanted has port 0.
    @Test
    void a_phone_without_pictures_talks_all_the_same() throws Exception {
        var a = phone(Profile.VP530, "1001");
        var b = phone(Profile.T38G, "1002");
        var calls = talking(a, b);
        assertThat(calls[0].facts().video()).isFalse();
        assertThatThrownBy(() -> calls[1].recordVideo(Path.of("x")))
                .isInstanceOf(IllegalStateException.class);
        calls[0].hold();
        calls[0].await(Call.State.HOLDING);
        calls[0].resume();
        calls[0].await(Call.State.TALKING);
    }

    @Test
    void a_file_without_pictures_is_not_shown(@TempDir Path folder) throws Exception {
        var a = phone(Profile.VP530, "1001");
        var b = phone(Profile.VP530, "1002");
        var calls = talking(a, b);
        var file = Files.writeString(folder.resolve("no.h264"), "no pictures");
        assertThatThrownBy(() -> calls[0].showVideo(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.h264");
    }
}
