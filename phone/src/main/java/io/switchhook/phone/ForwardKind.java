package io.switchhook.phone;

/// When calls are forwarded.
public enum ForwardKind {
    ALWAYS,
    BUSY,
    NO_ANSWER
}
