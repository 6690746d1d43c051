package io.switchhook.sip.transport;

import io.switchhook.ladder.Path;
import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.TransportCounters.Dropped;
import io.switchhook.sip.transport.TransportCounters.KeepAlive;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One shard's socket: a thin loop over the JDK's channel, since the kernel is what a datagram costs (measured at 1,000
/// calls a second: the channel 38 µs of CPU a call, Netty 50 to 65).
final class UdpSocket {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    /// How many datagrams are read before timers and tasks have their turn again.
    private static final int DATAGRAMS_PER_TURN = 64;

    private static final int LARGEST_DATAGRAM = 65_507;

    private final UdpListener listener;
    private final EventLoopShard shard;
    private final DatagramChannel channel;
    private final TransportCounters counters;
    private final Recorder recorder;
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);

    /// For the shard's thread only; others pay for a buffer each time.
    private final ByteBuffer out = ByteBuffer.allocateDirect(64 * 1024);

    private final Outbox outbox = new Outbox(this::sendNow);
    private final RecentFlows flows;

    UdpSocket(
            UdpListener listener,
            EventLoopShard shard,
            DatagramChannel channel,
            TransportCounters counters,
            Recorder recorder) {
        this.listener = listener;
        this.shard = shard;
        this.channel = channel;
        this.counters = counters;
        this.recorder = recorder;
        this.flows = new RecentFlows(listener);
        shard.atEndOfTurn(outbox::flush);
    }

    EventLoopShard shard() {
        return shard;
    }

    /// On the shard's thread.
    UdpFlow flow(InetSocketAddress remote) {
        return flows.to(remote);
    }

    void read(Intake intake) {
        shard.register(channel, () -> readable(intake));
    }

    private void readable(Intake intake) {
        try {
            for (int i = 0; i < DATAGRAMS_PER_TURN; i++) {
                in.clear();
                if (!(channel.receive(in) instanceof InetSocketAddress source)) return;
                shard.received();
                if (!intake.admits(source)) continue;
                in.flip();
                byte[] bytes = new byte[in.remaining()];
                in.get(bytes);
                received(bytes, source, intake);
            }
            shard.leftUnread();
        } catch (ClosedChannelException e) {
            LOG.trace("{} closed", listener.bound());
        } catch (IOException e) {
            LOG.debug("cannot read from {}", listener.bound(), e);
        }
    }

    private void received(byte[] bytes, InetSocketAddress source, Intake intake) {
        if (StunBinding.isStun(bytes)) {
            counters.count(KeepAlive.STUN);
            var answer = StunBinding.answer(bytes, source);
            if (answer.length > 0) send(ByteBuffer.wrap(answer), source);
            intake.keepAlive(flows.to(source));
        } else if (isBlank(bytes)) {
            // RFC 5626 §4.4.1 has an answer to CRLF for streams only.
            counters.count(KeepAlive.CRLF);
            intake.keepAlive(flows.to(source));
        } else {
            intake.datagram(bytes, flows.to(source));
        }
    }

    /// Line ends, spaces and zeros: what phones send to keep a NAT's pinhole open.
    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) if (b > ' ' || b < 0) return false;
        return true;
    }

    /// On the shard's thread at the end of its turn, on others at once.
    void send(SipMessage message, InetSocketAddress remote, Consumer<IOException> failed) {
        if (shard.isCurrent()) {
            outbox.add(message, remote, failed);
        } else {
            byte[] bytes = message.toByteArray();
            sendNow(message, bytes, 0, bytes.length, remote, failed);
        }
    }

    private void sendNow(
            SipMessage message,
            byte[] bytes,
            int offset,
            int length,
            InetSocketAddress remote,
            Consumer<IOException> failed) {
        try {
            if (!Addresses.isUnicast(remote)) {
                counters.count(Dropped.FORBIDDEN_ADDRESS);
                throw new IOException("no unicast address: " + Addresses.text(remote));
            }
            if (!listener.bound().reaches(remote.getAddress()))
                throw new IOException("no way to " + Addresses.text(remote));
            if (length > LARGEST_DATAGRAM)
                throw new IOException(length + " bytes are too many for a datagram");
            if (channel.send(datagram(bytes, offset, length), remote) == 0) {
                counters.count(Dropped.SEND_BUFFER_FULL);
                recorder.remark(
                        Records.callId(message),
                        new Remark.Dropped(Records.label(message), "the send buffer is full"));
                return;
            }
            counters.countSent(Transport.UDP, length);
            if (recorder.isOn()) record(message, bytes, offset, length, remote);
        } catch (IOException e) {
            counters.count(Dropped.SEND_FAILED);
            LOG.debug("cannot send to {}", remote, e);
            EventLoopShard.later(() -> failed.accept(e));
        }
    }

    private ByteBuffer datagram(byte[] bytes, int offset, int length) {
        return shard.isCurrent()
                ? out.clear().put(bytes, offset, length).flip()
                : ByteBuffer.wrap(bytes, offset, length);
    }

    private void record(
            SipMessage message, byte[] bytes, int offset, int length, InetSocketAddress remote) {
        var path = new Path(Transport.UDP.name(), listener.bound().address(), remote);
        recorder.sent(path, bytes, offset, length, Records.callId(message));
    }

    void keepAlive(InetSocketAddress remote) {
        if (Addresses.isUnicast(remote) && listener.bound().reaches(remote.getAddress()))
            send(ByteBuffer.wrap(new byte[] {'\r', '\n', '\r', '\n'}), remote);
    }

    private void send(ByteBuffer datagram, InetSocketAddress remote) {
        try {
            if (channel.send(datagram, remote) == 0) counters.count(Dropped.SEND_BUFFER_FULL);
        } catch (IOException e) {
            counters.count(Dropped.SEND_FAILED);
            LOG.debug("cannot send to {}", remote, e);
        }
    }

    /// Sends what waits for the end of a turn, and closes. On the shard's thread, whose selector holds the socket until it has seen
    /// it closed.
    void close() {
        try {
            shard.finish(outbox::flush);
            channel.close();
            shard.execute(() -> {});
        } catch (RejectedExecutionException e) {
            LOG.trace("the shard of {} is closed already", listener.bound());
        } catch (IOException e) {
            LOG.debug("cannot close {}", listener.bound(), e);
        }
    }
}
