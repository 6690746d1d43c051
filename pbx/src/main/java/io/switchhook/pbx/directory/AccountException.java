package io.switchhook.pbx.directory;

/// Why an account was not read, made or changed, in words for the operator.
public final class AccountException extends Exception {
    private static final long serialVersionUID = 1;

    /// Who has to do something about it.
    public enum Kind {
        /// What was asked for cannot be: a bad user name, a bad line of a file.
        INVALID,
        /// There is such an account already, or there is none.
        CONFLICT,
        /// The database cannot be read or written.
        STORAGE
    }

    private final Kind kind;

    AccountException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    AccountException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static AccountException invalid(String message) {
        return new AccountException(Kind.INVALID, message);
    }

    static AccountException conflict(String message) {
        return new AccountException(Kind.CONFLICT, message);
    }

    static AccountException storage(StorageException e) {
        return new AccountException(Kind.STORAGE, String.valueOf(e.getMessage()), e);
    }
}
