package io.switchhook.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.switchhook.ladder.Path;
import io.switchhook.ladder.Remark;
import io.switchhook.ladder.Remark.Obstacle;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.TransportCounters.Closed;
import io.switchhook.sip.transport.TransportCounters.KeepAlive;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a connection's pipeline: waits for the handshakes, then gives its messages to the intake. Keeps the three
/// deadlines: for the handshakes, for a message that has begun, and for a sign of life. On the connection's thread.
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements StreamFraming.Found {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private final StreamListener listener;
    private final Streams streams;
    private final Intake intake;
    private final String host;
    private final Duration handshakeLimit;
    private final CompletableFuture<Connection> established = new CompletableFuture<>();
    private final StreamFraming framing;

    private @Nullable Connection connection;
    private @Nullable Future<?> handshakeDeadline;
    private @Nullable Future<?> messageDeadline;
    private @Nullable Future<?> idleDeadline;
    private long lastRead;

    /// Complete messages and frames; if it stands still while bytes come, one is being waited for.
    private long completed;

    private long completedBefore;
    private boolean bytesCame;
    private boolean insideFrame;
    private boolean insideFragments;

    /// @param host whose certificate the peer must show; empty for a peer that connected to us
    ConnectionHandler(
            StreamListener listener,
            Streams streams,
            Intake intake,
            String host,
            Duration handshakeLimit) {
        this.listener = listener;
        this.streams = streams;
        this.intake = intake;
        this.host = host;
        this.handshakeLimit = handshakeLimit;
        this.framing = new StreamFraming(intake.parser(), this);
    }

    /// Completed once the handshakes are done or have failed.
    CompletableFuture<Connection> established() {
        return established;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (listener.bound().transport() == Transport.TCP) {
            establish(ctx);
        } else {
            handshakeDeadline =
                    schedule(
                            ctx,
                            handshakeLimit.toNanos(),
                            () ->
                                    giveUp(
                                            ctx,
                                            Closed.HANDSHAKE_DEADLINE,
                                            "handshake took too long"));
        }
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        switch (event) {
            case SslHandshakeCompletionEvent tls -> {
                if (!tls.isSuccess()) refused(ctx, tls.cause());
                else if (listener.bound().transport() == Transport.TLS) establish(ctx);
            }
            case WebSocketServerProtocolHandler.HandshakeComplete _ -> {
                var decoder = ctx.pipeline().context(WebSocketFrameDecoder.class);
                ctx.pipeline().addBefore(decoder.name(), null, new ByteWatch());
                var protocol = ctx.pipeline().context(WebSocketServerProtocolHandler.class);
                ctx.pipeline().addBefore(protocol.name(), null, new FrameWatch());
                establish(ctx);
            }
            default -> {}
        }
        super.userEventTriggered(ctx, event);
    }

    private void establish(ChannelHandlerContext ctx) {
        handshakeDeadline = cancelled(handshakeDeadline);
        var made = streams.established(ctx.channel(), listener.bound(), host, identities(ctx));
        connection = made;
        lastRead = now(ctx);
        idleDeadline = schedule(ctx, streams.limits().idle().toNanos(), () -> checkIdle(ctx));
        established.complete(made);
    }

    /// RFC 5922 §7: the name of a server that we connect to was compared in the handshake.
    private List<SipUri> identities(ChannelHandlerContext ctx) {
        var tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) return List.of();
        intake.counters().count(TlsContexts.handshake(tls));
        return host.isEmpty() ? listener.identities(tls) : List.of();
    }

    private static long now(ChannelHandlerContext ctx) {
        return ctx.executor().ticker().nanoTime();
    }

    private static Future<?> schedule(ChannelHandlerContext ctx, long nanos, Runnable task) {
        return ctx.executor().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /// @return null
    private static @Nullable Future<?> cancelled(@Nullable Future<?> deadline) {
        if (deadline != null) deadline.cancel(false);
        return null;
    }

    private void checkIdle(ChannelHandlerContext ctx) {
        long left = lastRead + streams.limits().idle().toNanos() - now(ctx);
        if (left <= 0) giveUp(ctx, Closed.IDLE, "idle");
        else idleDeadline = schedule(ctx, left, () -> checkIdle(ctx));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (connection != null && !intake.admits(connection.remote())) {
                connection.close(Closed.BANNED);
                return;
            }
            switch (message) {
                case ByteBuf bytes -> framing.read(bytes);
                case WebSocketFrame frame -> frame(frame);
                default -> LOG.debug("ignored {}", message.getClass());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /// RFC 7118 §5.2: each WebSocket message is one SIP message.
    private void frame(WebSocketFrame frame) {
        byte[] bytes = ByteBufUtil.getBytes(frame.content());
        var from = connection;
        if (from == null || bytes.length == 0) return;
        if (isBlank(bytes)) {
            intake.counters().count(KeepAlive.CRLF);
            if (bytes.length == 4) from.pong();
        } else {
            intake.datagram(bytes, from);
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) if (b != '\r' && b != '\n') return false;
        return true;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        lastRead = now(ctx);
        if (bytesCame) insideFrame = completed == completedBefore;
        bytesCame = false;
        completedBefore = completed;
        boolean inside = insideFrame || insideFragments || framing.isInside();
        if (!inside) {
            messageDeadline = cancelled(messageDeadline);
        } else if (messageDeadline == null && connection != null) {
            awaitMessage(ctx);
        }
        ctx.fireChannelReadComplete();
    }

    private void awaitMessage(ChannelHandlerContext ctx) {
        long before = completed;
        messageDeadline =
                schedule(
                        ctx,
                        streams.limits().message().toNanos(),
                        () -> {
                            messageDeadline = null;
                            if (completed == before)
                                giveUp(ctx, Closed.MESSAGE_DEADLINE, "message took too long");
                            else awaitMessage(ctx);
                        });
    }

    /// Sees bytes before they become frames.
    private final class ByteWatch extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            bytesCame = true;
            ctx.fireChannelRead(message);
        }
    }

    /// Sees the frames before control frames are answered and fragments are joined.
    private final class FrameWatch extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof WebSocketFrame frame) {
                completed++;
                if (!isControl(frame)) insideFragments = !frame.isFinalFragment();
                if (frame instanceof PingWebSocketFrame)
                    intake.counters().count(KeepAlive.WEBSOCKET_PING);
            }
            ctx.fireChannelRead(message);
        }
    }

    /// RFC 6455 §5.4: they may stand between fragments.
    private static boolean isControl(WebSocketFrame frame) {
        return frame instanceof PingWebSocketFrame
                || frame instanceof PongWebSocketFrame
                || frame instanceof CloseWebSocketFrame;
    }

    @Override
    public void message(SipMessage message, int bytes) {
        completed++;
        if (connection != null) intake.message(message, bytes, connection);
    }

    @Override
    public void ping() {
        intake.counters().count(KeepAlive.CRLF);
        if (connection != null) connection.pong();
    }

    @Override
    public void unread(byte[] bytes, int from, int to, String callId) {
        if (connection != null) intake.unread(bytes, from, to, callId, connection);
    }

    @Override
    public void malformed(MalformedMessage cause) {
        completed++;
        if (connection != null) intake.malformed(cause, connection);
    }

    @Override
    public void lost(String cause, Optional<Response> answer) {
        var from = connection;
        if (from == null) return;
        intake.lost(cause, answer, from);
        from.closeSoon(Closed.FRAMING_LOST);
    }

    /// More waits to be written than [TransportLimits#queuedBytes].
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable())
            giveUp(ctx, Closed.PEER_DOES_NOT_READ, "peer does not read");
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (connection == null) {
            refused(ctx, cause);
            return;
        }
        if (!(cause instanceof IOException || cause instanceof CodecException))
            LOG.warn("{}: unexpected failure", connection, cause);
        giveUp(ctx, Closed.ERROR, String.valueOf(cause.getMessage()));
    }

    private void refused(ChannelHandlerContext ctx, Throwable cause) {
        giveUp(
                ctx,
                Closed.HANDSHAKE_FAILED,
                Obstacles.of(cause),
                "handshake failed: " + Obstacles.root(cause).getMessage());
    }

    private void giveUp(ChannelHandlerContext ctx, Closed why, String text) {
        giveUp(ctx, why, Obstacle.OTHER, text);
    }

    private void giveUp(ChannelHandlerContext ctx, Closed why, Obstacle obstacle, String text) {
        LOG.debug(
                "{} from {}: {}",
                listener.bound().transport(),
                ctx.channel().remoteAddress(),
                text);
        established.completeExceptionally(new IOException(text));
        if (connection != null) {
            connection.close(why);
        } else if (ctx.channel().isOpen()) {
            intake.counters().count(why);
            if (ctx.channel().localAddress() instanceof InetSocketAddress local
                    && ctx.channel().remoteAddress() instanceof InetSocketAddress remote)
                streams.recorder()
                        .remark(
                                "",
                                new Remark.HandshakeFailed(
                                        new Path(
                                                listener.bound().transport().name(), local, remote),
                                        obstacle,
                                        text));
            ctx.close();
        }
    }

    /// A deadline that is still to come would hold the connection's memory until then.
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        handshakeDeadline = cancelled(handshakeDeadline);
        messageDeadline = cancelled(messageDeadline);
        idleDeadline = cancelled(idleDeadline);
        established.completeExceptionally(new IOException("closed by the peer"));
        ctx.fireChannelInactive();
    }
}
