package io.switchhook.server;

/// Why a running server did not do what a command asked, in words for the operator.
final class ControlFault extends Exception {
    private static final long serialVersionUID = 1;

    /// How a command ends because of it.
    enum Kind {
        /// The command asked for what cannot be.
        INVALID(ExitCode.USAGE),
        /// The server cannot do it.
        FAILED(ExitCode.FAILURE),
        /// The server is too busy, or does not answer.
        UNAVAILABLE(ExitCode.UNAVAILABLE);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    ControlFault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
