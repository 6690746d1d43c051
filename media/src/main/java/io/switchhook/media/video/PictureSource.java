package io.switchhook.media.video;

import java.util.List;

/// Where the pictures come from that are sent. For one thread.
public interface PictureSource {
    Picture next();

    /// The next picture shall need none before it.
    void keyFrame();

    /// Plays pictures again and again. For a key frame it leaves out what stands before the next one.
    ///
    /// @param pictures the first of them a key frame, as [PictureFile#read] gives them
    static PictureSource looping(List<? extends Picture> pictures) {
        if (!pictures.getFirst().isKeyFrame())
            throw new IllegalArgumentException("the first picture needs one before it");
        return new PictureSource() {
            private int at;

            @Override
            public Picture next() {
                var picture = pictures.get(at);
                at = (at + 1) % pictures.size();
                return picture;
            }

            @Override
            public void keyFrame() {
                while (!pictures.get(at).isKeyFrame()) at = (at + 1) % pictures.size();
            }
        };
    }
}
