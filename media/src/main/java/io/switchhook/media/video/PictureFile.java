package io.switchhook.media.video;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file of pictures that is written: a byte stream of H.264, IVF with VP8, or a byte stream of H.263, as the first picture
/// is. For one thread.
public final class PictureFile {
    private final OutputStream out;
    private @Nullable Picture first;

    public PictureFile(OutputStream out) {
        this.out = out;
    }

    /// Reads a whole file, whose first octets say what it is. What stands before the first picture that can be shown is left out.
    ///
    /// @return at least one picture, the first of them a key frame
    /// @throws MalformedStream if there is none
    public static List<? extends Picture> read(byte[] bytes) throws MalformedStream {
        if (Ivf.isOne(bytes)) return Ivf.read(bytes);
        if (H263Stream.isOne(bytes)) return H263Stream.read(bytes);
        return AnnexB.read(bytes);
    }

    static <P extends Picture> List<P> fromKeyFrame(List<P> pictures, String kind)
            throws MalformedStream {
        int first = 0;
        while (first < pictures.size() && !pictures.get(first).isKeyFrame()) first++;
        if (first == pictures.size())
            throw new MalformedStream("no " + kind + ": there is nothing that can be shown first");
        return List.copyOf(pictures.subList(first, pictures.size()));
    }

    /// Appends a picture. One of another encoding than the first one is left out.
    ///
    /// @param millis when it came, since any beginning; of meaning to VP8 alone
    public void write(Picture picture, long millis) throws IOException {
        if (first == null) {
            first = picture;
            if (picture instanceof Vp8Frame frame) Ivf.writeHeader(frame, out);
        }
        if (first.getClass() != picture.getClass()) return;
        switch (picture) {
            case AccessUnit unit -> AnnexB.write(unit, out);
            case Vp8Frame frame -> Ivf.write(frame, millis, out);
            case H263Picture whole -> out.write(whole.octets());
        }
    }
}
