package io.switchhook.sip.message;

import io.switchhook.sip.header.HeaderName;

/// A header field that is missing or breaks its grammar: which one, what is wrong, at which byte of its value.
public final class MalformedField extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient HeaderName name;
    private final int offset;

    private MalformedField(HeaderName name, String message, int offset) {
        super(message, null, false, false);
        this.name = name;
        this.offset = offset;
    }

    static MalformedField missing(HeaderName name) {
        return new MalformedField(name, "missing " + name.text(), 0);
    }

    static MalformedField at(HeaderName name, String what, int offset) {
        return new MalformedField(name, name.text() + ": " + what + " at byte " + offset, offset);
    }

    public HeaderName name() {
        return name;
    }

    /// The byte of the value at which the grammar was broken.
    public int offset() {
        return offset;
    }

    /// What is wrong, in a form that can be a reason phrase.
    public String text() {
        return java.util.Objects.requireNonNull(getMessage());
    }
}
