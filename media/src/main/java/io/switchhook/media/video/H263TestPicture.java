package io.switchhook.media.video;

/// Gray bars and a white square in H.263: QCIF, of macroblocks that are skipped or of one brightness, which is one number of eight
/// bits for each of their blocks (INTRADC, ITU-T H.263 §5.4.1). A whole one has 661 octets. For one thread.
final class H263TestPicture extends TestPicture {
    private static final int QCIF = 2;
    private static final int MACROBLOCKS_IN_ROW = 11;
    private static final int ROWS = 9;
    private static final int QUANTIZER = 8;

    /// MCBPC of an INTRA macroblock whose chrominance is flat: tables 7 and 8.
    private static final int INTRA = 1;

    private static final int INTRA_IN_INTER = 3;

    /// CBPY of one whose luminance is: table 13.
    private static final int FLAT = 3;

    /// INTRADC for 128; table 15.
    private static final int MIDDLE = 255;

    private int number;

    H263TestPicture(int period) {
        super(MACROBLOCKS_IN_ROW, ROWS, period);
    }

    @Override
    Picture whole() {
        var bits = header(false);
        for (int at = 0; at < width * height; at++) flat(bits.fixed(1, INTRA), at);
        return new H263Picture(bits.octets());
    }

    @Override
    Picture changed(int first, int second) {
        var bits = header(true);
        for (int at = 0; at < width * height; at++) {
            boolean isSkipped = at != first && at != second;
            bits.flag(isSkipped);
            if (!isSkipped) flat(bits.fixed(5, INTRA_IN_INTER), at);
        }
        return new H263Picture(bits.octets());
    }

    /// §5.1.
    private BitWriter header(boolean isInter) {
        return new BitWriter()
                .fixed(22, 1 << 5) // PSC
                .fixed(8, number++) // TR
                .fixed(2, 2)
                .fixed(3, 0) // neither split nor a document, nor released
                .fixed(3, QCIF)
                .flag(isInter)
                .fixed(4, 0) // none of the optional modes
                .fixed(5, QUANTIZER)
                .flag(false) // CPM
                .flag(false); // PEI
    }

    private void flat(BitWriter bits, int macroblock) {
        bits.fixed(4, FLAT);
        for (int block = 0; block < 4; block++) bits.fixed(8, level(brightness(macroblock)));
        for (int block = 0; block < 2; block++) bits.fixed(8, level(GRAY));
    }

    private static int level(int sample) {
        return sample == 128 ? MIDDLE : sample;
    }
}
