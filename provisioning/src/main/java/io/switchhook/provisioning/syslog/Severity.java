package io.switchhook.provisioning.syslog;

/// How bad it is, the worst first (RFC 5424 §6.2.1).
public enum Severity {
    EMERGENCY,
    ALERT,
    CRITICAL,
    ERROR,
    WARNING,
    NOTICE,
    INFORMATIONAL,
    DEBUG
}
