package io.switchhook.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The TLS connection of one phone, which is opened anew when it was lost.
final class StormConnection implements StormLine {
    private static final int CONNECT_MILLIS = 15_000;
    private static final long HANDSHAKE_MILLIS = 20_000;

    private final EventLoopGroup loop;
    private final SslContext tls;
    private final String address;
    private final InetSocketAddress server;
    private final Consumer<String> received;
    private final Runnable lost;
    private @Nullable Channel channel;

    /// @param received a response
    /// @param lost the open connection ended
    StormConnection(
            EventLoopGroup loop,
            SslContext tls,
            String address,
            InetSocketAddress server,
            Consumer<String> received,
            Runnable lost) {
        this.loop = loop;
        this.tls = tls;
        this.address = address;
        this.server = server;
        this.received = received;
        this.lost = lost;
    }

    @Override
    public boolean isOpen() {
        return channel != null;
    }

    @Override
    public void open(Runnable opened, Consumer<Throwable> failed) {
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel made) {
                                var handler = tls.newHandler(made.alloc());
                                handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
                                made.pipeline().addLast(handler, new Reader(opened, failed));
                            }
                        })
                .connect(server, new InetSocketAddress(address, 0))
                .addListener(done -> {
                    if (!done.isSuccess()) failed.accept(done.cause());
                });
    }

    private final class Reader extends SimpleChannelInboundHandler<ByteBuf> {
        private final Runnable opened;
        private final Consumer<Throwable> failed;
        private String text = "";

        private Reader(Runnable opened, Consumer<Throwable> failed) {
            this.opened = opened;
            this.failed = failed;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    channel = ctx.channel();
                    opened.run();
                } else {
                    failed.accept(handshake.cause());
                    ctx.close();
                }
            }
            super.userEventTriggered(ctx, event);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
            text += bytes.toString(StandardCharsets.UTF_8);
            for (int end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
                String message = text.substring(0, end + 4);
                text = text.substring(end + 4);
                received.accept(message);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (channel != ctx.channel()) return;
            channel = null;
            lost.run();
        }

        /// The connection ends, and the phone hears of it.
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    @Override
    public void send(byte[] message) {
        if (channel != null) channel.writeAndFlush(Unpooled.wrappedBuffer(message));
    }

    @Override
    public String transport() {
        return "TLS";
    }

    @Override
    public String contact() {
        return channel == null
                ? address
                : address + ":" + ((InetSocketAddress) channel.localAddress()).getPort();
    }
}
