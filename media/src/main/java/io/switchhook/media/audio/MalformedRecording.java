package io.switchhook.media.audio;

/// A recording that cannot be read, or is of a kind that is not: what is wrong with it.
///
/// It carries no stack trace: malformed input is an expected event.
public final class MalformedRecording extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedRecording(String message) {
        super(message, null, false, false);
    }
}
