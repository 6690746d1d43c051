package io.switchhook.sip.ua;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.dialog.ReturnFlow;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.uri.SipUri;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An INVITE that waits for an answer: RFC 3261 §13.3. For its shard's thread. After its end whatever is said does nothing.
public final class IncomingCall {
    /// §13.3.1.1: proxies end what is silent for three minutes.
    private static final Duration REPETITION = Duration.ofMinutes(1);

    private final UserAgent agent;
    private final LocalUser local;
    private final ServerTransaction transaction;
    private final SipUri remoteTarget;
    private final Optional<Session> replaced;
    private Timers.@Nullable Handle repetition;
    private boolean over;

    IncomingCall(
            UserAgent agent,
            LocalUser local,
            ServerTransaction transaction,
            SipUri remoteTarget,
            Optional<Session> replaced) {
        this.agent = agent;
        this.local = local;
        this.transaction = transaction;
        this.remoteTarget = remoteTarget;
        this.replaced = replaced;
    }

    /// The INVITE.
    public Request request() {
        return transaction.request();
    }

    /// The call whose place this one is to take (RFC 3891): answer this one, and end that one.
    public Optional<Session> replaced() {
        return replaced;
    }

    /// Whether it was answered, refused or canceled.
    public boolean isOver() {
        return over;
    }

    /// Says that the user is alerted, and says so again each minute.
    public void ring() {
        progress(StatusCode.RINGING, UnaryOperator.identity(), Body.EMPTY);
    }

    /// Sends a provisional response, which makes an early dialog.
    ///
    /// @param status 101 to 199
    /// @param edits further header fields
    /// @param body a session description for early media, or nothing
    public void progress(StatusCode status, UnaryOperator<Headers.Editor> edits, Body body) {
        if (over) return;
        var response = agent.described(withContact(status).with(edits), body);
        transaction.respond(response);
        if (repetition != null) repetition.cancel();
        repetition = agent.timers().start(REPETITION, () -> progress(status, edits, body));
    }

    private Response withContact(StatusCode status) {
        return agent.response(transaction, status)
                .with(h ->
                        h.copy(request().headers(), Header.RECORD_ROUTE.name())
                                .add(Header.CONTACT, local.contact()));
    }

    /// Answers it with a 2xx, which is sent until its ACK comes.
    ///
    /// @param body the answer to its offer, or an offer if it had none
    /// @return empty if it is over already
    public Optional<Session> answer(Body body, Session.User user) {
        if (over) return Optional.empty();
        end();
        var ok = agent.described(withContact(StatusCode.OK), body);
        var dialog = Dialog.uas(request(), remoteTarget, ok.headers().require(Header.TO).tag());
        var flow = ReturnFlow.of(request(), transaction.flow()).or(local::flow);
        var session = new Session(agent, local, dialog, flow, user, false);
        agent.remember(session);
        session.answer(transaction, ok);
        return Optional.of(session);
    }

    /// Refuses or redirects it.
    ///
    /// @param status 300 to 699
    /// @param edits further header fields, such as the Contact of a redirection
    public void reject(StatusCode status, UnaryOperator<Headers.Editor> edits) {
        if (over) return;
        end();
        transaction.respond(agent.response(transaction, status).with(edits));
    }

    /// §15.1.2.
    void cancelled() {
        reject(StatusCode.REQUEST_TERMINATED, UnaryOperator.identity());
    }

    private void end() {
        over = true;
        if (repetition != null) repetition.cancel();
        agent.forget(transaction);
    }
}
