package io.switchhook.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// By the JDK's channel, on any system: a system call for each.
final class ChannelDatagrams implements Datagrams {
    private final DatagramChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    private final ByteBuffer out = ByteBuffer.allocateDirect(64 * 1024);

    ChannelDatagrams(DatagramChannel channel) {
        this.channel = channel;
    }

    @Override
    public int receive(Inbox inbox) throws IOException {
        for (int count = 0; count < AT_ONCE; count++) {
            in.clear();
            if (!(channel.receive(in) instanceof InetSocketAddress source)) return count;
            if (!inbox.admits(source)) continue;
            in.flip();
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            inbox.received(bytes, source);
        }
        return AT_ONCE;
    }

    @Override
    public void send(byte[] bytes, Outbox.Letter[] letters, int count, Outcome outcome) {
        for (int i = 0; i < count; i++) {
            var letter = letters[i];
            out.clear().put(bytes, letter.offset(), letter.length()).flip();
            try {
                if (channel.send(out, letter.remote()) == 0) outcome.full(letter);
                else outcome.sent(bytes, letter);
            } catch (IOException e) {
                outcome.failed(letter, e);
            }
        }
    }

    @Override
    public void close() {}
}
