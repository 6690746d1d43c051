package io.switchhook.sip.ua;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transport.Flow;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One end of a call that was answered: the INVITE usage of a confirmed dialog, RFC 3261 §12.2, §14, §15. For its shard's
/// thread.
public final class Session {
    private static final StatusCode REQUEST_PENDING = StatusCode.of(491);
    private static final int CENTISECONDS_OF_OWNER = 210;
    private static final int CENTISECONDS = 200;
    private static final int RETRY_SECONDS = 10;
    private static final Duration LINGER = Duration.ofMinutes(3);

    private final UserAgent agent;
    private final LocalUser local;
    private final Optional<Flow> flow;
    private final User user;

    /// Whether we made the Call-ID.
    private final boolean owner;

    private Dialog dialog;

    /// The ACK of the last INVITE we sent, to be sent again when the 2xx comes again.
    private Dialog.@Nullable Next ack;

    /// Whether an INVITE of ours within the dialog waits for its final response.
    private boolean inviting;

    private @Nullable ServerTransaction invited;
    private @Nullable UnacknowledgedAnswer unacknowledged;
    private Timers.@Nullable Handle retry;
    private boolean ended;

    /// Who waits for what becomes of a REFER of ours.
    private @Nullable Consumer<Request> notified;

    private Timers.@Nullable Handle lingering;

    /// What the other end does. Called on the shard.
    public interface User {
        /// The other end wants to change the session (§14.2), or asks for an offer if the request has no body.
        Reply reinvited(Request invite);

        /// The ACK of an answer of ours, with the answer to our offer if the INVITE had none.
        void acknowledged(Request ack);

        /// Any other request in the dialog; to be answered.
        void request(ServerTransaction transaction);

        /// The call is over.
        void ended(Ending ending);
    }

    /// What is said to a re-INVITE.
    public sealed interface Reply {
        /// @param body a session description, answer or offer
        record Accepted(Body body) implements Reply {}

        /// The session goes on as it was.
        record Refused(StatusCode status) implements Reply {}
    }

    /// Why a call is over.
    public sealed interface Ending {
        /// The other end said so.
        record ByPeer(Request bye) implements Ending {}

        /// We said so.
        record ByUs() implements Ending {}

        /// The other end does not answer, or does not know of the call: §12.2.1.2, §13.3.1.4.
        record Lost(String why) implements Ending {}
    }

    Session(
            UserAgent agent,
            LocalUser local,
            Dialog dialog,
            Optional<Flow> flow,
            User user,
            boolean owner) {
        this.agent = agent;
        this.local = local;
        this.dialog = dialog;
        this.flow = flow;
        this.user = user;
        this.owner = owner;
    }

    public Dialog dialog() {
        return dialog;
    }

    public boolean isEnded() {
        return ended;
    }

    /// Offers to change the session: §14.1. After a 491 it is tried again by itself.
    ///
    /// @param outcome gets the final response; its ACK was sent
    /// @return false if another INVITE of either end is not finished
    public boolean reinvite(Body offer, Consumer<Response> outcome) {
        if (ended || retry != null || isBusy()) return false;
        invite(offer, outcome);
        return true;
    }

    /// After a 491 (§14.1). The other end may be the first to try again.
    private void reinviteLater(Body offer, Consumer<Response> outcome) {
        retry =
                agent.timers()
                        .start(
                                pause(),
                                () -> {
                                    retry = null;
                                    if (isBusy()) reinviteLater(offer, outcome);
                                    else invite(offer, outcome);
                                });
    }

    private void invite(Body offer, Consumer<Response> outcome) {
        inviting = true;
        send(
                Method.INVITE,
                h -> agent.describe(h.add(Header.CONTACT, contact()), offer),
                offer,
                response -> invited(response, offer, outcome));
    }

