package io.switchhook.sip.ua;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.dialog.DialogId;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An INVITE of ours and what becomes of it: RFC 3261 §13.2. For its shard's thread.
///
/// One session at most: of a call that was forked and answered twice, the second answer is acknowledged and left again
/// (§13.2.2.4).
public final class OutgoingCall {
    private static final int MOST_CHALLENGES = 3;

    /// Of a call that is forked further, other phones ring without a dialog of their own.
    private static final int MOST_DIALOGS = 16;

    private final UserAgent agent;
    private final LocalUser local;
    private final User user;
    private Request invite;
    private UacCore.@Nullable Sent sent;
    private @Nullable Session session;

    /// By To tag.
    private final Map<String, EarlyDialog> early = new HashMap<>();

    private int challenges;

    /// The Min-SE of the last 422; 0 for none.
    private int least;

    private boolean cancelled;
    private boolean over;

    /// What becomes of the call. Called on the shard, never before the call was made.
    public interface User {
        /// A provisional response above 100; each To tag is another phone that rings.
        void progress(Response response);

        /// A provisional response brought an offer, since the INVITE had none, and is acknowledged (RFC 3262 §5).
        ///
        /// @return the body of the PRACK: an answer
        default Body prack(Response offer) {
            return Body.EMPTY;
        }

        /// The other end wants to change the session before it is answered, by UPDATE (RFC 3311 §5.2).
        default Session.Reply offered(Request update) {
            return update.body().isEmpty()
                    ? new Session.Reply.Accepted(Body.EMPTY)
                    : new Session.Reply.Refused(StatusCode.of(488));
        }

        /// It was answered.
        ///
        /// @return who hears of the session, and what the ACK says
        Taken answered(Response response);

        /// The session that [#answered] asked for.
        void established(Session session);

        /// It was refused, redirected, canceled or not heard.
        void failed(Response response);
    }

    /// How an answer to the call is taken.
    public sealed interface Taken {
        /// Who hears of the session.
        Session.User user();
    }

    /// It is acknowledged at once.
    ///
    /// @param answer the body of the ACK, an answer if the 2xx brought an offer; empty if the INVITE had one
    public record Accepted(Session.User user, Body answer) implements Taken {}

    /// The 2xx brought an offer that somebody else has to answer first, as with third party call control (RFC 3725 §4.1):
    /// [Session#acknowledge] answers it, within 64*T1.
    public record Postponed(Session.User user) implements Taken {}

    OutgoingCall(UserAgent agent, LocalUser local, Request invite, User user) {
        this.agent = agent;
        this.local = local;
        this.invite = local.credentials().authorize(invite);
        this.user = user;
    }

    User user() {
        return user;
    }

    /// Offers to change the session with one of the phones that ring: RFC 3311 §5.1.
    ///
    /// @param toTag of the response that made its dialog
    /// @param outcome gets the final response
    /// @return false if the first offer was not answered in a response that was acknowledged, or another one is not finished
    public boolean update(String toTag, Body offer, Consumer<Response> outcome) {
        var dialog = early.get(toTag);
        return dialog != null && !over && dialog.update(offer, outcome);
    }

    /// As it was sent last.
    public Request request() {
        return invite;
    }

    void send() {
        var tried = invite;
        sent =
                agent.uac()
                        .send(
                                tried,
                                local.hop(tried.uri()),
                                local.flow(),
                                response -> heard(tried, response));
    }

    /// Gives up before there is an answer (§9.1); [User#failed] tells when it is over.
    ///
    /// @param edits further header fields, such as Reason
    public void cancel(UnaryOperator<Headers.Editor> edits) {
        if (over || cancelled) return;
        cancelled = true;
        if (sent != null) sent.cancel(edits);
    }

    private void heard(Request tried, Response response) {
        try {
            if (response.status().isSuccess()) answered(tried, response);
            else if (over || tried != invite) return;
            else if (!response.status().isFinal()) progress(tried, response);
            else refused(response);
        } catch (MalformedField e) {
            fail(Response.to(tried, StatusCode.of(400), "")); // a peer that cannot be talked to
        }
    }

