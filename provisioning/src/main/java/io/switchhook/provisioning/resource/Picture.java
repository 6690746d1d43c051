package io.switchhook.provisioning.resource;

import io.switchhook.provisioning.model.PictureLimits;
import io.switchhook.provisioning.model.PictureLimits.Format;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A picture as the screen of a model takes it: `wallpaper_upload.url`, `screen_saver.pic.url`.
///
/// @param file a copy is not made
/// @param changes what was done to the file that somebody gave, for him to read; empty if nothing was
public record Picture(byte[] file, Format format, List<String> changes) {
    /// The largest file that is looked at.
    public static final int LARGEST = 32 << 20;

    /// So many points each way are decoded for one of the screen's, at least; what is more is passed over.
    private static final int FINE = 3;

    private static final float[] QUALITIES = {0.92f, 0.8f, 0.65f, 0.5f, 0.3f};

    public Picture {
        changes = List.copyOf(changes);
    }

    /// Makes a picture fill a screen: at its size, without what stands out at two of the sides, in a format of the model.
    /// It is written anew in any case, so that nothing but the picture reaches a phone: not where it was taken, and nothing
    /// that is there for the phone's decoder.
    ///
    /// @param picture JPG, PNG, BMP or GIF, with up to 24 million points
    /// @throws UnusableResource with what is wrong with it
    public static Picture of(PictureLimits limits, byte[] picture) throws UnusableResource {
        if (picture.length > LARGEST)
            throw new UnusableResource(
                    "has %d bytes; %d are the most".formatted(picture.length, LARGEST));
        try (var file = PictureFile.open(picture)) {
            var changes = new ArrayList<String>();
            var part = part(file, limits);
            int every =
                    Math.max(
                            1,
                            Math.min(
                                    part.width / (FINE * across(file, limits)),
                                    part.height / (FINE * down(file, limits))));
            var pixels = file.decode(part, every).turned(file.orientation());
            if (file.orientation() > 1) changes.add("it was set upright");
            if (!pixels.isOpaque()) changes.add("what was transparent became black");
            told(file, part, limits, changes);
            var image = pixels.opaque().scaled(limits.width(), limits.height()).image();
            return encoded(limits, file.format(), image, changes);
        }
    }

    /// As seen by the file, in which an upright picture may lie on its side.
    private static int across(PictureFile file, PictureLimits limits) {
        return file.orientation() >= 5 ? limits.height() : limits.width();
    }

    private static int down(PictureFile file, PictureLimits limits) {
        return file.orientation() >= 5 ? limits.width() : limits.height();
    }

    /// The middle of the file that has the shape of the screen.
    private static Rectangle part(PictureFile file, PictureLimits limits) {
        int across = across(file, limits);
        int down = down(file, limits);
        int width =
                (int) Math.min(file.width(), Math.round((double) file.height() * across / down));
        int height =
                (int) Math.min(file.height(), Math.round((double) file.width() * down / across));
        width = Math.max(1, width);
        height = Math.max(1, height);
        return new Rectangle(
                (file.width() - width) / 2, (file.height() - height) / 2, width, height);
    }

    private static void told(
            PictureFile file, Rectangle part, PictureLimits limits, List<String> changes) {
        boolean isOnItsSide = file.orientation() >= 5;
        boolean isNarrower = part.width < file.width();
        if (isNarrower || part.height < file.height())
            changes.add(
                    isNarrower != isOnItsSide
                            ? "left and right were cut off"
                            : "top and bottom were cut off");
        int width = isOnItsSide ? file.height() : file.width();
        int height = isOnItsSide ? file.width() : file.height();
        if (width != limits.width() || height != limits.height())
            changes.add(
                    "%d by %d points became %d by %d"
                            .formatted(width, height, limits.width(), limits.height()));
    }

    /// In the format that it had, or else in one that the model prefers and in which it is small enough.
    private static Picture encoded(
            PictureLimits limits, String had, BufferedImage image, List<String> changes)
            throws UnusableResource {
        var formats = new ArrayList<Format>();
        for (var format : limits.formats()) if (format.name().equals(had)) formats.add(format);
        for (var format : limits.formats()) if (!formats.contains(format)) formats.add(format);
        for (var format : formats) {
            var file = encoded(format, image, limits.bytes());
            if (file.isEmpty()) continue;
            if (!format.name().equals(had)) changes.add(had + " became " + format);
            return new Picture(file.get(), format, changes);
        }
        throw new UnusableResource(
                "has too many details: it does not fit into %d bytes".formatted(limits.bytes()));
    }

    private static Optional<byte[]> encoded(Format format, BufferedImage image, int most) {
        if (format != Format.JPG)
            return Optional.of(encoded(format, image, 1f)).filter(it -> it.length <= most);
        for (float quality : QUALITIES) {
            var file = encoded(format, image, quality);
            if (file.length <= most) return Optional.of(file);
        }
        return Optional.empty();
    }

    private static byte[] encoded(Format format, BufferedImage image, float quality) {
        var writer = ImageIO.getImageWritersBySuffix(format.name().toLowerCase(Locale.ROOT)).next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            var wanted = writer.getDefaultWriteParam();
            if (format == Format.JPG) {
                wanted.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                wanted.setCompressionQuality(quality);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return "Picture[" + format + ", " + file.length + " bytes, " + changes + "]";
    }
}
