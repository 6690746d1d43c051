package io.switchhook.sip.ua;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import java.time.Duration;

/// A 2xx to an INVITE that is sent again, over any transport, until its ACK comes: RFC 3261 §13.3.1.4.
final class UnacknowledgedAnswer {
    private static final TimerValues VALUES = TimerValues.DEFAULT;

    private final ServerTransaction invite;
    private final Response answer;
    private final Timers timers;
    private final Runnable givenUp;
    private final Timers.Handle deadline;
    private Duration interval = VALUES.t1();
    private Timers.Handle repetition;

    /// Sends it.
    ///
    /// @param givenUp told after 64*T1 without an ACK
    UnacknowledgedAnswer(
            ServerTransaction invite, Response answer, Timers timers, Runnable givenUp) {
        this.invite = invite;
        this.answer = answer;
        this.timers = timers;
        this.givenUp = givenUp;
        invite.respond(answer);
        repetition = timers.start(interval, this::repeat);
        deadline = timers.start(VALUES.timeout(), this::giveUp);
    }

    private void repeat() {
        invite.respond(answer);
        var doubled = interval.multipliedBy(2);
        interval = doubled.compareTo(VALUES.t2()) < 0 ? doubled : VALUES.t2();
        repetition = timers.start(interval, this::repeat);
    }

    private void giveUp() {
        repetition.cancel();
        givenUp.run();
    }

    boolean isAcknowledgedBy(Request ack) {
        return DialogEnd.number(ack) == DialogEnd.number(invite.request());
    }

    /// Whether the answer to the call is an offer, since the INVITE had none.
    boolean isOffer() {
        return invite.request().body().isEmpty();
    }

    void acknowledged() {
        repetition.cancel();
        deadline.cancel();
    }
}
