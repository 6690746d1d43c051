package io.switchhook.console;

/// Why something that an operator wanted was not done, in words for him.
///
/// It carries no stack trace: what cannot be is an expected event.
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    /// What kind of reason it is.
    public enum Kind {
        /// What was asked for can never be: a name that is none, a value that no phone takes.
        INVALID,
        /// There is no such thing.
        MISSING,
        /// It cannot be now.
        CONFLICT,
        /// It is larger than allowed.
        TOO_LARGE,
        /// By a fault of this side, such as a full disk.
        FAILED
    }

    private final Kind kind;

    /// @param advice what is wrong and what to do, in a sentence
    public Refusal(Kind kind, String advice) {
        super(advice, null, false, false);
        this.kind = kind;
    }

    RequestProblem problem() {
        String advice = String.valueOf(getMessage());
        return switch (kind) {
            case INVALID -> RequestProblem.invalid(advice);
            case MISSING -> RequestProblem.missing(advice);
            case CONFLICT -> RequestProblem.conflict(advice);
            case TOO_LARGE -> RequestProblem.other(413, advice);
            case FAILED -> RequestProblem.other(500, advice);
        };
    }
}
