package io.switchhook.phone;

import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A flow that tells a [Wiretap] what passes it.
record TappedFlow(Flow flow, Wiretap tap) implements Flow {
    /// All ways out, tapped.
    static Flows flows(Flows flows, Wiretap tap) {
        return new Flows() {
            @Override
            public void open(Destination destination, int bytes, Shard shard, Opened opened) {
                flows.open(
                        destination,
                        bytes,
                        shard,
                        new Opened() {
                            @Override
                            public void opened(Flow flow) {
                                opened.opened(new TappedFlow(flow, tap));
                            }

                            @Override
                            public void failed(IOException cause) {
                                opened.failed(cause);
                            }
                        });
            }

            @Override
            public Optional<Flow> byToken(String token) {
                return flows.byToken(token).map(flow -> new TappedFlow(flow, tap));
            }

            @Override
            public boolean isOurs(String host, int port) {
                return flows.isOurs(host, port);
            }
        };
    }

    /// All that comes in, tapped.
    static MessageHandler handler(MessageHandler above, Wiretap tap) {
        return new MessageHandler() {
            @Override
            public void request(Request request, Flow flow) {
                tap.received(request, flow.transport().name(), flow.remote());
                above.request(request, new TappedFlow(flow, tap));
            }

            @Override
            public void response(Response response, Flow flow) {
                tap.received(response, flow.transport().name(), flow.remote());
                above.response(response, new TappedFlow(flow, tap));
            }
        };
    }

    @Override
    public void send(SipMessage message, Consumer<IOException> failed) {
        tap.sent(message, transport().name(), remote());
        flow.send(message, failed);
    }

    @Override
    public Flow forResponses(Via top) {
        return new TappedFlow(flow.forResponses(top), tap);
    }

    @Override
    public Transport transport() {
        return flow.transport();
    }

    @Override
    public InetSocketAddress local() {
        return flow.local();
    }

    @Override
    public InetSocketAddress remote() {
        return flow.remote();
    }

    @Override
    public HostPort sentBy() {
        return flow.sentBy();
    }

    @Override
    public boolean isOpen() {
        return flow.isOpen();
    }

    @Override
    public String token() {
        return flow.token();
    }

    @Override
    public List<SipUri> identities() {
        return flow.identities();
    }

    @Override
    public void keepAlive() {
        flow.keepAlive();
    }

    @Override
    public void onClose(Runnable action) {
        flow.onClose(action);
    }

    @Override
    public void close() {
        flow.close();
    }
}
