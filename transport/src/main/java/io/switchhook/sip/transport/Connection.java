package io.switchhook.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.TransportCounters.Closed;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP, TLS or WebSocket connection whose handshakes are done.
final class Connection implements Flow {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] PING = {'\r', '\n', '\r', '\n'};

    private final Channel channel;
    private final BoundListener listener;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final String token;
    private final List<SipUri> identities;
    private final Streams streams;
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final AtomicReference<Closed> reason = new AtomicReference<>();

    /// Null once it is closed; guarded by this.
    private @Nullable List<Runnable> onClose = new ArrayList<>(1);

    /// @param identities of the peer, as its certificate proves them
    Connection(
            Channel channel,
            BoundListener listener,
            String token,
            List<SipUri> identities,
            Streams streams) {
        this.channel = channel;
        this.listener = listener;
        this.local = (InetSocketAddress) channel.localAddress();
        this.remote = (InetSocketAddress) channel.remoteAddress();
        this.token = token;
        this.identities = identities;
        this.streams = streams;
    }

    @Override
    public Transport transport() {
        return listener.transport();
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    /// The listener's port, at which the peer can connect; the connection's own may be an ephemeral one.
    @Override
    public HostPort sentBy() {
        if (listener.settings().advertised().isPresent() || !listener.isWildcard())
            return listener.sentBy(remote.getAddress());
        return Addresses.hostPort(local.getAddress(), listener.address().getPort());
    }

    @Override
    public boolean isOpen() {
        return channel.isActive() && reason.get() == null;
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public List<SipUri> identities() {
        return identities;
    }

    @Override
    public Flow forResponses(Via top) {
        return transport().isWebSocket() ? this : new ResponsePath(this, top, streams);
    }

    @Override
    public void send(SipMessage message, Consumer<IOException> failed) {
        if (!isOpen()) {
            EventLoopShard.later(() -> failed.accept(new ClosedChannelException()));
            return;
        }
        byte[] bytes = message.toByteArray();
        streams.counters().countSent(transport(), bytes.length);
        var recorder = streams.recorder();
        if (recorder.isOn()) recorder.sent(path(), bytes, 0, bytes.length, Records.callId(message));
        write(bytes, failed);
    }

    @Override
    public void keepAlive() {
        if (isOpen()) write(PING, _ -> {});
    }

    /// The answer to a double CRLF.
    void pong() {
        write(CRLF, _ -> {});
    }

    private void write(byte[] bytes, Consumer<IOException> failed) {
        int waiting = queuedBytes.getAndAdd(bytes.length);
        if (waiting > 0 && waiting + bytes.length > streams.limits().queuedBytes()) {
            close(Closed.PEER_DOES_NOT_READ);
            EventLoopShard.later(() -> failed.accept(new IOException("peer does not read")));
            return;
        }
        var shard = EventLoopShard.current();
        channel.writeAndFlush(frame(bytes))
                .addListener(written -> {
                    queuedBytes.addAndGet(-bytes.length);
                    if (!written.isSuccess()) tell(shard, failed, written.cause());
                });
    }

    private static void tell(
            @Nullable EventLoopShard shard, Consumer<IOException> failed, Throwable cause) {
        var known = cause instanceof IOException io ? io : new IOException(cause);
        try {
            if (shard == null) failed.accept(known);
            else shard.execute(() -> failed.accept(known));
        } catch (RejectedExecutionException e) {
            LOG.debug("nobody to tell of a failed write", e);
        }
    }

    /// RFC 7118 §5.2: text or binary frames. Text must be UTF-8, or a browser drops the connection.
    private Object frame(byte[] bytes) {
        ByteBuf content = Unpooled.wrappedBuffer(bytes);
        if (!transport().isWebSocket()) return content;
        return Utf8.isValid(bytes)
                ? new TextWebSocketFrame(content)
                : new BinaryWebSocketFrame(content);
    }

    @Override
    public void onClose(Runnable action) {
        synchronized (this) {
            if (onClose != null) {
                onClose.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public void close() {
        close(Closed.BY_US);
    }

    /// The first reason counts.
    private boolean ends(Closed why) {
        if (!reason.compareAndSet(null, why)) return false;
        streams.counters().count(why);
        return true;
    }

    void close(Closed why) {
        if (ends(why)) channel.close();
    }

    /// Closes once the peer has had time to read the last answers: what came before may still be worked on, and closing
    /// with unread bytes would make the kernel discard what was sent.
    void closeSoon(Closed why) {
        channel.eventLoop()
                .schedule(() -> close(why), Streams.LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Called once, when the channel is closed, by whomever.
    void closed() {
        ends(Closed.BY_PEER);
        var why = reason.get();
        LOG.debug("{} closed: {}", this, why);
        streams.recorder()
                .remark("", new Remark.FlowClosed(path(), why == null ? "" : why.words()));
        List<Runnable> actions;
        synchronized (this) {
            actions = onClose == null ? List.of() : onClose;
            onClose = null;
        }
        for (var action : actions) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.warn("{}: what was to be done on its end failed", this, e);
            }
        }
    }

    @Override
    public String toString() {
        return transport() + " " + Addresses.text(remote);
    }
}
