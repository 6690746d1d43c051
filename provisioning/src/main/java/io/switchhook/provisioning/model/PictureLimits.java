package io.switchhook.provisioning.model;

import java.util.List;

/// Which pictures a model takes for one purpose.
///
/// @param purpose `wallpaper` or `screensaver`
/// @param width in pixels, of the screen or of what the phone has for the picture
/// @param height in pixels
/// @param bytes the largest file
/// @param formats that it reads, the one to use first
public record PictureLimits(
        String purpose, int width, int height, int bytes, List<Format> formats) {
    /// A form of picture files, by the end of their names.
    public enum Format {
        JPG,
        PNG,
        BMP
    }

    public PictureLimits {
        formats = List.copyOf(formats);
    }
}
