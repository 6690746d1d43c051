package io.switchhook.sip.ua;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One end of a call that was answered: the INVITE usage of a confirmed dialog, RFC 3261 §12.2, §14, §15. For its shard's
/// thread.
public final class Session {
    private final UserAgent agent;
    private final DialogEnd end;
    private final User user;
    private final Change change;
    private final SessionTimer timer;
    private final ReferSubscription referred;

    /// The provisional responses of the call that may still be acknowledged (RFC 3262 §3).
    private final Optional<ReliableResponses> provisional;

    /// What this end described last.
    private Body description;

    private @Nullable ServerTransaction invited;
    private @Nullable UnacknowledgedAnswer unacknowledged;
    private @Nullable UnansweredOffer unanswered;

    /// Takes the call back while its answer waits to be sent.
    private @Nullable Runnable withdrawal;

    private boolean ended;

    /// What the other end does. Called on the shard.
    public interface User {
        /// The other end wants to change the session (§14.2), or asks for an offer if the request has no body.
        Reply reinvited(Request invite);

        /// The same by UPDATE (RFC 3311 §5.2); without a body it changes no stream, and gets no body.
        default Reply updated(Request update) {
            return update.body().isEmpty() ? new Reply.Accepted(Body.EMPTY) : reinvited(update);
        }

        /// The ACK of an answer of ours, with the answer to our offer if the INVITE had none.
        void acknowledged(Request ack);

        /// The session was refreshed by a re-INVITE with the description that it had (RFC 4028 §10); the answer may differ from
        /// the last one.
        default void refreshed(Response answer) {}

        /// Any other request in the dialog; to be answered.
        void request(ServerTransaction transaction);

        /// The call is over.
        void ended(Ending ending);
    }

    /// What is said to a re-INVITE or an UPDATE.
    public sealed interface Reply {
        /// @param body a session description, answer or offer
        record Accepted(Body body) implements Reply {}

        /// The session goes on as it was.
        record Refused(StatusCode status) implements Reply {}
    }

    /// Why a call is over.
    public sealed interface Ending {
        /// The other end said so, by BYE, or by CANCEL while our answer waited for its PRACK.
        record ByPeer(Request bye) implements Ending {}

        /// We said so.
        record ByUs() implements Ending {}

        /// The other end does not answer, or does not know of the call (§12.2.1.2, §13.3.1.4), or nobody refreshed it
        /// (RFC 4028 §10).
        record Lost(String why) implements Ending {}
    }

    /// @param owner whether we made the Call-ID
    /// @param description what this end has described
    Session(
            UserAgent agent,
            DialogEnd end,
            User user,
            boolean owner,
            Body description,
            Optional<ReliableResponses> provisional) {
        this.agent = agent;
        this.end = end;
        this.user = user;
        this.change = new Change(agent, this, owner);
        this.timer = new SessionTimer(agent, this, end.local());
        this.description = description;
        this.referred = new ReferSubscription(agent, this::forgetIfEnded);
        this.provisional = provisional;
    }

    public Dialog dialog() {
        return end.dialog();
    }

    public boolean isEnded() {
        return ended;
    }

    /// Offers to change the session: §14.1. After a 491 it is tried again by itself.
    ///
    /// @param outcome gets the final response; its ACK was sent
    /// @return false if another offer of either end is not finished
    public boolean reinvite(Body offer, Consumer<Response> outcome) {
        return propose(Method.INVITE, offer, _ -> Body.EMPTY, outcome);
    }

    /// Asks the other end for an offer (§14.1), as a transfer or a new device wants it.
    ///
    /// @param answer makes the body of the ACK from the 2xx, which has the offer
    /// @param outcome as for [#reinvite]
    /// @return false if another offer of either end is not finished
    public boolean solicit(Function<Response, Body> answer, Consumer<Response> outcome) {
        return propose(Method.INVITE, Body.EMPTY, answer, outcome);
    }

    /// Offers to change the session by UPDATE, which the other end answers without asking anybody: RFC 3311 §5.1. After a 491
    /// it is tried again by itself.
    ///
    /// @param offer nothing to refresh the target alone
    /// @param outcome gets the final response; 405 or 501 if the other end does not know the method
    /// @return false if another offer of either end is not finished
    public boolean update(Body offer, Consumer<Response> outcome) {
        return propose(Method.UPDATE, offer, _ -> Body.EMPTY, outcome);
    }

