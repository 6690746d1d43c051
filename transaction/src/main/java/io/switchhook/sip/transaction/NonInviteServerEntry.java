package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Completed;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Event;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Final;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Provisional;
import io.switchhook.sip.transaction.NonInviteServerTransaction.RequestReceived;
import io.switchhook.sip.transaction.NonInviteServerTransaction.RequestTimeout;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Terminated;
import io.switchhook.sip.transaction.NonInviteServerTransaction.Timer;
import io.switchhook.sip.transaction.NonInviteServerTransaction.TransportFailed;
import io.switchhook.sip.transport.Flow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A non-INVITE server transaction in the table.
final class NonInviteServerEntry extends ServerEntry<Timer>
        implements NonInviteServerTransaction.Effects {
    private NonInviteServerTransaction state;
    private @Nullable Response last;

    NonInviteServerEntry(TransactionLayer layer, TransactionKey key, Request request, Flow flow) {
        super(layer, key, request, flow);
        state = NonInviteServerTransaction.begin(request, timing, this);
        moving(false);
    }

    private void on(Event event) {
        moving(true);
        state = state.on(event, this);
        moving(false);
        if (state instanceof Terminated) ended();
    }

    @Override
    void retransmitted(Request request) {
        on(new RequestReceived(request));
    }

    @Override
    public void respond(Response response) {
        if (response.status().isProvisional()) {
            on(new Provisional(response));
            return;
        }
        answered = true;
        boolean late = response.status().equals(StatusCode.REQUEST_TIMEOUT);
        on(late ? new RequestTimeout(response) : new Final(response));
        if (state instanceof Completed && last != null && timing.retransmits())
            layer.absorb(this, out, last);
    }

    @Override
    void fired(Timer timer) {
        on(timer);
    }

    @Override
    void failed(IOException cause) {
        on(new TransportFailed(cause));
    }

    @Override
    public void send(Response response) {
        last = response;
        out.send(response, this);
    }

    @Override
    public void repeat() {
        if (last != null) out.send(last, this);
    }

    @Override
    public void unanswered() {
        layer.counters().unanswered.increment();
    }
}
