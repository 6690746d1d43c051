package io.switchhook.provisioning;

/// How messages of an account travel: `account.X.transport`.
public enum Transport {
    UDP,
    TCP,
    TLS,
    /// As NAPTR and SRV records have it (RFC 3263); the port comes from there too.
    DNS
}
