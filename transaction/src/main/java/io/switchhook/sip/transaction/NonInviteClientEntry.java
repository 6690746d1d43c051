package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Completed;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Event;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Final;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Provisional;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Terminated;
import io.switchhook.sip.transaction.NonInviteClientTransaction.Timer;
import io.switchhook.sip.transaction.NonInviteClientTransaction.TransportFailed;
import io.switchhook.sip.transport.Flow;
import java.io.IOException;
import java.util.function.UnaryOperator;

/// A non-INVITE client transaction in the table.
final class NonInviteClientEntry extends ClientEntry<Timer>
        implements NonInviteClientTransaction.Effects {
    private NonInviteClientTransaction state;

    NonInviteClientEntry(
            TransactionLayer layer,
            TransactionKey key,
            Request request,
            Flow flow,
            ClientTransactionUser user) {
        super(layer, key, request, flow, user);
        state = NonInviteClientTransaction.begin(request, timing, this);
        moving(false);
    }

    private void on(Event event) {
        moving(true);
        state = state.on(event, this);
        moving(false);
        if (state instanceof Terminated) ended();
        tell();
    }

    @Override
    void received(Response response) {
        on(response.status().isProvisional() ? new Provisional(response) : new Final(response));
    }

    @Override
    public void settle(Flow upstream) {
        if (state instanceof Completed && timing.retransmits()) layer.absorb(this, upstream);
        else abandon();
    }

    /// §9.1: "A CANCEL request SHOULD NOT be sent to cancel a request other than INVITE."
    @Override
    public void cancel(UnaryOperator<Headers.Editor> edits) {}

    @Override
    void fired(Timer timer) {
        if (timer == Timer.E) layer.counters().retransmissionsSent.increment();
        on(timer);
    }

    @Override
    void failed(IOException cause) {
        on(new TransportFailed(cause));
    }
}