    private boolean propose(
            Method method,
            Body offer,
            Function<Response, Body> answer,
            Consumer<Response> outcome) {
        if (ended || change.isUnderWay() || isBusy()) return false;
        change.propose(new Change.Proposal(method, offer, answer, outcome));
        return true;
    }

    /// A 2xx to a change of ours.
    void accepted(Change.Proposal proposal, Response response) {
        end.accepted(response);
        describe(proposal.offer());
        timer.accepted(response);
        if (proposal.method() != Method.INVITE) return;
        var answer = proposal.answer().apply(response);
        describe(answer);
        end.acknowledge(response, answer);
    }

    private void describe(Body body) {
        if (!body.isEmpty()) description = body;
    }

    SessionTimer timer() {
        return timer;
    }

    /// Answers the offer of the 2xx to a call of ours, in the ACK that was postponed ([OutgoingCall.Postponed]). Does nothing if
    /// there is none, or the call is over.
    public void acknowledge(Body answer) {
        var open = unanswered;
        if (open == null) return;
        unanswered = null;
        open.deadline().cancel();
        acknowledge(open.response(), answer);
    }

    /// The answer to the offer of a 2xx comes later.
    void postpone(Response response) {
        unanswered = UnansweredOffer.of(response, agent.timers(), this::notAnswered);
    }

    private void notAnswered() {
        acknowledge(Body.EMPTY);
        send(Method.BYE, UnaryOperator.identity(), Body.EMPTY, _ -> {});
        end(new Ending.Lost("its offer was not answered"));
    }

    /// Refreshes the session: RFC 4028 §10. By UPDATE nothing is described.
    ///
    /// @return false if a change of either end is under way
    boolean refresh(Method method, Consumer<Response> outcome) {
        if (method == Method.UPDATE) return update(Body.EMPTY, outcome);
        return reinvite(
                description,
                response -> {
                    if (response.status().isSuccess()) user.refreshed(response);
                    outcome.accept(response);
                });
    }

    /// Nobody refreshed it.
    void expired() {
        acknowledge(Body.EMPTY);
        send(Method.BYE, UnaryOperator.identity(), Body.EMPTY, _ -> {});
        end(new Ending.Lost("session expired"));
    }

    /// Sends a request in the dialog, other than INVITE, and answers a challenge.
    ///
    /// @param responses gets each response but the challenges that were answered
    public void send(
            Method method,
            UnaryOperator<Headers.Editor> edits,
            Body body,
            Consumer<Response> responses) {
        end.send(method, edits, body, response -> responded(response, responses));
    }

    /// §12.2.1.2: a peer that does not know the call, or does not answer, has left it. One that does not answer may only have lost
    /// the way, and is told.
    private void responded(Response response, Consumer<Response> responses) {
        responses.accept(response);
        boolean isSilent = response.status().equals(StatusCode.REQUEST_TIMEOUT);
        boolean isUnknown = response.status().equals(StatusCode.CALL_DOES_NOT_EXIST);
        if (ended || !(isSilent || isUnknown)) return;
        end(new Ending.Lost(response.reasonPhrase()));
        if (isSilent) send(Method.BYE, UnaryOperator.identity(), Body.EMPTY, _ -> {});
    }

    /// Asks the other end to call somebody: RFC 3515 §2.1. The dialog outlives the call until the last NOTIFY (RFC 5057 §4),
    /// three minutes at most.
    ///
    /// @param target with the header fields of the INVITE in its URI
    /// @param edits further header fields, such as Referred-By for who wants to be named (RFC 3892 §2.1)
    /// @param response gets the final response
    /// @param notify gets each NOTIFY, which was answered; the last says `terminated`
    public void refer(
            NameAddr target,
            UnaryOperator<Headers.Editor> edits,
            Consumer<Response> response,
            Consumer<Request> notify) {
        referred.begin(notify);
        send(
                Method.REFER,
                h -> edits.apply(h.add(Header.CONTACT, contact()).add(Header.REFER_TO, target)),
                Body.EMPTY,
                answer -> {
                    if (!answer.status().isFinal()) return;
                    if (!answer.status().isSuccess()) referred.end();
                    response.accept(answer);
                });
    }

    private void forgetIfEnded() {
        if (ended) agent.forget(this);
    }

    /// Ends the call: §15.1.1. An offer that waits for its answer gets none.
    ///
    /// @param edits further header fields, such as Reason
    public void bye(UnaryOperator<Headers.Editor> edits) {
        if (ended) return;
        acknowledge(Body.EMPTY);
        end(new Ending.ByUs());
        if (withdrawal != null) withdrawal.run();
        else send(Method.BYE, edits, Body.EMPTY, _ -> {});
    }

