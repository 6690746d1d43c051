package io.switchhook.phone.settings;

/// Whether media are encrypted: `account.X.srtp_encryption`, 0 to 2.
public enum Srtp {
    OFF,
    /// A call without it is refused.
    FORCED,
    /// It is offered, and a call may go without.
    NEGOTIATED
}
