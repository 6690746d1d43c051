package io.switchhook.phone.video;

import io.switchhook.media.video.AccessUnit;
import io.switchhook.media.video.AnnexB;
import io.switchhook.media.video.MalformedStream;
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
    /// @throws MalformedStream if it is no H.264 byte stream
    public static List<AccessUnit> read(Path file) throws IOException, MalformedStream {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) LARGEST + 1);
            if (bytes.length > LARGEST)
                throw new IOException(file + " has more than 64 MiB; take a shorter piece of it");
            return AnnexB.read(bytes);
        }
    }
}
