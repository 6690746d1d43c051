package io.switchhook.sip.transport;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslHandler;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A listener for connections, and the pipelines of those that belong to it:
///
/// ```
///   TCP                                        ConnectionHandler
///   TLS   SslHandler                           ConnectionHandler
///   WS                 HTTP, SipSubprotocol, WebSocket   ConnectionHandler
///   WSS   SslHandler   HTTP, SipSubprotocol, WebSocket   ConnectionHandler
/// ```
record StreamListener(BoundListener bound, Optional<TlsContexts> tls) {
    /// A handshake has no body.
    private static final int HANDSHAKE_BODY = 1024;

    void prepare(Channel channel, ConnectionHandler handler, MessageLimits limits) {
        var pipeline = channel.pipeline();
        tls.ifPresent(contexts -> pipeline.addLast(contexts.forPeer(channel.alloc())));
        if (bound.transport().isWebSocket()) {
            int largest = limits.headBytes() + limits.bodyBytes();
            pipeline.addLast(
                    new HttpServerCodec(),
                    new HttpObjectAggregator(HANDSHAKE_BODY),
                    new SipSubprotocol(),
                    new WebSocketServerProtocolHandler(webSocket(largest)),
                    new WebSocketFrameAggregator(largest));
        }
        pipeline.addLast(handler);
    }

    /// RFC 7118 §4: any path; the subprotocol is `sip`. No extensions: nobody needs compressed signaling, and it costs
    /// 64 kB a connection.
    private static WebSocketServerProtocolConfig webSocket(int largest) {
        return WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .checkStartsWith(true)
                .subprotocols(SipSubprotocol.NAME)
                .handshakeTimeoutMillis(Integer.MAX_VALUE)
                .decoderConfig(
                        WebSocketDecoderConfig.newBuilder()
                                .maxFramePayloadLength(largest)
                                .allowExtensions(false)
                                .build())
                .build();
    }

    void prepareClient(Channel channel, ConnectionHandler handler, Connections.Key key) {
        tls.ifPresent(contexts ->
                channel.pipeline()
                        .addLast(
                                contexts.forServer(
                                        channel.alloc(), key.host(), key.remote().getPort())));
        channel.pipeline().addLast(handler);
    }

    /// Who a peer is whose TLS handshake is done.
    List<SipUri> identities(SslHandler handler) {
        return tls.map(contexts -> contexts.identities(handler)).orElse(List.of());
    }

    void reload(TlsSettings settings) throws IOException {
        if (tls.isPresent()) tls.get().reload(settings);
    }
}
