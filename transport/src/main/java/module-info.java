/// Sockets, framing, flows and next-hop resolution: RFC 3261 §18, 3263, 3581, 5626, 7118.
module io.switchhook.transport {
    requires transitive io.switchhook.ladder;
    requires transitive io.switchhook.message;
    requires com.github.benmanes.caffeine;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.tcnative.classes.openssl;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires org.dnsjava;
    requires org.jctools.core;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.switchhook.sip.transport;
}
