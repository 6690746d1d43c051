package io.switchhook.phone.settings;

/// Where the name of the called side comes from: `account.X.cp_source`, 0 to 2.
public enum CalleeIdSource {
    PAI_RPID,
    DIALED,
    /// The From of later requests (RFC 4916).
    CONNECTED_IDENTITY
}
