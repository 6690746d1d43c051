package io.switchhook.provisioning.resource;

import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// A file with a picture, of which nothing is decoded before its size is known.
///
/// @param format as the library names it
/// @param orientation of an EXIF header, 1 to 8
/// @param reader of the file, to be disposed of
record PictureFile(String format, int width, int height, int orientation, ImageReader reader)
        implements AutoCloseable {
    /// Points of a picture: more than the cameras of most telephones have, and what a decoder may need some 100 MB for.
    static final int MOST_POINTS = 24_000_000;

    private static final Map<String, String> FORMATS =
            Map.of("jpeg", "JPG", "png", "PNG", "bmp", "BMP", "gif", "GIF");

    /// @throws UnusableResource if it is no picture, broken, or too large to be decoded
    static PictureFile open(byte[] file) throws UnusableResource {
        var reader = reader(file);
        try {
            String name = reader.getFormatName().toLowerCase(Locale.ROOT);
            String format = Optional.ofNullable(FORMATS.get(name)).orElse("");
            if (format.isEmpty()) throw unknown();
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1) throw broken();
            if ((long) width * height > MOST_POINTS)
                throw new UnusableResource(
                        "has %d by %d points; save it with %d at most"
                                .formatted(width, height, MOST_POINTS));
            int orientation = format.equals("JPG") ? orientation(file) : 1;
            return new PictureFile(format, width, height, orientation, reader);
        } catch (IOException | RuntimeException _) {
            reader.dispose();
            throw broken();
        } catch (UnusableResource e) {
            reader.dispose();
            throw e;
        }
    }

    private static ImageReader reader(byte[] file) throws UnusableResource {
        if (file.length == 0) throw new UnusableResource("is empty");
        // Not through ImageIO's own streams, which keep what they read in files.
        var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
        var readers = ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) throw unknown();
        var reader = readers.next();
        // What is said of a picture is compressed too, and may be far larger than the picture.
        reader.setInput(stream, true, true);
        return reader;
    }

    /// Decodes a part of the picture, of so many points each way one.
    ///
    /// @param every so many, at least 1
    /// @throws UnusableResource if it is broken
    Pixels decode(Rectangle part, int every) throws UnusableResource {
        try {
            var wanted = reader.getDefaultReadParam();
            wanted.setSourceRegion(part);
            wanted.setSourceSubsampling(every, every, 0, 0);
            return Pixels.of(reader.read(0, wanted));
        } catch (IOException | RuntimeException e) {
            // The library's decoders run into all kinds of exceptions where a file is broken.
            String message = e.getMessage();
            if (message != null && message.contains("Unsupported Image Type"))
                throw new UnusableResource("has colors for printing (CMYK); save it in RGB");
            throw broken();
        }
    }

    @Override
    public void close() {
        reader.dispose();
    }

    /// How a camera was held: tag 0x0112 of the first directory of the EXIF header in a segment APP1.
    private static int orientation(byte[] file) {
        var in = ByteBuffer.wrap(file);
        int at = 2;
        while (at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
            int length = in.getShort(at + 2) & 0xffff;
            boolean isExif =
                    (file[at + 1] & 0xff) == 0xe1
                            && at + 18 <= file.length
                            && in.getInt(at + 4) == 0x4578_6966;
            if (isExif) return orientation(in, at + 10, Math.min(file.length, at + 2 + length));
            if ((file[at + 1] & 0xff) == 0xda) return 1;
            at += 2 + length;
        }
        return 1;
    }

    private static int orientation(ByteBuffer file, int from, int to) {
        var tiff = file.slice(from, Math.max(0, to - from));
        if (tiff.remaining() < 10) return 1;
        if (tiff.getShort(0) == 0x4949) tiff.order(ByteOrder.LITTLE_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.remaining() - 2) return 1;
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if (entry + 12 > tiff.remaining()) return 1;
            if ((tiff.getShort(entry) & 0xffff) == 0x0112) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    private static UnusableResource unknown() {
        return new UnusableResource("is no picture; save it as JPG or PNG");
    }

    private static UnusableResource broken() {
        return new UnusableResource("is broken: the picture in it cannot be read");
    }
}
