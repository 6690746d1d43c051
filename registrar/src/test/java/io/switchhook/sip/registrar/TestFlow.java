package io.switchhook.sip.registrar;

import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A path that only dies.
final class TestFlow implements Flow {
    private final Transport transport;
    private List<Runnable> actions = new ArrayList<>();
    private boolean open = true;
    int asked;
    List<SipUri> identities = List.of();

    TestFlow(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public InetSocketAddress local() {
        return new InetSocketAddress("127.0.0.1", 5060);
    }

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress("127.0.0.1", 40_000);
    }

    @Override
    public HostPort sentBy() {
        return HostPort.of("127.0.0.1", 5060);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public String token() {
        return "test";
    }

    @Override
    public List<SipUri> identities() {
        return identities;
    }

    @Override
    public Flow forResponses(Via top) {
        return this;
    }

    @Override
    public void send(SipMessage message, Consumer<IOException> failed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onClose(Runnable action) {
        synchronized (this) {
            asked++;
            if (open) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public void close() {
        List<Runnable> told;
        synchronized (this) {
            open = false;
            told = actions;
            actions = new ArrayList<>();
        }
        told.forEach(Runnable::run);
    }
}
