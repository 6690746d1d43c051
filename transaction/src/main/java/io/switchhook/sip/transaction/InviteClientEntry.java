package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.InviteClientTransaction.Accepted;
import io.switchhook.sip.transaction.InviteClientTransaction.Calling;
import io.switchhook.sip.transaction.InviteClientTransaction.CancelSent;
import io.switchhook.sip.transaction.InviteClientTransaction.Canceling;
import io.switchhook.sip.transaction.InviteClientTransaction.Completed;
import io.switchhook.sip.transaction.InviteClientTransaction.Event;
import io.switchhook.sip.transaction.InviteClientTransaction.Failure;
import io.switchhook.sip.transaction.InviteClientTransaction.Proceeding;
import io.switchhook.sip.transaction.InviteClientTransaction.Provisional;
import io.switchhook.sip.transaction.InviteClientTransaction.Success;
import io.switchhook.sip.transaction.InviteClientTransaction.Terminated;
import io.switchhook.sip.transaction.InviteClientTransaction.Timer;
import io.switchhook.sip.transaction.InviteClientTransaction.TransportFailed;
import io.switchhook.sip.transport.Flow;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An INVITE client transaction in the table.
final class InviteClientEntry extends ClientEntry<Timer>
        implements InviteClientTransaction.Effects {
    private InviteClientTransaction state;

    /// What a CANCEL is to have that waits for the first provisional response (§9.1).
    private @Nullable UnaryOperator<Headers.Editor> waitingCancel;

    InviteClientEntry(
            TransactionLayer layer,
            TransactionKey key,
            Request invite,
            Flow flow,
            ClientTransactionUser user) {
        super(layer, key, invite, flow, user);
        state = InviteClientTransaction.begin(invite, timing, layer.patience(), this);
        moving(false);
    }

    private void on(Event event) {
        moving(true);
        state = state.on(event, this);
        moving(false);
        if (state instanceof Terminated) ended();
        var cancel = waitingCancel;
        if (cancel != null && state instanceof Proceeding) sendCancel(cancel);
        tell();
    }

    @Override
    void received(Response response) {
        var status = response.status();
        if (status.isProvisional()) on(new Provisional(response));
        else on(status.isSuccess() ? new Success(response) : new Failure(response));
    }

    /// After a failure it goes on as it is: what comes again is acknowledged again.
    @Override
    public void settle(Flow upstream) {
        if (state instanceof Accepted) layer.absorb(this, upstream);
        else become(new LateSuccesses(layer.user(), upstream));
    }

    @Override
    public void cancel(UnaryOperator<Headers.Editor> edits) {
        switch (state) {
            case Calling _ -> waitingCancel = edits;
            case Proceeding _ -> sendCancel(edits);
            case Canceling _, Completed _, Accepted _, Terminated _ -> {}
        }
    }

    private void sendCancel(UnaryOperator<Headers.Editor> edits) {
        waitingCancel = null;
        layer.start(HopByHop.cancel(request()).with(edits), out, Nobody.NOBODY);
        on(new CancelSent());
    }

    @Override
    void fired(Timer timer) {
        if (timer == Timer.A) layer.counters().retransmissionsSent.increment();
        on(timer);
    }

    @Override
    void failed(IOException cause) {
        on(new TransportFailed(cause));
    }

    @Override
    public void acknowledge(Response response) {
        send(HopByHop.ack(request(), response));
    }
}