    private void progress(Request tried, Response response) {
        if (response.status().equals(StatusCode.TRYING)) return;
        var dialog = early(tried, response);
        if (dialog.isEmpty() || dialog.get().heard(response)) user.progress(response);
    }

    private Optional<EarlyDialog> early(Request tried, Response response) {
        var tag = response.headers().require(Header.TO).tag();
        var known = early.get(tag);
        if (known != null) return Optional.of(known);
        var target = Dialog.remoteTarget(response);
        if (tag.isEmpty() || target.isEmpty() || early.size() >= MOST_DIALOGS)
            return Optional.empty();
        var end = end(Dialog.uac(tried, response, target.get()));
        var made = new EarlyDialog(agent, this, local, end);
        early.put(tag, made);
        agent.remember(made);
        return Optional.of(made);
    }

    private DialogEnd end(Dialog dialog) {
        return new DialogEnd(agent, local, local.flow(), dialog);
    }

    /// They take no requests any more; an answer that comes later goes on with their numbers.
    private void leaveEarlyDialogs() {
        early.values().forEach(agent::forget);
    }

    private void refused(Response response) {
        leaveEarlyDialogs();
        var again =
                cancelled || ++challenges > MOST_CHALLENGES
                        ? Optional.<Request>empty()
                        : local.credentials().answer(invite, response).or(() -> patient(response));
        if (again.isEmpty()) {
            fail(response);
            return;
        }
        long number = invite.headers().require(Header.CSEQ).number() + 1;
        early.clear();
        invite = again.get().with(h -> h.set(Header.CSEQ, new CSeq(number, Method.INVITE)));
        send();
    }

    /// RFC 4028 §7.3: what a 422 asks for.
    private Optional<Request> patient(Response response) {
        int asked = SessionInterval.least(response);
        boolean isTooSmall = response.status().value() == 422 && asked > least;
        if (!isTooSmall || local.calls().sessionTimer().isEmpty()) return Optional.empty();
        least = asked;
        var longer = invite.with(h -> SessionTimer.ask(h, local, asked));
        return Optional.of(local.credentials().authorize(longer));
    }

    private void fail(Response response) {
        if (over) return;
        over = true;
        leaveEarlyDialogs();
        user.failed(response);
    }

    private void answered(Request tried, Response response) {
        var first = session;
        if (first != null && first.dialog().id().equals(DialogId.of(response))) {
            first.acknowledgeAgain(response);
            return;
        }
        var target = Dialog.remoteTarget(response);
        if (target.isEmpty()) {
            fail(Response.to(tried, StatusCode.of(400), ""));
            return;
        }
        var rang = early.get(response.headers().require(Header.TO).tag());
        var made = Dialog.uac(tried, response, target.get());
        var dialog = rang == null ? made : made.after(rang.end().dialog());
        if (over || cancelled) leave(dialog, response);
        else begin(dialog, response);
    }

    private void begin(Dialog dialog, Response response) {
        over = true;
        leaveEarlyDialogs();
        var taken = user.answered(response);
        var made =
                new Session(
                        agent, end(dialog), taken.user(), true, invite.body(), Optional.empty());
        session = made;
        agent.remember(made);
        made.timer().accepted(response);
        switch (taken) {
            case Accepted(_, var answer) -> made.acknowledge(response, answer);
            case Postponed _ -> made.postpone(response);
        }
        user.established(made);
    }

    /// Nobody wants this answer: another was first, or the call was given up.
    private void leave(Dialog dialog, Response response) {
        var unwanted =
                new Session(agent, end(dialog), new Stranger(), true, Body.EMPTY, Optional.empty());
        unwanted.acknowledge(response, Body.EMPTY);
        unwanted.bye(UnaryOperator.identity());
        fail(Response.to(invite, StatusCode.REQUEST_TERMINATED, ""));
    }
}
