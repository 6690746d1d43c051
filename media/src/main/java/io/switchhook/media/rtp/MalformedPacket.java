package io.switchhook.media.rtp;

/// Bytes from the network that are not what they should be: what is wrong with them.
///
/// It carries no stack trace: malformed input is an expected event.
public final class MalformedPacket extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedPacket(String message) {
        super(message, null, false, false);
    }
}
