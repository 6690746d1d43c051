package io.switchhook.provisioning.serve;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.switchhook.provisioning.device.Asker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request for a file by TFTP, from its question at the desk to its last block, on a port of its own (RFC 1350 §4). All on the loop's
/// thread, but for the question.
final class TftpSession extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final Logger LOG = LoggerFactory.getLogger(TftpSession.class);
    private static final int NOT_DEFINED = 0;
    private static final int FILE_NOT_FOUND = 1;

    /// How often in a row a packet is sent.
    private static final int TRIES = 5;

    private final TftpPacket.ReadRequest request;
    private final InetSocketAddress peer;
    private final FileDesk desk;
    private final FileServer.Bounds bounds;
    private @Nullable TftpTransfer transfer;
    private Duration retry;
    private int tries;
    private @Nullable Future<?> alarm;

    TftpSession(
            TftpPacket.ReadRequest request,
            InetSocketAddress peer,
            FileDesk desk,
            FileServer.Bounds bounds) {
        this.request = request;
        this.peer = peer;
        this.desk = desk;
        this.bounds = bounds;
        this.retry = bounds.retry();
    }

    /// @return done when all is over
    Future<?> open(EventLoopGroup loop, InetSocketAddress local) {
        Promise<Object> end = loop.next().newPromise();
        // Connected: the kernel keeps away what comes from others, and knows by which address of
        // ours the peer is reached.
        new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(this)
                .localAddress(local)
                .remoteAddress(peer)
                .connect()
                .addListener((ChannelFuture opened) -> {
                    if (!opened.isSuccess()) {
                        end.setFailure(opened.cause());
                        return;
                    }
                    opened.channel().closeFuture().addListener(_ -> end.setSuccess(this));
                    begin(opened.channel());
                });
        return end;
    }

    private void begin(Channel channel) {
        var time = bounds.time().toMillis();
        channel.eventLoop().schedule(() -> channel.close(), time, TimeUnit.MILLISECONDS);
        if (!request.mode().equals("octet") && !request.mode().equals("netascii")) {
            refuse(channel, NOT_DEFINED, "modes are octet and netascii");
            return;
        }
        var local = ((InetSocketAddress) channel.localAddress()).getAddress();
        var asked =
                FileRequest.of(
                        Scheme.TFTP,
                        new Asker(peer.getAddress(), ""),
                        local,
                        request.file(),
                        Optional.empty());
        Thread.ofVirtual()
                .name("tftp-request")
                .start(() -> {
                    var answer = answer(asked);
                    channel.eventLoop().execute(() -> answered(channel, answer));
                });
    }

    private Answer answer(FileRequest asked) {
        try {
            return desk.answer(asked);
        } catch (RuntimeException e) {
            LOG.error("cannot give {} by TFTP", asked.name(), e);
            return new Answer.Failed();
        }
    }

    private void answered(Channel channel, Answer answer) {
        switch (answer) {
            case Answer.Found(var bytes, _) ->
                    TftpTransfer.of(request, bytes)
                            .ifPresentOrElse(
                                    it -> start(channel, it),
                                    () -> refuse(channel, NOT_DEFINED, "blocks are too small"));
            case Answer.NotFound _ -> refuse(channel, FILE_NOT_FOUND, "no such file");
            case Answer.Busy _ -> refuse(channel, NOT_DEFINED, "too many requests");
            case Answer.Full _ -> refuse(channel, NOT_DEFINED, "the server is busy");
            case Answer.Failed _ -> refuse(channel, NOT_DEFINED, "the server failed");
        }
    }

    private static void refuse(Channel channel, int code, String message) {
        send(channel, TftpPacket.error(code, message));
        channel.close();
    }

    private static void send(Channel channel, ByteBuf packet) {
        channel.writeAndFlush(packet);
    }

    private void start(Channel channel, TftpTransfer fresh) {
        transfer = fresh;
        fresh.timeout().ifPresent(seconds -> retry = Duration.ofSeconds(seconds));
        sendDue(channel, fresh);
    }

    private void sendDue(Channel channel, TftpTransfer its) {
        tries = 1;
        send(channel, its.due());
        await(channel, its);
    }

    private void await(Channel channel, TftpTransfer its) {
        if (alarm != null) alarm.cancel(false);
        alarm =
                channel.eventLoop()
                        .schedule(
                                () -> silent(channel, its),
                                retry.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private void silent(Channel channel, TftpTransfer its) {
        if (!channel.isOpen()) return;
        if (tries++ == TRIES) {
            channel.close();
            return;
        }
        send(channel, its.due());
        await(channel, its);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
        var packet = TftpPacket.parse(datagram.content());
        if (packet.isEmpty()) return;
        switch (packet.get()) {
            case TftpPacket.Ack(int block) -> acknowledged(context.channel(), block);
            case TftpPacket.Error _ -> context.close();
            case TftpPacket.ReadRequest _, TftpPacket.Other _ -> {}
        }
    }

    private void acknowledged(Channel channel, int block) {
        var its = transfer;
        if (its == null || !its.acknowledge(block)) return;
        if (its.isDone()) channel.close();
        else sendDue(channel, its);
    }

    /// A port that is closed is told here; the peer is gone.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (alarm != null) alarm.cancel(false);
    }
}
