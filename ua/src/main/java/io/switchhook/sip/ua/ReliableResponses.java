package io.switchhook.sip.ua;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Provisional responses of ours that are sent until their PRACK comes, one after the other: RFC 3262 §3.
final class ReliableResponses {
    private static final TimerValues VALUES = TimerValues.DEFAULT;

    /// How many wait for the one that is under way; of more, the caller hears nothing.
    private static final int WAITING = 8;

    private final UserAgent agent;
    private final ServerTransaction invite;
    private final Listener listener;
    private final Queue<Response> waiting = new ArrayDeque<>(1);

    /// The RSeq of the last one.
    private long number;

    private @Nullable Response sent;
    private Duration interval = VALUES.t1();
    private Timers.@Nullable Handle repetition;
    private Timers.@Nullable Handle deadline;

    /// What the PRACK waits for, or what waits for the PRACK.
    interface Listener {
        /// The last response was acknowledged.
        ///
        /// @param prack to be answered
        void acknowledged(ServerTransaction prack, Response response);

        /// It was not, for 64*T1.
        void unacknowledged();
    }

    ReliableResponses(UserAgent agent, ServerTransaction invite, Listener listener) {
        this.agent = agent;
        this.invite = invite;
        this.listener = listener;
        this.number = agent.random().nextInt(1, Integer.MAX_VALUE) - 1L;
    }

    void send(Response response) {
        if (sent == null) begin(response);
        else if (waiting.size() < WAITING) waiting.add(response);
    }

    private void begin(Response response) {
        number++;
        var numbered =
                response.with(
                        h -> h.add(Header.REQUIRE, CallSettings.RELIABLE).add(Header.RSEQ, number));
        sent = numbered;
        interval = VALUES.t1();
        invite.respond(numbered);
        repetition = agent.timers().start(interval, () -> repeat(numbered));
        deadline = agent.timers().start(VALUES.timeout(), this::giveUp);
    }

    private void repeat(Response response) {
        invite.respond(response);
        interval = interval.multipliedBy(2);
        repetition = agent.timers().start(interval, () -> repeat(response));
    }

    private void giveUp() {
        stop();
        listener.unacknowledged();
    }

    /// Whether the last one has a description, which must be acknowledged before a 2xx is sent.
    boolean isDescriptionUnacknowledged() {
        return sent != null && !sent.body().isEmpty();
    }

    /// A final response was sent: nothing is sent again, but a PRACK may come yet.
    void stop() {
        if (repetition != null) repetition.cancel();
        if (deadline != null) deadline.cancel();
        waiting.clear();
    }

    /// A PRACK came; one that acknowledges nothing gets a 481.
    void acknowledged(ServerTransaction prack) {
        var response = sent;
        if (response == null || !isFor(prack.request())) {
            agent.respond(prack, StatusCode.CALL_DOES_NOT_EXIST);
            return;
        }
        if (repetition != null) repetition.cancel();
        if (deadline != null) deadline.cancel();
        sent = null;
        listener.acknowledged(prack, response);
        var next = invite.isAnswered() ? null : waiting.poll();
        if (next != null) begin(next);
    }

    private boolean isFor(Request prack) {
        var rack = prack.headers().require(Header.RACK);
        return rack.responseNumber() == number
                && rack.cseq().method() == Method.INVITE
                && rack.cseq().number() == DialogEnd.number(invite.request());
    }
}