    private void invited(Response response, Body offer, Consumer<Response> outcome) {
        if (response.status().isProvisional()) return;
        if (!inviting) {
            if (response.status().isSuccess()) acknowledgeAgain(response);
            return;
        }
        inviting = false;
        if (response.status().equals(REQUEST_PENDING) && !ended) {
            reinviteLater(offer, outcome);
            return;
        }
        if (response.status().isSuccess()) {
            dialog = dialog.accepted(response);
            acknowledge(response, Body.EMPTY);
        }
        outcome.accept(response);
    }

    /// §14.1: so that both ends do not try at the same time again.
    private Duration pause() {
        int least = owner ? CENTISECONDS_OF_OWNER : 0;
        int most = owner ? 2 * CENTISECONDS : CENTISECONDS;
        return Duration.ofMillis(10L * agent.random().nextInt(least, most + 1));
    }

    /// Sends a request in the dialog, other than INVITE, and answers a challenge.
    ///
    /// @param responses gets each response but the challenges that were answered
    public void send(
            Method method,
            UnaryOperator<Headers.Editor> edits,
            Body body,
            Consumer<Response> responses) {
        send(method, edits, body, responses, true);
    }

    private void send(
            Method method,
            UnaryOperator<Headers.Editor> edits,
            Body body,
            Consumer<Response> responses,
            boolean first) {
        var next = dialog.next(method, edits, body);
        dialog = next.dialog();
        var request = local.credentials().authorize(next.request());
        agent.uac()
                .send(
                        request,
                        next.hop(),
                        flow,
                        response -> {
                            boolean asked =
                                    first
                                            && local.credentials()
                                                    .answer(request, response)
                                                    .isPresent();
                            if (asked) send(method, edits, body, responses, false);
                            else responded(response, responses);
                        });
    }

    /// §12.2.1.2: a peer that does not know the call, or does not answer, has left it.
    private void responded(Response response, Consumer<Response> responses) {
        responses.accept(response);
        int status = response.status().value();
        if (status == 481 || status == 408) end(new Ending.Lost(response.reasonPhrase()));
    }

    /// Asks the other end to call somebody: RFC 3515 §2.1. The dialog outlives the call until the last NOTIFY (RFC 5057 §4),
    /// three minutes at most.
    ///
    /// @param target with the header fields of the INVITE in its URI
    /// @param response gets the final response
    /// @param notify gets each NOTIFY, which was answered; the last says `terminated`
    public void refer(
            NameAddr target,
            UnaryOperator<Headers.Editor> edits,
            Consumer<Response> response,
            Consumer<Request> notify) {
        notified = notify;
        send(
                Method.REFER,
                h -> edits.apply(h.add(Header.CONTACT, contact()).add(Header.REFER_TO, target)),
                Body.EMPTY,
                answer -> {
                    if (!answer.status().isFinal()) return;
                    if (!answer.status().isSuccess()) noMoreNotifications();
                    response.accept(answer);
                });
    }

    private void noMoreNotifications() {
        notified = null;
        if (lingering != null) lingering.cancel();
        if (ended) agent.forget(this);
    }

    /// @return whether it belongs to a REFER of ours
    private boolean notified(ServerTransaction transaction) {
        var waiting = notified;
        var request = transaction.request();
        var event = request.headers().get(Header.EVENT);
        if (waiting == null || event.isEmpty() || !event.get().type().equals("refer")) return false;
        var state = request.headers().require(Header.SUBSCRIPTION_STATE);
        agent.respond(transaction, StatusCode.OK);
        if (state.isTerminated()) noMoreNotifications();
        waiting.accept(request);
        return true;
    }

    /// Ends the call: §15.1.1.
    ///
    /// @param edits further header fields, such as Reason
    public void bye(UnaryOperator<Headers.Editor> edits) {
        if (ended) return;
        end(new Ending.ByUs());
        send(Method.BYE, edits, Body.EMPTY, _ -> {});
    }

