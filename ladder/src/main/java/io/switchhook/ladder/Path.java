package io.switchhook.ladder;

import java.net.InetSocketAddress;

/// The way of a message between the server and somebody.
///
/// @param transport as Via has it: `UDP`, `TCP`, `TLS`, `WS`, `WSS`
/// @param local the server's end
public record Path(String transport, InetSocketAddress local, InetSocketAddress remote) {}
