package io.switchhook.provisioning.resource;

import java.awt.image.BufferedImage;

/// Points of a picture, and what it looks like at another size. There is no screen and no toolkit in it.
///
/// @param argb row by row; a copy is not made
record Pixels(int width, int height, int[] argb) {
    private static final int BLACK = 0xff00_0000;

    static Pixels of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        return new Pixels(width, height, image.getRGB(0, 0, width, height, null, 0, width));
    }

    BufferedImage image() {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, argb, 0, width);
        return image;
    }

    boolean isOpaque() {
        for (int point : argb) if (point >>> 24 != 0xff) return false;
        return true;
    }

    /// On black.
    Pixels opaque() {
        var opaque = new int[argb.length];
        for (int i = 0; i < argb.length; i++) {
            int alpha = argb[i] >>> 24;
            int red = (argb[i] >> 16 & 0xff) * alpha / 255;
            int green = (argb[i] >> 8 & 0xff) * alpha / 255;
            int blue = (argb[i] & 0xff) * alpha / 255;
            opaque[i] = BLACK | red << 16 | green << 8 | blue;
        }
        return new Pixels(width, height, opaque);
    }

    /// Turned as the orientation of an EXIF header says, 1 to 8: what stands in the first row and column.
    Pixels turned(int orientation) {
        if (orientation <= 1 || orientation > 8) return this;
        boolean isTurned = orientation >= 5;
        int w = isTurned ? height : width;
        int h = isTurned ? width : height;
        var turned = new int[argb.length];
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++) {
                int fromX =
                        switch (orientation) {
                            case 2, 3 -> width - 1 - x;
                            case 4 -> x;
                            case 5, 6 -> y;
                            default -> width - 1 - y;
                        };
                int fromY =
                        switch (orientation) {
                            case 2 -> y;
                            case 3, 4 -> height - 1 - y;
                            case 5, 8 -> x;
                            default -> height - 1 - x;
                        };
                turned[y * w + x] = argb[fromY * width + fromX];
            }
        return new Pixels(w, h, turned);
    }

    /// At another size: each point is the mean of those around its place, the nearer the more.
    Pixels scaled(int toWidth, int toHeight) {
        if (toWidth == width && toHeight == height) return this;
        return across(toWidth).transposed().across(toHeight).transposed();
    }

    private Pixels across(int to) {
        double step = (double) width / to;
        double reach = Math.max(1, step);
        var across = new int[to * height];
        for (int x = 0; x < to; x++) {
            double middle = (x + 0.5) * step - 0.5;
            int first = Math.max(0, (int) Math.ceil(middle - reach));
            int last = Math.min(width - 1, (int) Math.floor(middle + reach));
            var weights = new double[last - first + 1];
            double all = 0;
            for (int i = first; i <= last; i++)
                all += weights[i - first] = Math.max(0, 1 - Math.abs(i - middle) / reach);
            for (int y = 0; y < height; y++)
                across[y * to + x] = mean(y * width + first, weights, all);
        }
        return new Pixels(to, height, across);
    }

    private int mean(int at, double[] weights, double all) {
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int i = 0; i < weights.length; i++) {
            int point = argb[at + i];
            red += weights[i] * (point >> 16 & 0xff);
            green += weights[i] * (point >> 8 & 0xff);
            blue += weights[i] * (point & 0xff);
        }
        return BLACK | rounded(red / all) << 16 | rounded(green / all) << 8 | rounded(blue / all);
    }

    private static int rounded(double value) {
        return (int) Math.round(value);
    }

    private Pixels transposed() {
        return turned(5);
    }
}
