package io.switchhook.sip.ua;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.ServerTransaction;
import java.util.function.Consumer;

/// Whose turn it is to offer in an early dialog, and offers by UPDATE there: RFC 3311 §5.
final class EarlyOffers {
    private final UserAgent agent;
    private final LocalUser local;
    private final DialogEnd end;

    /// Whether the first offer came from here, as from who called.
    private final boolean first;

    /// Whether the first offer was answered in a response that counts for it.
    private boolean agreed;

    /// Whether an UPDATE of ours waits for its answer.
    private boolean offering;

    EarlyOffers(UserAgent agent, LocalUser local, DialogEnd end, boolean first) {
        this.agent = agent;
        this.local = local;
        this.end = end;
        this.first = first;
    }

    boolean isAgreed() {
        return agreed;
    }

    void agree() {
        agreed = true;
    }

    /// Offers by UPDATE.
    ///
    /// @param outcome gets the final response
    /// @return false if it is not this end's turn
    boolean update(Body offer, Consumer<Response> outcome) {
        if (offering || !agreed) return false;
        offering = true;
        end.send(
                Method.UPDATE,
                h ->
                        agent.describe(
                                agent.abilities(h.add(Header.CONTACT, end.contact()), local),
                                offer),
                offer,
                response -> answered(response, outcome));
        return true;
    }

    private void answered(Response response, Consumer<Response> outcome) {
        if (!response.status().isFinal()) return;
        offering = false;
        if (response.status().isSuccess()) end.accepted(response);
        outcome.accept(response);
    }

    /// Refuses an UPDATE whose offer comes before its turn: §5.2.
    ///
    /// @return whether it was refused
    boolean refuses(ServerTransaction received) {
        Request request = received.request();
        boolean isOffer = request.method() == Method.UPDATE && !request.body().isEmpty();
        if (!isOffer || (agreed && !offering)) return false;
        end.refuseOffer(received, offering || first);
        return true;
    }
}
