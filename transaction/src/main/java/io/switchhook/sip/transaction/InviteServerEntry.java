package io.switchhook.sip.transaction;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.InviteServerTransaction.Accepted;
import io.switchhook.sip.transaction.InviteServerTransaction.AckReceived;
import io.switchhook.sip.transaction.InviteServerTransaction.Completed;
import io.switchhook.sip.transaction.InviteServerTransaction.Event;
import io.switchhook.sip.transaction.InviteServerTransaction.Failure;
import io.switchhook.sip.transaction.InviteServerTransaction.InviteReceived;
import io.switchhook.sip.transaction.InviteServerTransaction.Provisional;
import io.switchhook.sip.transaction.InviteServerTransaction.Success;
import io.switchhook.sip.transaction.InviteServerTransaction.Terminated;
import io.switchhook.sip.transaction.InviteServerTransaction.Timer;
import io.switchhook.sip.transaction.InviteServerTransaction.TransportFailed;
import io.switchhook.sip.transport.Flow;
import java.io.IOException;
import java.util.Optional;

/// An INVITE server transaction in the table. If its user gives no response for [TransactionLimits#patience], it answers
/// 500 by itself.
final class InviteServerEntry extends ServerEntry<Timer>
        implements InviteServerTransaction.Effects {
    private InviteServerTransaction state;
    private final Timers.Handle deadline;

    InviteServerEntry(TransactionLayer layer, TransactionKey key, Request invite, Flow flow) {
        super(layer, key, invite, flow);
        deadline = layer.timers().start(layer.patience(), this::unanswered);
        state = InviteServerTransaction.begin(invite, timing, this);
        moving(false);
    }

    private void on(Event event) {
        moving(true);
        state = state.on(event, this);
        moving(false);
        if (state instanceof Terminated) ended();
    }

    private void unanswered() {
        layer.counters().unanswered.increment();
        respond(layer.responseTo(request(), StatusCode.SERVER_INTERNAL_ERROR));
    }

    @Override
    void retransmitted(Request invite) {
        on(new InviteReceived(invite));
    }

    /// Whether an ACK filed under this INVITE is for it: of an RFC 2543 peer, the To tag must be that of our response
    /// (§17.2.3).
    boolean isAcknowledgedBy(Request ack) {
        return !(key instanceof TransactionKey.Rfc2543)
                || !(state instanceof Completed(var last, _, _))
                || toTag(last).equals(toTag(ack));
    }

    private static String toTag(SipMessage message) {
        return message.headers().require(Header.TO).tag();
    }

    void acknowledged(Request ack, Flow from) {
        on(new AckReceived(ack));
        if (heard() == ack) layer.user().ack(ack, from);
    }

    @Override
    public void respond(Response response) {
        var status = response.status();
        if (status.isProvisional()) {
            if (!answered) postpone();
            on(new Provisional(response));
            return;
        }
        answered = true;
        deadline.cancel();
        on(status.isSuccess() ? new Success(response) : new Failure(response));
    }

    private void postpone() {
        layer.timers().start(layer.patience().toNanos(), deadline);
    }

    @Override
    public Optional<Flow> path() {
        return answered && !(state instanceof Accepted) ? Optional.empty() : super.path();
    }

    @Override
    public void release() {
        super.release();
        if (state instanceof Accepted) layer.absorb(this, out, null);
    }

    @Override
    void fired(Timer timer) {
        if (timer == Timer.G) layer.counters().retransmissionsSent.increment();
        on(timer);
    }

    @Override
    void failed(IOException cause) {
        on(new TransportFailed(cause));
    }

    @Override
    public void send(Response response) {
        out.send(response, this);
    }

    @Override
    public void timedOut() {
        layer.timedOut("H", callId, "the ACK", out);
    }
}
