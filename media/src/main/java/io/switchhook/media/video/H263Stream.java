package io.switchhook.media.video;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Files with the ending `.h263` or `.263`: the pictures of H.263, one behind the other, each with its aligned start code.
final class H263Stream {
    private H263Stream() {}

    static boolean isOne(byte[] bytes) {
        return H263Picture.isPictureStart(bytes, 0);
    }

    /// Reads a whole file into pictures. What stands before the first one that can be shown is left out.
    ///
    /// @throws MalformedStream if there is no picture to begin with, or one is cut off within its header
    static List<Picture> read(byte[] bytes) throws MalformedStream {
        var pictures = new ArrayList<Picture>();
        for (int from = 0; from < bytes.length; ) {
            int to = from + 1;
            while (to < bytes.length && !H263Picture.isPictureStart(bytes, to)) to++;
            var octets = Arrays.copyOfRange(bytes, from, to);
            if (!H263Picture.isPicture(octets, octets.length))
                throw new MalformedStream("no picture of H.263 at octet " + from);
            pictures.add(new H263Picture(octets));
            from = to;
        }
        return PictureFile.fromKeyFrame(pictures, "INTRA picture");
    }
}
