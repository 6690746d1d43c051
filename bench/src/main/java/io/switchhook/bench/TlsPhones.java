package io.switchhook.bench;

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
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Phones that connect to a server over TLS, and ask one thing at a time.
final class TlsPhones implements AutoCloseable {
    /// So many share one address; a server bounds the connections of each.
    private static final int PER_ADDRESS = 2_500;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SslContext tls = context();
    private final InetSocketAddress server;
    private final AtomicInteger made = new AtomicInteger();

    TlsPhones(InetSocketAddress server) throws SSLException {
        this.server = server;
    }

    /// Of a client that trusts any certificate.
    static SslContext context() throws SSLException {
        return SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    /// A phone whose handshake is done.
    CompletableFuture<Phone> connect() {
        int number = made.getAndIncrement();
        var phone = new Phone(number);
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(tls.newHandler(channel.alloc()), phone);
                            }
                        })
                .connect(server, new InetSocketAddress("127.0.1." + (1 + number / PER_ADDRESS), 0))
                .addListener(done -> {
                    if (!done.isSuccess()) phone.ready.completeExceptionally(done.cause());
                });
        return phone.ready;
    }

    /// One phone.
    static final class Phone extends SimpleChannelInboundHandler<ByteBuf> {
        private final int number;
        private final CompletableFuture<Phone> ready = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private volatile @Nullable Channel channel;
        private volatile CompletableFuture<String> answer = new CompletableFuture<>();
        private int asked;

        private Phone(int number) {
            this.number = number;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                channel = ctx.channel();
                if (handshake.isSuccess()) ready.complete(this);
                else ready.completeExceptionally(handshake.cause());
            }
            super.userEventTriggered(ctx, event);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
            if (text.indexOf("\r\n\r\n") < 0 && !text.toString().equals("\r\n")) return;
            var complete = text.toString();
            text.setLength(0);
            text.trimToSize();
            answer.complete(complete);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            var gone = new IllegalStateException("the server closed connection " + number);
            ready.completeExceptionally(gone);
            answer.completeExceptionally(gone);
        }

        /// The first bytes that come back.
        CompletableFuture<String> ask(String request) {
            var expected = new CompletableFuture<String>();
            answer = expected;
            send(request);
            return expected;
        }

        void send(String request) {
            var open = channel;
            if (open == null) throw new IllegalStateException("not connected");
            open.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.UTF_8));
        }

        /// From now on it reads nothing.
        void stopReading() {
            var open = channel;
            if (open != null) open.config().setAutoRead(false);
        }

        void close() {
            var open = channel;
            if (open != null) open.close();
        }

        boolean isOpen() {
            var open = channel;
            return open != null && open.isActive();
        }

        /// The answer to a ping of RFC 5626 §4.4.1.
        CompletableFuture<String> ping() {
            return ask("\r\n\r\n");
        }

        CompletableFuture<String> register() {
            return ask(Requests.register("TLS", "1" + number, number, ++asked));
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully().awaitUninterruptibly();
    }
}
