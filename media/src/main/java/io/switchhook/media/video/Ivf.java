package io.switchhook.media.video;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The files with the ending `.ivf` that hold VP8. All numbers have their lowest octet first.
///
/// ```
/// DKIF |version|length of this|VP80|width|height|units in a second|units of a tick|frames|0 |
/// |length of the frame|its time, in ticks       | frame ...
/// ```
final class Ivf {
    static final int FRAME_HEADER = 12;
    private static final int HEADER = 32;
    private static final byte[] SIGNATURE = ascii("DKIF");
    private static final byte[] VP8 = ascii("VP80");
    private static final int MILLISECONDS = 1000;

    private Ivf() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static boolean isOne(byte[] bytes) {
        return startsWith(bytes, 0, SIGNATURE);
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] what) {
        return bytes.length >= at + what.length
                && Arrays.equals(bytes, at, at + what.length, what, 0, what.length);
    }

    /// Reads a whole file into frames. What stands before the first key frame is left out, and so is a last frame that is cut off.
    ///
    /// @throws MalformedStream if it holds no VP8, or there is no frame to begin with
    static List<Picture> read(byte[] bytes) throws MalformedStream {
        if (bytes.length < HEADER || !startsWith(bytes, 8, VP8))
            throw new MalformedStream(
                    "an IVF file without VP8; make one with ffmpeg -i FILE -an -c:v libvpx -f ivf"
                            + " OUT.ivf");
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        in.position(Math.clamp(in.getShort(6), HEADER, bytes.length));
        var frames = new ArrayList<Picture>();
        while (in.remaining() >= FRAME_HEADER) {
            int at = in.position();
            int length = in.getInt();
            in.getLong();
            if (length < 0)
                throw new MalformedStream("a frame of impossible length at octet " + at);
            if (length > in.remaining()) break;
            // An encoder that leaves out a frame writes an empty one.
            if (length == 0) continue;
            var octets = new byte[length];
            in.get(octets);
            if (!Vp8Frame.isFrame(octets, length))
                throw new MalformedStream("no frame of VP8 at octet " + at);
            frames.add(new Vp8Frame(octets));
        }
        return PictureFile.fromKeyFrame(frames, "key frame");
    }

    /// Writes what stands before all frames. How many there will be is not known; players count them.
    static void writeHeader(Vp8Frame keyFrame, OutputStream out) throws IOException {
        out.write(
                ByteBuffer.allocate(HEADER)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(SIGNATURE)
                        .putShort((short) 0)
                        .putShort((short) HEADER)
                        .put(VP8)
                        .putShort((short) keyFrame.width())
                        .putShort((short) keyFrame.height())
                        .putInt(MILLISECONDS)
                        .putInt(1)
                        .array());
    }

    static void write(Vp8Frame frame, long millis, OutputStream out) throws IOException {
        out.write(
                ByteBuffer.allocate(FRAME_HEADER)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(frame.octets().length)
                        .putLong(millis)
                        .array());
        out.write(frame.octets());
    }
}
