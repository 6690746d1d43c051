package io.switchhook.phone;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the way to an account's server open through routers that forget silent ones: a datagram that is no message, OPTIONS, or
/// NOTIFY, over the socket of all other messages. For the phone's shard.
final class KeepAlive {
    private static final int BYTES = 4;
    private static final Event EVENT = Event.of("keep-alive");

    private final Chassis phone;
    private final Line line;
    private final Ground ground;
    private final Identifiers identifiers;
    private Timers.@Nullable Handle next;

    KeepAlive(Chassis phone, Line line, Ground ground) {
        this.phone = phone;
        this.line = line;
        this.ground = ground;
        identifiers = new Identifiers(ground.random());
    }

    /// Does nothing if it has begun.
    void begin() {
        var interval = line.settings().nat().interval();
        if (next == null && interval.isPositive())
            next = ground.timers().start(interval, this::again);
    }

    void stop() {
        if (next != null) next.cancel();
        next = null;
    }

    private void again() {
        next = null;
        begin();
        line.home().ifPresent(this::knock);
    }

    private void knock(SipUri server) {
        switch (line.settings().nat().keepAlive()) {
            case OFF -> {}
            case DATAGRAM -> ground.locator().locate(server, ground.shard(), this::datagram);
            case OPTIONS -> send(Method.OPTIONS, server);
            case NOTIFY -> send(Method.NOTIFY, server);
        }
    }

    private void datagram(List<Destination> found) {
        if (found.isEmpty()) return;
        ground.flows()
                .open(
                        found.getFirst(),
                        BYTES,
                        ground.shard(),
                        new Flows.Opened() {
                            @Override
                            public void opened(Flow flow) {
                                flow.keepAlive();
                            }

                            @Override
                            public void failed(IOException cause) {}
                        });
    }

    /// Whatever is said to it has kept the way open.
    private void send(Method method, SipUri server) {
        var address = line.user().address();
        var headers =
                Headers.EMPTY.with(h -> {
                    h.add(Header.MAX_FORWARDS, 70)
                            .add(Header.FROM, address.withTag(identifiers.tag()))
                            .add(Header.TO, address)
                            .add(Header.CALL_ID, new CallId(identifiers.tag()))
                            .add(Header.CSEQ, new CSeq(1, method))
                            .add(Header.CONTACT, line.user().contact());
                    if (method == Method.NOTIFY) h.add(Header.EVENT, EVENT);
                    return h.add(Header.CONTENT_LENGTH, 0);
                });
        phone.uac()
                .send(
                        Request.of(method, server, headers, Body.EMPTY),
                        server,
                        line.user().flow(),
                        _ -> {});
    }
}
