package io.switchhook.interop;

/// What two classes of tests must not have at the same time; others run beside them.
final class Alone {
    /// A browser takes a processor while it starts and a lot of memory.
    static final String BROWSER = "browser";

    /// Sound and video by real time.
    static final String BARESIP = "baresip";

    private Alone() {}
}
