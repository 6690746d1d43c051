package io.switchhook.bench;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// A flow of UDP that writes what is sent and throws it away.
final class QuietFlow implements Flow {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 5060);
    private static final InetSocketAddress REMOTE = new InetSocketAddress("127.0.0.1", 5062);
    private static final HostPort SENT_BY = HostPort.of("127.0.0.1", 5060);

    private final ByteSink out = new ByteSink(2048);
    private long sent;

    /// How many bytes were sent.
    long sent() {
        return sent;
    }

    @Override
    public void send(SipMessage message, Consumer<IOException> failed) {
        message.writeTo(out.clear());
        sent += out.length();
    }

    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public InetSocketAddress local() {
        return LOCAL;
    }

    @Override
    public InetSocketAddress remote() {
        return REMOTE;
    }

    @Override
    public HostPort sentBy() {
        return SENT_BY;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public String token() {
        return "quiet";
    }

    @Override
    public Flow forResponses(Via top) {
        return this;
    }

    @Override
    public void onClose(Runnable action) {}

    @Override
    public void close() {}
}
