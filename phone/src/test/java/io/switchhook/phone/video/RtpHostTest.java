package io.switchhook.phone.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.media.codec.Encoding;
import io.switchhook.media.rtp.EndSystem;
import io.switchhook.media.rtp.RtcpCompound;
import io.switchhook.media.rtp.RtcpPacket.SourceDescription;
import io.switchhook.media.rtp.RtpSession;
import io.switchhook.media.rtp.VideoSession;
import io.switchhook.media.video.VideoEncoding;
import io.switchhook.phone.audio.AudioLink;
import io.switchhook.phone.audio.Metronome;
import io.switchhook.phone.audio.RtpHost;
import io.switchhook.phone.audio.RtpSounds;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpHostTest {
    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

    /// RFC 3550 §6.5.1: by it the other end knows which sound belongs to which pictures.
    @Test
    void sound_and_video_of_a_phone_have_one_cname() throws Exception {
        try (var metronome = new Metronome(System::nanoTime);
                var ear = new DatagramSocket(new InetSocketAddress(ADDRESS, 0));
                var eye = new DatagramSocket(new InetSocketAddress(ADDRESS, 0))) {
            var system = EndSystem.anonymous(InstantSource.system(), new Random(7));
            var host = new RtpHost(metronome, ADDRESS, system);
            var audio = new RtpSounds(host).open(10_000, 29_999, _ -> {});
            var video = new RtpVideos(host).open(10_000, 29_999, () -> {});
            audio.connect(sound(at(ear)));
            video.connect(pictures(at(eye)));
            receive(ear);
            receive(eye);
            // The goodbye has the name in it, and comes at once.
            audio.close();
            video.close();
            assertThat(cname(ear)).isEqualTo(system.cname()).hasSize(32);
            assertThat(cname(eye)).isEqualTo(system.cname());
        }
    }

    private static AudioLink sound(InetSocketAddress to) {
        return new AudioLink(
                new RtpSession.Sent(Encoding.PCMU, 0, -1),
                RtpSession.Accepted.of(Encoding.PCMU, 0, -1),
                to,
                to,
                true,
                true,
                Optional.empty());
    }

    private static VideoLink pictures(InetSocketAddress to) {
        return new VideoLink(
                new VideoSession.Sent(VideoEncoding.H264, 99, 1),
                Map.of(99, VideoEncoding.H264),
                List.of(),
                VideoSession.Ask.PLI,
                25,
                to,
                to,
                true,
                true,
                Optional.empty());
    }

    private static InetSocketAddress at(DatagramSocket socket) {
        return new InetSocketAddress(ADDRESS, socket.getLocalPort());
    }

    private static DatagramPacket receive(DatagramSocket socket) throws Exception {
        socket.setSoTimeout(5000);
        var packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return packet;
    }

    private static String cname(DatagramSocket socket) throws Exception {
        while (true) {
            var packet = receive(socket);
            if (!RtcpCompound.isRtcp(packet.getData(), 0, packet.getLength())) continue;
            for (var part : RtcpCompound.parse(packet.getData(), 0, packet.getLength()))
                if (part instanceof SourceDescription(var chunks))
                    return chunks.getFirst().items().getFirst().text();
        }
    }
}
