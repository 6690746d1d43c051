package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.Transport;
import java.util.Optional;

/// Where phones are to register.
///
/// @param domain of their addresses-of-record
/// @param host that leads there; empty for the address at which the phone has found the files
public record SipService(String domain, Optional<String> host, int port, Transport transport) {}
