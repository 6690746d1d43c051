package io.switchhook.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// Connections of phones, over TCP or TLS, on a thread of their own: what comes is handed to the loop of the load.
final class LoadStreams implements AutoCloseable {
    private static final long CONNECT_SECONDS = 20;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final LoadLoop loop;
    private final InetSocketAddress server;
    private final boolean secure;
    private final SslContext tls;

    LoadStreams(LoadLoop loop, InetSocketAddress server, boolean secure) throws SSLException {
        this.loop = loop;
        this.server = server;
        this.secure = secure;
        this.tls = TlsPhones.context();
    }

    /// Waits until it stands, a TLS handshake included. Not for the thread of the loop.
    ///
    /// @param received gets one message at a time, on the thread of the loop; a pong is an end of line
    Wire connect(Consumer<String> received) throws IOException, InterruptedException {
        var connection = new Connection(received);
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel made) {
                                if (secure) made.pipeline().addLast(tls.newHandler(made.alloc()));
                                made.pipeline().addLast(connection);
                            }
                        })
                .connect(server, new InetSocketAddress(server.getAddress(), 0))
                .addListener(done -> {
                    if (!done.isSuccess()) connection.ready.completeExceptionally(done.cause());
                });
        var channel = connection.opened();
        var local = (InetSocketAddress) channel.localAddress();
        return new Stream(
                channel,
                secure ? "TLS" : "TCP",
                local.getAddress().getHostAddress() + ":" + local.getPort());
    }

    private record Stream(Channel channel, String transport, String place) implements Wire {
        @Override
        public void send(String message) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(message.getBytes(ISO_8859_1)));
        }
    }

    private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
        private final Consumer<String> received;
        private final CompletableFuture<Channel> ready = new CompletableFuture<>();
        private final StreamText text = new StreamText();

        private Connection(Consumer<String> received) {
            this.received = received;
        }

        private Channel opened() throws IOException, InterruptedException {
            try {
                return ready.get(CONNECT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("no connection to " + server + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            if (ctx.pipeline().get(SslHandler.class) == null) ready.complete(ctx.channel());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (!(event instanceof SslHandshakeCompletionEvent handshake)) return;
            if (handshake.isSuccess()) ready.complete(ctx.channel());
            else ready.completeExceptionally(handshake.cause());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
            for (String message : text.add(bytes.toString(ISO_8859_1)))
                loop.post(() -> received.accept(message));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
