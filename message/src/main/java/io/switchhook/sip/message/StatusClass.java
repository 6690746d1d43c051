package io.switchhook.sip.message;

/// The six classes of status codes: RFC 3261 §7.2.
public enum StatusClass {
    PROVISIONAL,
    SUCCESS,
    REDIRECTION,
    CLIENT_ERROR,
    SERVER_ERROR,
    GLOBAL_FAILURE
}
