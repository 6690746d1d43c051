package io.switchhook.server;

/// What the process ends with; 69 is EX_UNAVAILABLE of sysexits.h.
final class ExitCode {
    static final int OK = 0;
    static final int FAILURE = 1;

    /// Bad arguments or a bad configuration.
    static final int USAGE = 2;

    /// Something that is needed is not there.
    static final int UNAVAILABLE = 69;

    private ExitCode() {}
}
