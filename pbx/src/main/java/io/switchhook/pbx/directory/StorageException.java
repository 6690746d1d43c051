package io.switchhook.pbx.directory;

/// The database cannot be read or written; the message says which and why, in words for the operator.
public final class StorageException extends Exception {
    private static final long serialVersionUID = 1;

    StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
