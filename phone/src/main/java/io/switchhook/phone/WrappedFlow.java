package io.switchhook.phone;

import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A flow in whose place another one stands, which does something with what is sent. Records, so that two around one flow are
/// equal.
interface WrappedFlow extends Flow {
    Flow flow();

    /// All ways out, each in its wrapping.
    static Flows flows(Flows flows, UnaryOperator<Flow> wrapping) {
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
                                opened.opened(wrapping.apply(flow));
                            }

                            @Override
                            public void failed(IOException cause) {
                                opened.failed(cause);
                            }
                        });
            }

            @Override
            public Optional<Flow> byToken(String token) {
                return flows.byToken(token).map(wrapping);
            }

            @Override
            public boolean isOurs(String host, int port) {
                return flows.isOurs(host, port);
            }
        };
    }

    @Override
    default Transport transport() {
        return flow().transport();
    }

    @Override
    default InetSocketAddress local() {
        return flow().local();
    }

    @Override
    default InetSocketAddress remote() {
        return flow().remote();
    }

    @Override
    default HostPort sentBy() {
        return flow().sentBy();
    }

    @Override
    default boolean isOpen() {
        return flow().isOpen();
    }

    @Override
    default String token() {
        return flow().token();
    }

    @Override
    default List<SipUri> identities() {
        return flow().identities();
    }

    @Override
    default void keepAlive() {
        flow().keepAlive();
    }

    @Override
    default void onClose(Runnable action) {
        flow().onClose(action);
    }

    @Override
    default void close() {
        flow().close();
    }
}
