package io.switchhook.media.video;

/// A test picture that needs no encoder: gray, with a white square that goes its way where the encoding makes that simple. For one
/// thread.
///
/// A key frame comes when it is asked for, and at least every so often.
public abstract sealed class TestPicture implements PictureSource
        permits H264TestPicture, H263TestPicture, Vp8TestPicture {
    static final int WHITE = 235;
    static final int GRAY = 128;

    final int width;
    final int height;
    private final int period;
    private boolean wanted = true;
    private int sinceKeyFrame;
    private int place;

    /// @param width in macroblocks
    /// @param height in macroblocks
    /// @param period a key frame at least every so many pictures
    TestPicture(int width, int height, int period) {
        if (period < 1) throw new IllegalArgumentException("a period of " + period);
        this.width = width;
        this.height = height;
        this.period = period;
    }

    abstract Picture whole();

    /// What leads from the picture before to this one.
    ///
    /// @param first and `second`: the macroblocks that changed, in their order; the same if there is but one
    abstract Picture changed(int first, int second);

    @Override
    public final void keyFrame() {
        wanted = true;
    }

    @Override
    public final Picture next() {
        int before = place;
        place = (place + 1) % (width * height);
        boolean key = wanted || sinceKeyFrame >= period - 1;
        wanted = false;
        sinceKeyFrame = key ? 0 : sinceKeyFrame + 1;
        return key ? whole() : changed(Math.min(before, place), Math.max(before, place));
    }

    /// Pictures since the last key frame.
    final int sinceKeyFrame() {
        return sinceKeyFrame;
    }

    /// How bright a macroblock is: 40 to 235, as the samples of ITU-R BT.601.
    final int brightness(int macroblock) {
        return macroblock == place ? WHITE : 40 + 160 * (macroblock % width) / width;
    }
}
