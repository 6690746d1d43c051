package io.switchhook.media.rtp;

import static io.switchhook.media.rtp.Wire.TICK;
import static io.switchhook.media.rtp.Wire.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.media.audio.Tone;
import io.switchhook.media.codec.Encoding;
import io.switchhook.media.rtp.RtpSession.Accepted;
import io.switchhook.media.rtp.RtpSession.Sent;
import io.switchhook.media.video.H264TestPicture;
import io.switchhook.media.video.Picture;
import io.switchhook.media.video.RandomPictures;
import io.switchhook.media.video.VideoEncoding;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// A call with audio and video whose other end sends anything.
///
/// What it sends is a row of packets, each behind an octet that says on which port it arrives and when, and two for its
/// length:
///
/// ```
/// | ticks before |port| length          | packet ...
/// ```
final class Besieged implements RtpSession.Listener, VideoSession.Listener {
    private static final Accepted ALL =
            new Accepted(
                    Map.of(0, Encoding.PCMU, 8, Encoding.PCMA, 9, Encoding.G722, 96, Encoding.OPUS),
                    Set.of(101));
    private static final Map<Integer, VideoEncoding> PICTURES =
            Map.of(
                    97, VideoEncoding.H264,
                    98, VideoEncoding.VP8,
                    99, VideoEncoding.H263_1998,
                    34, VideoEncoding.H263);
    private static final int[] PORTS = {4000, 4001, 5000, 5001};

    private final Wire wire = new Wire();
    final RtpSession audio;
    final VideoSession video;
    private final short[] heard = new short[320];
    private final short[] spoken = new short[320];
    long events;
    long pictures;

    private Besieged(int host, int other) {
        audio =
                new RtpSession(
                        new RtpSession.Settings(new Sent(Encoding.PCMU, 0, 101), ALL, 200, 16_000),
                        wire.system(host),
                        wire.path(host, other, 4000),
                        this);
        video =
                new VideoSession(
                        new VideoSession.Settings(
                                new VideoSession.Sent(VideoEncoding.H264, 97, 1),
                                PICTURES,
                                VideoSession.Ask.PLI,
                                15,
                                List.of()),
                        wire.system(host, new Random(host + 100)),
                        wire.path(host, other, 5000),
                        this);
        video.send(new H264TestPicture(32, 16, 30));
    }

    static Besieged call() {
        return new Besieged(1, 2);
    }

    /// Lets a row of packets arrive, and some time pass.
    void suffer(byte[] row) {
        for (int i = 0; i + 3 <= row.length; ) {
            int head = row[i] & 0xff;
            int length = (row[i + 1] & 7) << 8 | row[i + 2] & 0xff;
            int end = Math.min(row.length, i + 3 + length);
            int port = PORTS[head & 3];
            wire.port(at(1, port))
                    .arrive(Arrays.copyOfRange(row, i + 3, end), at(2, port), wire.now);
            for (int tick = head >> 2 & 3; tick > 0; tick--) tick();
            i = end;
        }
        for (int i = 0; i < 5; i++) tick();
        var quality = audio.quality();
        assertThat(quality.opinion()).isBetween(1.0, 4.5);
        assertThat(quality.jitterMillis()).isNotNegative();
        assertThat(quality.delayMillis()).isBetween(0, 1000);
        assertThat(video.quality().jitterMillis()).isNotNegative();
    }

    private void tick() {
        audio.tick(wire.now, spoken, heard);
        video.tick(wire.now);
        wire.now += TICK;
    }

    @Override
    public void event(int event) {
        assertThat(event).isBetween(0, 255);
        events++;
    }

    @Override
    public void picture(Picture picture) {
        pictures++;
    }

    @Override
    public void bye() {}

    /// What a well-behaved other end sends in some seconds, once for each encoding of sound, and with it one of pictures: all packets, or only reports.
    static Stream<byte[]> rows(boolean reports) {
        return Stream.of(Encoding.values()).map(encoding -> row(encoding, reports));
    }

    private static byte[] row(Encoding encoding, boolean reports) {
        var other = new Besieged(2, 1);
        var row = new ByteArrayOutputStream();
        var ticksBefore = new int[1];
        int type = encoding == Encoding.OPUS ? 96 : encoding.payloadType();
        for (int port : PORTS) {
            boolean wanted = !reports || port % 2 == 1;
            var at = other.wire.open(at(1, port));
            if (wanted) at.onArrival = bytes -> append(row, port, bytes, ticksBefore);
        }
        other.audio.renegotiate(new Sent(encoding, type, 101), ALL);
        var pictures = VideoEncoding.values()[encoding.ordinal() % VideoEncoding.values().length];
        if (pictures != VideoEncoding.H264) {
            int pictureType = pictureType(pictures);
            other.video.renegotiate(new VideoSession.Sent(pictures, pictureType), PICTURES);
            other.video.send(new RandomPictures(pictures, 1));
        }
        var tone = new Tone(16_000, 440, -10);
        int ticks = reports ? 700 : 60;
        for (int i = 0; i < ticks; i++) {
            if (i == 20 && encoding != Encoding.OPUS) other.audio.press('5', 100);
            if (i == 40) other.video.keyFrame();
            other.audio.tick(other.wire.now, tone.next(320), other.heard);
            other.video.tick(other.wire.now);
            other.wire.now += TICK;
            ticksBefore[0]++;
        }
        other.audio.close(other.wire.now);
        other.video.close(other.wire.now);
        return row.toByteArray();
    }

    private static int pictureType(VideoEncoding encoding) {
        return PICTURES.entrySet().stream()
                .filter(entry -> entry.getValue() == encoding)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static void append(
            ByteArrayOutputStream row, int port, byte[] bytes, int[] ticksBefore) {
        int place = 0;
        while (PORTS[place] != port) place++;
        row.write(Math.min(3, ticksBefore[0]) << 2 | place);
        row.write(bytes.length >> 8);
        row.write(bytes.length);
        row.writeBytes(bytes);
        ticksBefore[0] = 0;
    }

    /// A row with some of its packets damaged, repeated or left out.
    static byte[] damaged(byte[] row, Random random) {
        var packets = new ArrayList<byte[]>();
        for (int i = 0; i + 3 <= row.length; ) {
            int end = i + 3 + ((row[i + 1] & 7) << 8 | row[i + 2] & 0xff);
            packets.add(Arrays.copyOfRange(row, i, end));
            i = end;
        }
        var out = new ByteArrayOutputStream();
        for (var packet : packets) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    for (int n = random.nextInt(4); n >= 0; n--)
                        packet[3 + random.nextInt(Math.min(40, packet.length - 3))] =
                                (byte) random.nextInt();
                    out.writeBytes(packet);
                }
                case 1 -> {
                    var cut = Arrays.copyOf(packet, 3 + random.nextInt(packet.length - 3));
                    cut[1] = (byte) (cut.length - 3 >> 8);
                    cut[2] = (byte) (cut.length - 3);
                    out.writeBytes(cut);
                }
                case 2 -> {
                    out.writeBytes(packet);
                    out.writeBytes(packets.get(random.nextInt(packets.size())));
                }
                case 3 -> {}
                default -> out.writeBytes(packet);
            }
        }
        return out.toByteArray();
    }
}
