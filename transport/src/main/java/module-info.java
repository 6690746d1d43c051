/// Sockets, framing, flows and next-hop resolution: RFC 3261 §18, 3263, 3581, 5626, 7118.
module io.switchhook.transport {
    requires transitive io.switchhook.message;
    requires static transitive org.jspecify;

    exports io.switchhook.sip.transport;
}
