package io.switchhook.phone.settings;

/// A file that cannot be read at all: too large, not text, encrypted with another key, not the XML it should be.
///
/// It carries no stack trace: bad files are expected, and their place is in the message.
public final class UnusableFile extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Place place;

    UnusableFile(Place place, String text) {
        super(place + ": " + text, null, false, false);
        this.place = place;
    }

    /// Where reading stopped.
    public Place place() {
        return place;
    }
}
