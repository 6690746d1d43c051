package io.switchhook.phone.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.media.rtp.EndSystem;
import io.switchhook.media.rtp.VideoSession;
import io.switchhook.media.video.AccessUnit;
import io.switchhook.media.video.H264TestPicture;
import io.switchhook.media.video.VideoEncoding;
import io.switchhook.phone.audio.Metronome;
import io.switchhook.phone.audio.RtpHost;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RtpVideoTest {
    /// Somebody sends pictures that need one before them, and understands no RTCP feedback.
    @Test
    void signaling_is_asked_for_a_key_frame_where_rtcp_cannot() throws Exception {
        var address = InetAddress.getLoopbackAddress();
        var needed = new CountDownLatch(2);
        try (var metronome = new Metronome(System::nanoTime);
                var peer = new DatagramSocket(new InetSocketAddress(address, 0))) {
            var videos =
                    new RtpVideos(
                            new RtpHost(
                                    metronome,
                                    address,
                                    EndSystem.anonymous(InstantSource.system(), new Random(1))));
            var video = videos.open(10_000, 29_999, needed::countDown);
            var remote = new InetSocketAddress(address, peer.getLocalPort());
            video.connect(
                    new VideoLink(
                            new VideoSession.Sent(VideoEncoding.H264, 99, 1),
                            Map.of(99, VideoEncoding.H264),
                            List.of(),
                            VideoSession.Ask.NOT,
                            25,
                            remote,
                            remote,
                            true,
                            true,
                            Optional.empty()));
            var source = new H264TestPicture(32, 32, 1000);
            source.next();
            var local = new InetSocketAddress(address, video.port());
            for (int sequence = 0; needed.getCount() > 0 && sequence < 500; sequence++) {
                var slice = ((AccessUnit) source.next()).units().getFirst().octets();
                var packet = ByteBuffer.allocate(12 + slice.length);
                packet.put((byte) 0x80).put((byte) (0x80 | 99)).putShort((short) sequence);
                packet.putInt(sequence * 3600).putInt(1).put(slice);
                peer.send(new DatagramPacket(packet.array(), packet.capacity(), local));
                if (needed.await(40, TimeUnit.MILLISECONDS)) break;
            }
            assertThat(needed.getCount()).isZero();
            var quality = video.quality().get(5, TimeUnit.SECONDS);
            assertThat(quality.pictures()).isZero();
            assertThat(quality.keyFramesAsked()).isZero();
            video.close();
        }
    }

    @Test
    void key_frames_come_at_once_but_not_in_a_row() {
        var source = new PatientSource(new H264TestPicture(32, 32, 1000));
        int keyFrames = 0;
        for (int i = 0; i < 120; i++) {
            source.keyFrame();
            if (source.next().isKeyFrame()) keyFrames++;
            if (i == 1) assertThat(keyFrames).isEqualTo(2);
        }
        assertThat(keyFrames).isBetween(8, 13);
    }
}
