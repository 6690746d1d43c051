/// Sockets, TLS, WebSocket, framing, flows, keep-alives and next-hop resolution.
///
/// What climbs: a whole message with the [Flow] it came over, to a [MessageHandler], on the [Shard] that owns its
/// Call-ID. What descends: [Flow#send].
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.transport;
