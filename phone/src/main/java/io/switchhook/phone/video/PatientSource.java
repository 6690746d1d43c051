package io.switchhook.phone.video;

import io.switchhook.media.video.Picture;
import io.switchhook.media.video.PictureSource;

/// Gives key frames that are asked for, but not many in a row: they are many times as large as other pictures, and whoever asks
/// without end must not have a stream of them.
final class PatientSource implements PictureSource {
    /// Pictures for which one more may come: half a second.
    private static final int PRICE = 12;

    /// The first one is often lost while the way is still found, so the next one may follow at once.
    private static final int MOST_CREDIT = 2 * PRICE;

    private final PictureSource source;
    private boolean wanted;
    private int credit = MOST_CREDIT;

    PatientSource(PictureSource source) {
        this.source = source;
    }

    @Override
    public void keyFrame() {
        wanted = true;
    }

    @Override
    public Picture next() {
        if (wanted && credit >= PRICE) {
            source.keyFrame();
            wanted = false;
        }
        var picture = source.next();
        credit =
                picture.isKeyFrame()
                        ? Math.max(0, credit - PRICE)
                        : Math.min(credit + 1, MOST_CREDIT);
        return picture;
    }
}
