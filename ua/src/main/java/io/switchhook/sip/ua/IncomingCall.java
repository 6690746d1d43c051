package io.switchhook.sip.ua;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.dialog.DialogId;
import io.switchhook.sip.dialog.ReturnFlow;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An INVITE that waits for an answer: RFC 3261 §13.3. For its shard's thread. After its end whatever is said does nothing.
///
/// Where both ends want it, provisional responses are acknowledged (RFC 3262). An answer then waits for the PRACK of a
/// provisional response with a description; the call still rings for [UserAgent#ringing] meanwhile.
public final class IncomingCall {
    /// §13.3.1.1: proxies end what is silent for three minutes.
    private static final Duration REPETITION = Duration.ofMinutes(1);

    private static final StatusCode SERVER_TIMEOUT = StatusCode.of(504);

    private final UserAgent agent;
    private final LocalUser local;
    private final ServerTransaction transaction;
    private final Optional<Replaced> replaced;
    private final DialogEnd end;
    private final Early early = new Early();
    private final EarlyOffers offers;

    /// Empty if the caller cannot acknowledge them, or this end does not want to.
    private final Optional<ReliableResponses> reliable;

    /// What was described in a provisional response.
    private Body described = Body.EMPTY;

    private Timers.@Nullable Handle repetition;
    private boolean over;

    /// What is to be done as soon as the PRACK comes, and who waits for it.
    private @Nullable Runnable answer;

    private @Nullable Session answered;

    IncomingCall(
            UserAgent agent,
            LocalUser local,
            ServerTransaction transaction,
            SipUri remoteTarget,
            Optional<Replaced> replaced) {
        this.agent = agent;
        this.local = local;
        this.transaction = transaction;
        this.replaced = replaced;
        var request = transaction.request();
        var tag = agent.response(transaction, StatusCode.RINGING).headers().require(Header.TO);
        this.end =
                new DialogEnd(
                        agent,
                        local,
                        ReturnFlow.of(request, transaction.flow()).or(local::flow),
                        Dialog.uas(request, remoteTarget, tag.tag()));
        this.offers = new EarlyOffers(agent, local, end, request.body().isEmpty());
        this.reliable =
                isReliable(request)
                        ? Optional.of(new ReliableResponses(agent, transaction, early))
                        : Optional.empty();
    }

    private boolean isReliable(Request invite) {
        var headers = invite.headers();
        return local.calls().reliableProvisionals()
                && (headers.all(Header.SUPPORTED).contains(CallSettings.RELIABLE)
                        || headers.all(Header.REQUIRE).contains(CallSettings.RELIABLE));
    }

    /// The INVITE.
    public Request request() {
        return transaction.request();
    }

    /// The call whose place this one is to take (RFC 3891): answer this one, and end that one.
    public Optional<Replaced> replaced() {
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
        agent.remember(early);
        described = described(body);
        var response = provisional(status, edits, body);
        reliable.ifPresentOrElse(
                responses -> responses.send(response), () -> transaction.respond(response));
        if (repetition != null) repetition.cancel();
        repetition = agent.timers().start(REPETITION, () -> repeat(status, edits, body));
    }

    /// A description that was acknowledged is not said again, since it would be a new offer.
    private void repeat(StatusCode status, UnaryOperator<Headers.Editor> edits, Body body) {
        progress(status, edits, reliable.isPresent() ? Body.EMPTY : body);
    }

    private Response withContact(StatusCode status) {
        return agent.response(transaction, status)
                .with(h ->
                        h.copy(request().headers(), Header.RECORD_ROUTE.name())
                                .add(Header.CONTACT, local.contact()));
    }

    private Response provisional(
            StatusCode status, UnaryOperator<Headers.Editor> edits, Body body) {
        return able(agent.described(withContact(status).with(edits), body));
    }

    private Response able(Response response) {
        return response.with(h -> agent.abilities(h, response.headers(), local));
    }

    /// Offers to change the session before it is answered: RFC 3311 §5.1.
    ///
    /// @param outcome gets the final response
    /// @return false if the first offer was not answered in a response that the caller acknowledged, or another one is not
    ///     finished
    public boolean update(Body offer, Consumer<Response> outcome) {
        return !over && offers.update(offer, outcome);
    }

