package io.switchhook.sip.transport;

import java.net.InetSocketAddress;

/// One candidate that RFC 3263 found for a URI.
///
/// @param host the name the URI had: what a TLS certificate must show, and what SNI says
/// @param transportChosen whether the URI or the DNS named the transport, so that a large request may not change it
public record Destination(
        Transport transport, InetSocketAddress address, String host, boolean transportChosen) {}