    void end(Ending ending) {
        if (ended) return;
        ended = true;
        change.end();
        timer.end();
        if (unacknowledged != null) unacknowledged.acknowledged();
        if (unanswered != null) unanswered.deadline().cancel();
        unanswered = null;
        if (referred.isActive()) referred.linger();
        else agent.forget(this);
        user.ended(ending);
    }

    LocalUser local() {
        return end.local();
    }

    Contact contact() {
        return end.contact();
    }

    Response response(ServerTransaction transaction, StatusCode status) {
        return agent.response(transaction, status);
    }

    void acknowledge(Response answer, Body body) {
        describe(body);
        end.acknowledge(answer, body);
    }

    void acknowledgeAgain(Response answer) {
        end.acknowledgeAgain(answer);
    }

    /// The answer to the call waits to be sent.
    ///
    /// @param how takes the call back
    void withdrawable(Runnable how) {
        withdrawal = how;
    }

    /// Sends a 2xx until it is acknowledged.
    void answer(ServerTransaction invite, Response answer) {
        withdrawal = null;
        var timed = timer.answer(invite.request(), answer);
        unacknowledged =
                new UnacknowledgedAnswer(invite, timed, agent.timers(), this::notAcknowledged);
    }

    private void notAcknowledged() {
        unacknowledged = null;
        send(Method.BYE, UnaryOperator.identity(), Body.EMPTY, _ -> {});
        end(new Ending.Lost("no ACK"));
    }

    void acknowledged(Request request) {
        if (unacknowledged == null || !unacknowledged.isAcknowledgedBy(request)) return;
        unacknowledged.acknowledged();
        unacknowledged = null;
        user.acknowledged(request);
    }

    /// A request of the other end.
    void request(ServerTransaction transaction) {
        var next = end.received(transaction);
        if (next.isEmpty()) return;
        var request = transaction.request();
        if (isGlare(request)) {
            end.refuseOffer(transaction, change.isOffered() || isOfferUnanswered());
            return;
        }
        boolean isRefresh = request.method() == Method.INVITE || request.method() == Method.UPDATE;
        if (isRefresh && timer.refuses(transaction)) return;
        end.become(next.get());
        if (request.method() == Method.NOTIFY && referred.notified(transaction)) return;
        if (ended) agent.respond(transaction, StatusCode.CALL_DOES_NOT_EXIST);
        else if (request.method() == Method.INVITE) reinvited(transaction);
        else if (request.method() == Method.UPDATE) updated(transaction);
        else if (request.method() == Method.PRACK) acknowledgedProvisional(transaction);
        else if (request.method() == Method.BYE) left(transaction);
        else user.request(transaction);
    }

    /// Whether it is an offer, or asks for one, while another one waits for its answer.
    private boolean isGlare(Request request) {
        if (request.method() == Method.INVITE) return isBusy();
        boolean isOffer = request.method() == Method.UPDATE && !request.body().isEmpty();
        return isOffer
                && (change.isOffered()
                        || invited != null
                        || unanswered != null
                        || isOfferUnanswered());
    }

    /// Whether our 2xx had an offer, whose answer the ACK will have.
    private boolean isOfferUnanswered() {
        return unacknowledged != null && unacknowledged.isOffer();
    }

    boolean isBusy() {
        return change.isOffered()
                || invited != null
                || unacknowledged != null
                || unanswered != null;
    }

    private void reinvited(ServerTransaction transaction) {
        invited = transaction;
        try {
            switch (user.reinvited(transaction.request())) {
                case Reply.Accepted(var body) -> {
                    describe(body);
                    answer(transaction, end.ok(transaction, body));
                }
                case Reply.Refused(var status) -> agent.respond(transaction, status);
            }
        } finally {
            invited = null;
        }
    }

    private void updated(ServerTransaction transaction) {
        switch (user.updated(transaction.request())) {
            case Reply.Accepted(var body) -> {
                describe(body);
                transaction.respond(timer.answer(transaction.request(), end.ok(transaction, body)));
            }
            case Reply.Refused(var status) -> agent.respond(transaction, status);
        }
    }

    private void acknowledgedProvisional(ServerTransaction prack) {
        if (provisional.isPresent()) provisional.get().acknowledged(prack);
        else agent.respond(prack, StatusCode.CALL_DOES_NOT_EXIST);
    }

    private void left(ServerTransaction bye) {
        agent.respond(bye, StatusCode.OK);
        end(new Ending.ByPeer(bye.request()));
    }
}
