package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.StorageException;

/// Why something about a device was not done, in words for the administrator.
public final class DeviceException extends Exception {
    private static final long serialVersionUID = 1;

    /// Who has to do something about it.
    public enum Kind {
        /// What was asked for cannot be: a model that nobody knows, an account too many.
        INVALID,
        /// It cannot be now: there is no such device, or two that ask as one.
        CONFLICT,
        /// The database cannot be read or written.
        STORAGE
    }

    private final Kind kind;

    private DeviceException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    private DeviceException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static DeviceException invalid(String message) {
        return new DeviceException(Kind.INVALID, message);
    }

    static DeviceException conflict(String message) {
        return new DeviceException(Kind.CONFLICT, message);
    }

    static DeviceException storage(StorageException e) {
        return new DeviceException(Kind.STORAGE, String.valueOf(e.getMessage()), e);
    }
}
