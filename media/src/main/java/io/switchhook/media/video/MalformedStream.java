package io.switchhook.media.video;

/// A file that cannot be played: what is wrong with it.
public final class MalformedStream extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedStream(String message) {
        super(message);
    }
}