    /// Answers it with a 2xx, which is sent until its ACK comes.
    ///
    /// @param body the answer to its offer, or an offer if it had none; nothing if that was said in a response that the caller
    ///     acknowledged
    /// @return empty if it is over already
    public Optional<Session> answer(Body body, Session.User user) {
        if (over) return Optional.empty();
        over = true;
        if (repetition != null) repetition.cancel();
        var ok = able(agent.described(withContact(StatusCode.OK), body));
        var session = new Session(agent, end, user, false, described(body), reliable);
        agent.forget(early);
        agent.remember(session);
        boolean waits = reliable.map(ReliableResponses::isDescriptionUnacknowledged).orElse(false);
        if (waits) {
            answered = session;
            answer = () -> answer(session, ok);
            session.withdrawable(this::withdraw);
        } else answer(session, ok);
        return Optional.of(session);
    }

    private Body described(Body body) {
        return body.isEmpty() ? described : body;
    }

    private void answer(Session session, Response ok) {
        answered = null;
        answer = null;
        agent.forget(transaction);
        reliable.ifPresent(ReliableResponses::stop);
        session.answer(transaction, ok);
    }

    private void withdraw() {
        refuse(StatusCode.TEMPORARILY_UNAVAILABLE, UnaryOperator.identity());
    }

    /// Refuses or redirects it.
    ///
    /// @param status 300 to 699
    /// @param edits further header fields, such as the Contact of a redirection
    public void reject(StatusCode status, UnaryOperator<Headers.Editor> edits) {
        if (!over) refuse(status, edits);
    }

    private void refuse(StatusCode status, UnaryOperator<Headers.Editor> edits) {
        over = true;
        answered = null;
        answer = null;
        if (repetition != null) repetition.cancel();
        reliable.ifPresent(ReliableResponses::stop);
        agent.forget(transaction);
        agent.forget(early);
        transaction.respond(agent.response(transaction, status).with(edits));
    }

    /// §15.1.2, and §15 for a BYE.
    ///
    /// @return whether it was not answered yet
    boolean cancelled(Request cancel) {
        var waiting = answered;
        refuse(StatusCode.REQUEST_TERMINATED, UnaryOperator.identity());
        if (waiting != null) waiting.end(new Session.Ending.ByPeer(cancel));
        return waiting == null;
    }

    /// Its early dialog, and who acknowledges what there.
    private final class Early implements EarlyUsage, ReliableResponses.Listener {
        @Override
        public DialogId id() {
            return end.dialog().id();
        }

        @Override
        public void request(ServerTransaction received) {
            var next = end.received(received);
            if (next.isEmpty() || offers.refuses(received)) return;
            end.become(next.get());
            var request = received.request();
            if (request.method() == Method.PRACK && reliable.isPresent())
                reliable.get().acknowledged(received);
            else if (request.method() == Method.UPDATE)
                end.answer(received, agent.callee().updated(IncomingCall.this, request));
            else if (request.method() == Method.BYE) left(received);
            else agent.respond(received, StatusCode.CALL_DOES_NOT_EXIST);
        }

        private void left(ServerTransaction bye) {
            agent.respond(bye, StatusCode.OK);
            agent.cancelled(IncomingCall.this, bye.request());
        }

        /// An offer in the PRACK is answered like one in an UPDATE; its answer to an offer of ours is told.
        @Override
        public void acknowledged(ServerTransaction prack, Response response) {
            var request = prack.request();
            boolean described = !response.body().isEmpty();
            boolean isAnswer = described && transaction.request().body().isEmpty();
            if (request.body().isEmpty() || isAnswer) {
                agent.respond(prack, StatusCode.OK);
                agent.callee().acknowledged(IncomingCall.this, request);
            } else end.answer(prack, agent.callee().updated(IncomingCall.this, request));
            if (described) offers.agree();
            if (answer != null) answer.run();
        }

        @Override
        public void unacknowledged() {
            var waiting = answered;
            refuse(SERVER_TIMEOUT, UnaryOperator.identity());
            if (waiting != null) waiting.end(new Session.Ending.Lost("no PRACK"));
            else agent.callee().unacknowledged(IncomingCall.this);
        }
    }
}