    private void end(Ending ending) {
        if (ended) return;
        ended = true;
        if (retry != null) retry.cancel();
        if (unacknowledged != null) unacknowledged.acknowledged();
        if (notified == null) agent.forget(this);
        else lingering = agent.timers().start(LINGER, this::noMoreNotifications);
        user.ended(ending);
    }

    Contact contact() {
        return local.contact();
    }

    Response response(ServerTransaction transaction, StatusCode status) {
        return agent.response(transaction, status);
    }

    /// Acknowledges a 2xx to the INVITE that it answers.
    void acknowledge(Response answer, Body body) {
        long number = answer.headers().require(Header.CSEQ).number();
        var made = dialog.ack(number, h -> agent.describe(h, body), body);
        ack = made;
        agent.uac().acknowledge(made.request(), made.hop(), flow);
    }

    /// §13.2.2.4: a 2xx that comes again wants its ACK again.
    void acknowledgeAgain(Response answer) {
        var last = ack;
        if (last != null
                && number(last.request()) == answer.headers().require(Header.CSEQ).number())
            agent.uac().acknowledge(last.request(), last.hop(), flow);
    }

    private static long number(Request request) {
        return request.headers().require(Header.CSEQ).number();
    }

    /// Sends a 2xx until it is acknowledged.
    void answer(ServerTransaction invite, Response answer) {
        unacknowledged =
                new UnacknowledgedAnswer(invite, answer, agent.timers(), this::notAcknowledged);
    }

    private void notAcknowledged() {
        unacknowledged = null;
        send(Method.BYE, UnaryOperator.identity(), Body.EMPTY, _ -> {});
        end(new Ending.Lost("no ACK"));
    }

    void acknowledged(Request request) {
        if (unacknowledged == null || number(request) != dialog.remoteSequenceNumber()) return;
        unacknowledged.acknowledged();
        unacknowledged = null;
        user.acknowledged(request);
    }

    /// A request of the other end.
    void request(ServerTransaction transaction) {
        var request = transaction.request();
        var next = dialog.received(request);
        if (next.isEmpty()) {
            agent.respond(transaction, StatusCode.SERVER_INTERNAL_ERROR);
            return;
        }
        if (request.method() == Method.INVITE && isBusy()) {
            refuse(transaction);
            return;
        }
        dialog = next.get();
        if (request.method() == Method.NOTIFY && notified(transaction)) return;
        if (ended) agent.respond(transaction, StatusCode.CALL_DOES_NOT_EXIST);
        else if (request.method() == Method.INVITE) reinvited(transaction);
        else if (request.method() == Method.BYE) left(transaction);
        else user.request(transaction);
    }

    private boolean isBusy() {
        return inviting || invited != null || unacknowledged != null;
    }

    /// §14.2.
    private void refuse(ServerTransaction transaction) {
        var status = inviting ? REQUEST_PENDING : StatusCode.SERVER_INTERNAL_ERROR;
        var response = agent.response(transaction, status);
        if (!inviting)
            response =
                    response.with(h ->
                            h.add(
                                    Header.RETRY_AFTER,
                                    RetryAfter.seconds(agent.random().nextInt(RETRY_SECONDS + 1))));
        transaction.respond(response);
    }

    private void reinvited(ServerTransaction transaction) {
        invited = transaction;
        try {
            answer(transaction, user.reinvited(transaction.request()));
        } finally {
            invited = null;
        }
    }

    private void answer(ServerTransaction transaction, Reply reply) {
        switch (reply) {
            case Reply.Accepted(var body) -> {
                var ok =
                        agent.response(transaction, StatusCode.OK)
                                .with(h -> h.add(Header.CONTACT, contact()));
                answer(transaction, agent.described(ok, body));
            }
            case Reply.Refused(var status) -> agent.respond(transaction, status);
        }
    }

    private void left(ServerTransaction bye) {
        agent.respond(bye, StatusCode.OK);
        end(new Ending.ByPeer(bye.request()));
    }
}
