package io.switchhook.phone.video;

import io.switchhook.media.video.MalformedStream;
import io.switchhook.media.video.Picture;
import io.switchhook.media.video.PictureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file of pictures that can be shown.
public final class VideoFile {
    /// Half an hour of what phones send. It is kept in memory.
    private static final long LARGEST = 64 << 20;

    private VideoFile() {}

    /// @return pictures, the first of them a key frame
    /// @throws IOException if it cannot be read, or is larger than 64 MiB
    /// @throws MalformedStream if it is no byte stream of H.264 or H.263, and no IVF with VP8
    public static List<? extends Picture> read(Path file) throws IOException, MalformedStream {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) LARGEST + 1);
            if (bytes.length > LARGEST)
                throw new IOException(file + " has more than 64 MiB; take a shorter piece of it");
            return PictureFile.read(bytes);
        }
    }
}
