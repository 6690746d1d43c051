package io.switchhook.provisioning.serve;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A port where files can be read by TFTP (RFC 1350). Each transfer has a socket of its own.
final class TftpListener implements AutoCloseable {
    private final FileDesk desk;
    private final FileServer.Bounds bounds;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("tftp", true), NioIoHandler.newFactory());

    /// By who asked: a request that comes again while it is served is the same one.
    private final Map<InetSocketAddress, TftpSession> sessions = new ConcurrentHashMap<>();

    private final Channel channel;

    private TftpListener(InetSocketAddress address, FileDesk desk, FileServer.Bounds bounds)
            throws IOException {
        this.desk = desk;
        this.bounds = bounds;
        var bound =
                new Bootstrap()
                        .group(loop)
                        .channel(NioDatagramChannel.class)
                        .handler(new Door())
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    new DeskAddress(Scheme.TFTP, address) + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        channel = bound.channel();
    }

    static TftpListener start(InetSocketAddress address, FileDesk desk, FileServer.Bounds bounds)
            throws IOException {
        return new TftpListener(address, desk, bounds);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    int transfers() {
        return sessions.size();
    }

    /// Takes the requests; all on the one thread of the loop.
    private final class Door extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
            var peer = datagram.sender();
            var packet = TftpPacket.parse(datagram.content());
            if (packet.isEmpty()) return;
            switch (packet.get()) {
                case TftpPacket.ReadRequest request -> open(request, peer);
                case TftpPacket.Other(int operation) when operation == 2 ->
                        context.writeAndFlush(
                                new DatagramPacket(
                                        TftpPacket.error(2, "files are only read here"), peer));
                case TftpPacket.Ack _, TftpPacket.Error _, TftpPacket.Other _ -> {}
            }
        }

        private void open(TftpPacket.ReadRequest request, InetSocketAddress peer) {
            if (sessions.containsKey(peer) || sessions.size() >= bounds.transfers()) return;
            var session = new TftpSession(request, peer, desk, bounds);
            sessions.put(peer, session);
            var local = new InetSocketAddress(address().getAddress(), 0);
            session.open(loop, local).addListener(_ -> sessions.remove(peer));
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
