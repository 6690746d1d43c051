package io.switchhook.bench;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.ReasonableSyntax;
import io.switchhook.sip.message.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/// The JDK's selector and channel, and nothing else.
final class ChannelEcho implements Echo {
    private static final int AT_ONCE = 64;

    private final Selector selector = Selector.open();
    private final DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final MessageParser parser = new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
    private final ByteSink sink = new ByteSink(4 * 1024);
    private final boolean parsing;
    private final InetSocketAddress address;
    private final Thread thread;
    private volatile boolean closed;

    /// @param parsing whether a datagram is read as a SIP request and written again, as a server has to
    ChannelEcho(boolean parsing) throws IOException {
        this.parsing = parsing;
        channel.bind(new InetSocketAddress("127.0.0.1", 0));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        address = (InetSocketAddress) channel.getLocalAddress();
        thread = Thread.ofPlatform().name("channel").daemon().start(this::run);
    }

    private void run() {
        try {
            while (!closed) selector.select(_ -> read());
            channel.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                var source = channel.receive(buffer.clear());
                if (source == null) return;
                buffer.flip();
                if (parsing) parse();
                channel.send(buffer, source);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void parse() {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        var message = parser.parseDatagram(bytes, 0, bytes.length);
        ReasonableSyntax.check((Request) message);
        message.writeTo(sink.clear());
        buffer.clear().put(sink.array(), 0, sink.length()).flip();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
