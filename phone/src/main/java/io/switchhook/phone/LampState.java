package io.switchhook.phone;

/// What the lamp of a key shows of the line that it watches.
public enum LampState {
    /// Nothing is known: nobody tells.
    OFF,
    /// It has no calls.
    IDLE,
    /// It is called, and can be helped.
    RINGING,
    /// It calls, or talks.
    BUSY
}
