package io.switchhook.sip.ua;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.Timers;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A change of the session that this end wants, by INVITE (RFC 3261 §14.1) or UPDATE (RFC 3311 §5.1): one at a time, and again
/// after a 491.
final class Change {
    private static final int CENTISECONDS_OF_OWNER = 210;
    private static final int CENTISECONDS = 200;
    private static final int MOST_RAISES = 3;

    private final UserAgent agent;
    private final Session session;

    /// Whether we made the Call-ID.
    private final boolean owner;

    private @Nullable Proposal proposed;

    /// How often a longer session interval was asked for (RFC 4028 §7.3).
    private int raised;

    private Timers.@Nullable Handle retry;

    /// @param method INVITE or UPDATE
    /// @param offer nothing for an UPDATE that changes no stream, or for an INVITE that asks for an offer
    /// @param answer the body of the ACK, from the 2xx
    /// @param outcome gets the final response; its ACK was sent
    record Proposal(
            Method method,
            Body offer,
            Function<Response, Body> answer,
            Consumer<Response> outcome) {
        boolean isOffer() {
            return method == Method.INVITE || !offer.isEmpty();
        }
    }

    Change(UserAgent agent, Session session, boolean owner) {
        this.agent = agent;
        this.session = session;
        this.owner = owner;
    }

    /// Whether one waits for its answer, or to be sent again.
    boolean isUnderWay() {
        return proposed != null || retry != null;
    }

    /// Whether an offer of ours waits for its answer.
    boolean isOffered() {
        return proposed != null && proposed.isOffer();
    }

    void propose(Proposal proposal) {
        proposed = proposal;
        session.send(
                proposal.method,
                h -> {
                    agent.abilities(h.add(Header.CONTACT, session.contact()), session.local());
                    session.timer().ask(h);
                    return agent.describe(h, proposal.offer);
                },
                proposal.offer,
                response -> answered(proposal, response));
    }

    private void answered(Proposal proposal, Response response) {
        if (response.status().isProvisional()) return;
        if (proposed != proposal) {
            boolean again = proposal.method == Method.INVITE && response.status().isSuccess();
            if (again) session.acknowledgeAgain(response);
            return;
        }
        proposed = null;
        if (response.status().equals(DialogEnd.REQUEST_PENDING) && !session.isEnded()) {
            later(proposal);
            return;
        }
        if (!session.isEnded() && raised < MOST_RAISES && session.timer().raises(response)) {
            raised++;
            propose(proposal);
            return;
        }
        if (response.status().isSuccess()) session.accepted(proposal, response);
        proposal.outcome.accept(response);
    }

    /// The other end may be the first to try again.
    private void later(Proposal proposal) {
        retry =
                agent.timers()
                        .start(
                                pause(),
                                () -> {
                                    retry = null;
                                    if (session.isBusy()) later(proposal);
                                    else propose(proposal);
                                });
    }

    /// §14.1: so that both ends do not try at the same time again.
    private Duration pause() {
        int least = owner ? CENTISECONDS_OF_OWNER : 0;
        int most = owner ? 2 * CENTISECONDS : CENTISECONDS;
        return Duration.ofMillis(10L * agent.random().nextInt(least, most + 1));
    }

    void end() {
        if (retry != null) retry.cancel();
        retry = null;
    }
}
