package io.switchhook.media.video;

import java.util.ArrayList;
import java.util.List;

/// Gray bars and a white square in H.264 of the constrained baseline profile: macroblocks are skipped or hold their samples as they
/// are (I_PCM, ITU-T H.264 §7.3.5). No slice has more than 1200 octets, so that each fits into a packet. For one thread.
public final class H264TestPicture extends TestPicture {
    private static final int CONSTRAINED_BASELINE = 0x42c0;
    private static final int LEVEL_1_1 = 11;
    private static final int P_SLICE = 5;
    private static final int I_SLICE = 7;
    private static final int I_PCM = 25;

    /// Behind the types of P macroblocks: table 7-13.
    private static final int I_PCM_IN_P = 30;

    private static final int MACROBLOCKS_IN_SLICE = 3;

    private final List<NalUnit> parameterSets;
    private int keyFrames;

    /// @param width in pixels, 16 to 352 in steps of 16
    /// @param height in pixels, 16 to 288 in steps of 16
    /// @param period a key frame at least every so many pictures
    public H264TestPicture(int width, int height, int period) {
        if (width % 16 != 0 || width < 16 || width > 352)
            throw new IllegalArgumentException("a width of " + width);
        if (height % 16 != 0 || height < 16 || height > 288)
            throw new IllegalArgumentException("a height of " + height);
        super(width / 16, height / 16, period);
        parameterSets = List.of(sequenceParameters(), pictureParameters());
    }

    /// `profile-level-id` in the description: RFC 6184 §8.1.
    public static String profileLevelId() {
        return "%04x%02x".formatted(CONSTRAINED_BASELINE, LEVEL_1_1);
    }

    /// `sprop-parameter-sets`: what a receiver may know before the first picture.
    public List<NalUnit> parameterSets() {
        return parameterSets;
    }

    /// §7.3.2.1.1.
    private NalUnit sequenceParameters() {
        return new BitWriter()
                .fixed(16, CONSTRAINED_BASELINE)
                .fixed(8, LEVEL_1_1)
                .unsigned(0) // seq_parameter_set_id
                .unsigned(0) // frame_num has four bits
                .unsigned(2) // pictures are shown in the order they are sent in
                .unsigned(1) // one reference frame
                .flag(false)
                .unsigned(width - 1)
                .unsigned(height - 1)
                .flag(true) // frames, no fields
                .flag(true)
                .flag(false) // no cropping
                .flag(false) // no VUI
                .unit(3, NalUnit.SEQUENCE_PARAMETERS);
    }

    /// §7.3.2.2.
    private static NalUnit pictureParameters() {
        return new BitWriter()
                .unsigned(0) // pic_parameter_set_id
                .unsigned(0) // seq_parameter_set_id
                .flag(false) // CAVLC
                .flag(false)
                .unsigned(0) // one slice group
                .unsigned(0)
                .unsigned(0)
                .flag(false)
                .fixed(2, 0)
                .signed(0)
                .signed(0)
                .signed(0)
                .flag(true) // slices say that there is no deblocking
                .flag(false)
                .flag(false)
                .unit(3, NalUnit.PICTURE_PARAMETERS);
    }

    @Override
    AccessUnit whole() {
        var units = new ArrayList<>(parameterSets);
        keyFrames++;
        for (int first = 0; first < width * height; first += MACROBLOCKS_IN_SLICE) {
            var slice = new BitWriter();
            slice.unsigned(first).unsigned(I_SLICE).unsigned(0).fixed(4, 0);
            // idr_pic_id: two in a row differ. No pictures before it are kept.
            slice.unsigned(keyFrames & 1).flag(false).flag(false);
            withoutDeblocking(slice);
            int end = Math.min(first + MACROBLOCKS_IN_SLICE, width * height);
            for (int at = first; at < end; at++) samples(slice.unsigned(I_PCM), at);
            units.add(slice.unit(3, NalUnit.IDR));
        }
        return new AccessUnit(units);
    }

    /// All other macroblocks stay.
    @Override
    AccessUnit changed(int first, int second) {
        var slice = new BitWriter();
        slice.unsigned(0).unsigned(P_SLICE).unsigned(0).fixed(4, sinceKeyFrame() & 15);
        slice.flag(false).flag(false).flag(false);
        withoutDeblocking(slice);
        samples(slice.unsigned(first).unsigned(I_PCM_IN_P), first);
        int last = first;
        if (second > first) {
            samples(slice.unsigned(second - first - 1).unsigned(I_PCM_IN_P), second);
            last = second;
        }
        int behind = width * height - 1 - last;
        if (behind > 0) slice.unsigned(behind);
        return new AccessUnit(List.of(slice.unit(2, 1)));
    }

    private static void withoutDeblocking(BitWriter slice) {
        slice.signed(0).unsigned(1);
    }

    /// pcm_sample_luma and pcm_sample_chroma. None is 0, which is no sample.
    private void samples(BitWriter slice, int macroblock) {
        slice.align();
        int brightness = brightness(macroblock);
        int slope = brightness == WHITE ? 0 : 1;
        for (int i = 0; i < 256; i++) slice.fixed(8, brightness + slope * i / 16);
        for (int i = 0; i < 128; i++) slice.fixed(8, GRAY);
    }
}
