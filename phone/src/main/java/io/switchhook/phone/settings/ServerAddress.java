package io.switchhook.phone.settings;

/// Where requests are sent: a name or address, and a port.
///
/// @param port 0 to let DNS choose it (RFC 3263)
public record ServerAddress(String host, int port) {}
