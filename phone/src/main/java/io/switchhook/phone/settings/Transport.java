package io.switchhook.phone.settings;

/// How an account's messages travel: `account.X.transport`, 0 to 3.
public enum Transport {
    UDP,
    TCP,
    TLS,
    /// As NAPTR and SRV records have it (RFC 3263).
    DNS_SRV
}
