package io.switchhook.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A UDP socket that several phones share. Answers OPTIONS, by which the server asks whether they are there.
final class StormOffice implements StormLine {
    private static final int BUFFER = 2 << 20;

    private final InetSocketAddress server;
    private final Channel channel;

    /// @param received everything but OPTIONS
    StormOffice(
            EventLoopGroup loop,
            String address,
            InetSocketAddress server,
            Consumer<String> received) {
        this.server = server;
        this.channel =
                new Bootstrap()
                        .group(loop)
                        .channel(NioDatagramChannel.class)
                        .option(ChannelOption.SO_RCVBUF, BUFFER)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(4096))
                        .handler(new Reader(received))
                        .bind(new InetSocketAddress(address, 0))
                        .syncUninterruptibly()
                        .channel();
    }

    private final class Reader extends SimpleChannelInboundHandler<DatagramPacket> {
        private final Consumer<String> received;

        private Reader(Consumer<String> received) {
            this.received = received;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            var text = packet.content().toString(StandardCharsets.UTF_8);
            if (text.startsWith("OPTIONS "))
                send(
                        StormText.bytes(
                                StormText.answer(
                                        text, "200 OK", "here", "Content-Length: 0\r\n\r\n")));
            else received.accept(text);
        }

        /// Such as the port unreachable of a server that is not there.
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void open(Runnable opened, Consumer<Throwable> failed) {
        opened.run();
    }

    @Override
    public void send(byte[] message) {
        channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(message), server));
    }

    @Override
    public String transport() {
        return "UDP";
    }

    @Override
    public String contact() {
        var local = (InetSocketAddress) channel.localAddress();
        return local.getAddress().getHostAddress() + ":" + local.getPort();
    }
}
