package io.switchhook.callflow;

/// A flow file that breaks its form: which file, which line, what is wrong.
public final class UnreadableFlow extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableFlow(String file, int line, String what) {
        super(file + ", line " + line + ": " + what);
    }
}
