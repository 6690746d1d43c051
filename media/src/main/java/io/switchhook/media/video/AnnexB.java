package io.switchhook.media.video;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The byte stream of ITU-T H.264 annex B, as files with the ending `.h264` hold it: NAL units with a start code before
/// each.
public final class AnnexB {
    static final int START_CODE_LENGTH = 4;
    private static final byte[] START_CODE = {0, 0, 0, 1};

    private AnnexB() {}

    /// Reads a whole stream into pictures. What stands before the first one that can be shown is left out.
    ///
    /// @throws MalformedStream if there is no picture to begin with
    public static List<AccessUnit> read(byte[] bytes) throws MalformedStream {
        var units = units(bytes);
        if (units.isEmpty())
            throw new MalformedStream(
                    "no start code: this is no H.264 byte stream; make one with ffmpeg -i FILE -an"
                            + " -pix_fmt yuv420p -c:v libx264 -profile:v baseline -f h264 OUT.h264");
        var pictures = pictures(units);
        return PictureFile.fromKeyFrame(pictures, "IDR picture");
    }

    static List<NalUnit> units(byte[] bytes) {
        var units = new ArrayList<NalUnit>();
        int from = next(bytes, 0);
        while (from < bytes.length) {
            int to = next(bytes, from);
            // Behind the next start code, or the end; zeros before it belong to no unit.
            int end = to == bytes.length && !endsWithStartCode(bytes) ? to : to - 3;
            while (end > from && bytes[end - 1] == 0) end--;
            if (end > from) units.add(new NalUnit(Arrays.copyOfRange(bytes, from, end)));
            from = to;
        }
        return units;
    }

    private static boolean endsWithStartCode(byte[] bytes) {
        int length = bytes.length;
        return length >= 3
                && bytes[length - 3] == 0
                && bytes[length - 2] == 0
                && bytes[length - 1] == 1;
    }

    /// Where the next start code ends; the end if there is none.
    private static int next(byte[] bytes, int from) {
        for (int i = from; i + 3 <= bytes.length; i++)
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) return i + 3;
        return bytes.length;
    }

    private static List<AccessUnit> pictures(List<NalUnit> units) {
        var pictures = new ArrayList<AccessUnit>();
        var picture = new ArrayList<NalUnit>();
        boolean hasSlice = false;
        for (var unit : units) {
            if (hasSlice && (unit.isFirstSlice() || unit.isInFrontOfPicture())) {
                pictures.add(new AccessUnit(picture));
                picture.clear();
                hasSlice = false;
            }
            picture.add(unit);
            hasSlice |= unit.isSlice();
        }
        if (hasSlice) pictures.add(new AccessUnit(picture));
        return pictures;
    }

    /// Appends a picture to a stream.
    public static void write(AccessUnit picture, OutputStream out) throws IOException {
        for (var unit : picture.units()) {
            out.write(START_CODE);
            out.write(unit.octets());
        }
    }
}
