package io.switchhook.phone.video;

import io.switchhook.media.video.AccessUnit;
import io.switchhook.media.video.PictureSource;

/// Gives key frames that are asked for, but never one soon after another: they are many times as large as other pictures, and
/// whoever asks without end must not have a stream of them.
final class PatientSource implements PictureSource {
    /// Half a second.
    private static final int BETWEEN = 12;

    private final PictureSource source;
    private boolean wanted;
    private int since = BETWEEN;

    PatientSource(PictureSource source) {
        this.source = source;
    }

    @Override
    public void keyFrame() {
        wanted = true;
    }

    @Override
    public AccessUnit next() {
        if (wanted && since >= BETWEEN) {
            source.keyFrame();
            wanted = false;
        }
        var picture = source.next();
        since = picture.isKeyFrame() ? 0 : Math.min(since + 1, BETWEEN);
        return picture;
    }
}
