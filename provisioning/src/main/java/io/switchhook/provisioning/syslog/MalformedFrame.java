package io.switchhook.provisioning.syslog;

/// Bytes of a stream that are no frame. Where the next one begins cannot be known: the connection is to be closed.
///
/// It carries no stack trace: malformed input is an expected event.
public final class MalformedFrame extends Exception {
    private static final long serialVersionUID = 1;

    MalformedFrame(String message) {
        super(message, null, false, false);
    }
}
