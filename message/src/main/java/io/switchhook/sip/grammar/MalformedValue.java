package io.switchhook.sip.grammar;

/// Text from the network that breaks the grammar: what was wrong, and at which byte of the text.
///
/// It carries no stack trace: malformed input is an expected event, and its place is the offset.
public final class MalformedValue extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int offset;

    public MalformedValue(String message, int offset) {
        super(message, null, false, false);
        this.offset = offset;
    }

    /// What is wrong.
    public String text() {
        return java.util.Objects.requireNonNull(getMessage());
    }

    /// The byte of the parsed text at which the grammar was broken.
    public int offset() {
        return offset;
    }
}
