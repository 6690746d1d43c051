package io.switchhook.server;

import io.switchhook.ladder.HepPacket;
import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Timeline;
import io.switchhook.server.Configuration.Hep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells a collector such as Homer of each message, over UDP. For one thread; what the collector does not take is lost, and counted
/// where that can be known.
final class HepSender implements AutoCloseable {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(30);

    private final Hep hep;
    private final Recorder recorder;
    private final Timeline timeline;
    private final DatagramChannel channel;
    private final Recorder.Cursor cursor = new Recorder.Cursor();
    private @Nullable InetSocketAddress address;
    private long nextLookup = System.nanoTime();
    private volatile long sent;
    private volatile long failed;
    private volatile String problem = "";

    HepSender(Hep hep, Recorder recorder, Timeline timeline) throws IOException {
        this.hep = hep;
        this.recorder = recorder;
        this.timeline = timeline;
        channel = DatagramChannel.open();
    }

    long sent() {
        return sent;
    }

    long failed() {
        return failed;
    }

    /// Why nothing is sent, in a sentence; empty for nothing.
    String problem() {
        return problem;
    }

    /// What was recorded since the last time. Does not fail.
    void send() {
        var to = address();
        for (var entry : recorder.since(cursor)) {
            var packet = HepPacket.of(entry, timeline, hep.agent());
            if (packet.isEmpty()) continue;
            if (to == null) failed++;
            else send(packet.get(), to);
        }
    }

    private void send(byte[] packet, InetSocketAddress to) {
        try {
            channel.send(ByteBuffer.wrap(packet), to);
            sent++;
            problem = "";
        } catch (IOException e) {
            failed++;
            problem = "cannot send to the HEP collector " + hep + ": " + Reasons.of(e);
        }
    }

    /// Looked up anew from time to time: a collector may move.
    private @Nullable InetSocketAddress address() {
        if (System.nanoTime() - nextLookup < 0) return address;
        nextLookup = System.nanoTime() + PAUSE;
        try {
            address = new InetSocketAddress(InetAddress.getByName(hep.host()), hep.port());
        } catch (UnknownHostException e) {
            problem = "the HEP collector " + hep + " has no address: " + Reasons.of(e);
        }
        return address;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            problem = Reasons.of(e);
        }
    }
}
