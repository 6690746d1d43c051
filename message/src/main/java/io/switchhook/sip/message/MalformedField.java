package io.switchhook.sip.message;

import io.switchhook.sip.header.HeaderName;

/// A header field that is missing or breaks its grammar: which one, what is wrong, at which byte of its value.
public final class MalformedField extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient HeaderName name;

    MalformedField(HeaderName name, String message) {
        super(message, null, false, false);
        this.name = name;
    }

    static MalformedField missing(HeaderName name) {
        return new MalformedField(name, "missing " + name.text());
    }

    static MalformedField at(HeaderName name, String what, int offset) {
        return new MalformedField(name, name.text() + ": " + what + " at byte " + offset);
    }

    public HeaderName name() {
        return name;
    }

    /// What is wrong, in a form that can be a reason phrase.
    public String text() {
        return java.util.Objects.requireNonNull(getMessage());
    }
}
