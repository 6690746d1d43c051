package io.switchhook.sip.transport;

import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.function.Consumer;

/// Where the response to a request from a connection goes: the connection, or if it is closed by then, a new one to the
/// address the request came from, at the port of its sent-by (RFC 3261 §18.2.2).
final class ResponsePath implements Flow {
    private final Connection connection;
    private final Via top;
    private final Streams streams;

    ResponsePath(Connection connection, Via top, Streams streams) {
        this.connection = connection;
        this.top = top;
        this.streams = streams;
    }

    @Override
    public Transport transport() {
        return connection.transport();
    }

    @Override
    public InetSocketAddress local() {
        return connection.local();
    }

    @Override
    public InetSocketAddress remote() {
        return connection.remote();
    }

    @Override
    public HostPort sentBy() {
        return connection.sentBy();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public String token() {
        return connection.token();
    }

    @Override
    public List<SipUri> identities() {
        return connection.identities();
    }

    @Override
    public Flow forResponses(Via via) {
        return connection.forResponses(via);
    }

    @Override
    public void send(SipMessage message, Consumer<IOException> failed) {
        var shard = EventLoopShard.current();
        if (connection.isOpen()) {
            connection.send(message, failed);
        } else if (shard == null) {
            failed.accept(new ClosedChannelException());
        } else {
            streams.open(destination(), shard, sending(message, failed));
        }
    }

    private Destination destination() {
        int port = top.sentBy().portOr(transport().defaultPort());
        var address = new InetSocketAddress(remote().getAddress(), port);
        return new Destination(transport(), address, top.sentBy().host(), true);
    }

    private static Flows.Opened sending(SipMessage message, Consumer<IOException> failed) {
        return new Flows.Opened() {
            @Override
            public void opened(Flow flow) {
                flow.send(message, failed);
            }

            @Override
            public void failed(IOException cause) {
                EventLoopShard.later(() -> failed.accept(cause));
            }
        };
    }

    @Override
    public void onClose(Runnable action) {
        connection.onClose(action);
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
