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

/// One shard's socket: a thin loop, since the kernel is what a datagram costs (measured at 1,000 calls a second: the JDK's channel
/// 38 µs of CPU a call, Netty 50 to 65).
final class UdpSocket implements Datagrams.Outcome {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    private final UdpListener listener;
    private final EventLoopShard shard;
    private final DatagramChannel channel;
    private final TransportCounters counters;
    private final Recorder recorder;
    private final Datagrams datagrams;
    private final Outbox outbox = new Outbox(this::depart);
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
        this.datagrams = LinuxDatagrams.of(channel).orElseGet(() -> new ChannelDatagrams(channel));
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
        var received = new Received(intake);
        shard.register(channel, () -> readable(received));
    }

    private void readable(Datagrams.Inbox inbox) {
        try {
            int count = datagrams.receive(inbox);
            shard.received(count);
            if (count == Datagrams.AT_ONCE) shard.leftUnread();
        } catch (ClosedChannelException e) {
            LOG.trace("{} closed", listener.bound());
        } catch (IOException e) {
            LOG.debug("cannot read from {}", listener.bound(), e);
        }
    }

    private final class Received implements Datagrams.Inbox {
        private final Intake intake;

        Received(Intake intake) {
            this.intake = intake;
        }

        @Override
        public boolean admits(InetSocketAddress source) {
            return intake.admits(source);
        }

        @Override
        public void received(byte[] bytes, InetSocketAddress source) {
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
            return;
        }
        byte[] bytes = message.toByteArray();
        var letter = new Outbox.Letter(message, 0, bytes.length, remote, failed);
        if (!canLeave(letter)) return;
        try {
            if (channel.send(ByteBuffer.wrap(bytes), remote) == 0) full(letter);
            else sent(bytes, letter);
        } catch (IOException e) {
            failed(letter, e);
        }
    }

    private void depart(byte[] bytes, Outbox.Letter[] letters, int count) {
        int leaving = 0;
        for (int i = 0; i < count; i++) if (canLeave(letters[i])) letters[leaving++] = letters[i];
        datagrams.send(bytes, letters, leaving, this);
    }

    /// Whether the letter may leave and can; who sent it is told if not.
    private boolean canLeave(Outbox.Letter letter) {
        var remote = letter.remote();
        if (!Addresses.isUnicast(remote)) {
            counters.count(Dropped.FORBIDDEN_ADDRESS);
            failed(letter, new IOException("no unicast address: " + Addresses.text(remote)));
        } else if (!listener.bound().reaches(remote.getAddress())) {
            failed(letter, new IOException("no way to " + Addresses.text(remote)));
        } else if (letter.length() > Datagrams.LARGEST) {
            failed(letter, new IOException(letter.length() + " bytes are too many for a datagram"));
        } else return true;
        return false;
    }

    @Override
    public void sent(byte[] bytes, Outbox.Letter letter) {
        counters.countSent(Transport.UDP, letter.length());
        if (recorder.isOn()) record(bytes, letter);
    }

    @Override
    public void full(Outbox.Letter letter) {
        counters.count(Dropped.SEND_BUFFER_FULL);
        recorder.remark(
                Records.callId(letter.message()),
                new Remark.Dropped(Records.label(letter.message()), "the send buffer is full"));
    }

    @Override
    public void failed(Outbox.Letter letter, IOException cause) {
        counters.count(Dropped.SEND_FAILED);
        LOG.debug("cannot send to {}", letter.remote(), cause);
        EventLoopShard.later(() -> letter.failed().accept(cause));
    }

    private void record(byte[] bytes, Outbox.Letter letter) {
        var path = new Path(Transport.UDP.name(), listener.bound().address(), letter.remote());
        recorder.sent(
                path, bytes, letter.offset(), letter.length(), Records.callId(letter.message()));
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
            if (shard.isRunning()) shard.finish(datagrams::close);
            else datagrams.close();
            channel.close();
            shard.execute(() -> {});
        } catch (RejectedExecutionException e) {
            LOG.trace("the shard of {} is closed already", listener.bound());
        } catch (IOException e) {
            LOG.debug("cannot close {}", listener.bound(), e);
        }
    }
}
