package io.switchhook.media.video;

/// Gray in VP8: QCIF, all of it key frames of zeros. A boolean decoder makes nothing but zeros of zeros, whatever the
/// probabilities are (RFC 6386 §7.3): the header has no features (§9.2 to §9.11), all blocks are predicted from their neighbors
/// (B_DC_PRED, §11.2), and none has a coefficient (§13.2). For one thread.
final class Vp8TestPicture extends TestPicture {
    private static final int WIDTH = 176;
    private static final int HEIGHT = 144;

    /// More than a decoder reads of the header and 99 macroblocks.
    private static final int FIRST_PARTITION = 192;

    private static final int COEFFICIENTS = 256;

    private static final Vp8Frame GRAY_FRAME = gray();

    Vp8TestPicture() {
        super(WIDTH / 16, HEIGHT / 16, 1);
    }

    /// §9.1: a key frame, version 0, to be shown; the size of its first partition, a start code, width and height.
    private static Vp8Frame gray() {
        var octets = new byte[10 + FIRST_PARTITION + COEFFICIENTS];
        octets[0] = (byte) (FIRST_PARTITION << 5 | 1 << 4);
        octets[1] = (byte) (FIRST_PARTITION >> 3);
        octets[3] = (byte) 0x9d;
        octets[4] = 0x01;
        octets[5] = 0x2a;
        octets[6] = (byte) WIDTH;
        octets[8] = (byte) HEIGHT;
        return new Vp8Frame(octets);
    }

    @Override
    Picture whole() {
        return GRAY_FRAME;
    }

    @Override
    Picture changed(int first, int second) {
        return GRAY_FRAME;
    }
}
