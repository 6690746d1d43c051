package io.switchhook.callflow;

/// What a phone did with a message.
public enum Direction {
    SENT,
    RECEIVED
}
