package io.switchhook.media.video;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Pictures whose headers are right and that show nothing: no two of them are the same, and some are large. A key frame comes when
/// it is asked for.
public final class RandomPictures implements PictureSource {
    private final VideoEncoding encoding;
    private final Random random;
    private boolean wanted = true;
    public final List<Picture> given = new ArrayList<>();

    public RandomPictures(VideoEncoding encoding, long seed) {
        this.encoding = encoding;
        random = new Random(seed);
    }

    @Override
    public void keyFrame() {
        wanted = true;
    }

    @Override
    public Picture next() {
        boolean key = wanted;
        wanted = false;
        int length = 40 + random.nextInt(random.nextInt(4) == 0 ? 5000 : 900);
        given.add(
                switch (encoding) {
                    case H264 -> h264(key, length);
                    case VP8 -> vp8(key, length);
                    case H263_1998, H263 -> h263(key, length);
                });
        return given.getLast();
    }

    List<Picture> next(int count, int keyFrameEvery) {
        var pictures = new ArrayList<Picture>();
        for (int i = 0; i < count; i++) {
            if (i % keyFrameEvery == 0) keyFrame();
            pictures.add(next());
        }
        return pictures;
    }

    /// Without zeros, so that there is no start code.
    private byte[] octets(int length) {
        var octets = new byte[length];
        for (int i = 0; i < length; i++) octets[i] = (byte) (1 + random.nextInt(255));
        return octets;
    }

    private NalUnit unit(int type, int length) {
        var octets = octets(length);
        octets[0] = (byte) (0x60 | type);
        octets[1] = (byte) 0x88;
        return new NalUnit(octets);
    }

    private Picture h264(boolean key, int length) {
        return key
                ? new AccessUnit(List.of(unit(7, 9), unit(8, 4), unit(5, length)))
                : new AccessUnit(List.of(unit(1, length)));
    }

    private Picture vp8(boolean key, int length) {
        var octets = octets(length);
        octets[0] = (byte) (key ? 0x10 : 0x11);
        octets[1] = 2;
        octets[2] = 0;
        if (key) System.arraycopy(new byte[] {(byte) 0x9d, 1, 0x2a, 64, 0, 48, 0}, 0, octets, 3, 7);
        return new Vp8Frame(octets);
    }

    /// With a group of blocks every 700 octets.
    private Picture h263(boolean key, int length) {
        var octets = octets(length);
        Arrays.fill(octets, 0, 2, (byte) 0);
        octets[2] = (byte) (0x80 | random.nextInt(4));
        octets[3] = (byte) (random.nextInt(256) & 0xfc | 2);
        octets[4] = (byte) (key ? 0x08 : 0x0a);
        octets[5] &= (byte) 0xdf;
        for (int at = 700; at + 10 < length; at += 700) {
            octets[at] = 0;
            octets[at + 1] = 0;
            octets[at + 2] = (byte) (0x84 + 4 * (at / 700));
        }
        return new H263Picture(octets);
    }
}
