package io.switchhook.sip.ua;

import io.switchhook.sip.dialog.DialogId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.RAck;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import java.util.function.Consumer;

/// A dialog that a provisional response to an INVITE of ours made: one for each phone that rings (RFC 3261 §12.1.2). Its reliable
/// responses are acknowledged in their order (RFC 3262 §4), and it may be changed by UPDATE (RFC 3311 §5).
final class EarlyDialog implements EarlyUsage {
    private static final long NONE = -1;

    private final UserAgent agent;
    private final OutgoingCall call;
    private final DialogEnd end;
    private final EarlyOffers offers;

    /// The RSeq that was acknowledged last.
    private long acknowledged = NONE;

    EarlyDialog(UserAgent agent, OutgoingCall call, LocalUser local, DialogEnd end) {
        this.agent = agent;
        this.call = call;
        this.end = end;
        this.offers = new EarlyOffers(agent, local, end, !call.request().body().isEmpty());
    }

    DialogEnd end() {
        return end;
    }

    OutgoingCall call() {
        return call;
    }

    @Override
    public DialogId id() {
        return end.dialog().id();
    }

    /// Acknowledges a response that wants it.
    ///
    /// @return whether it is to be heard: not if it comes again, or before its time
    boolean heard(Response response) {
        var headers = response.headers();
        var number = headers.get(Header.RSEQ);
        boolean isReliable = headers.all(Header.REQUIRE).contains(CallSettings.RELIABLE);
        if (!isReliable || number.isEmpty()) return true;
        if (acknowledged != NONE && number.get() != acknowledged + 1) return false;
        acknowledged = number.get();
        var rack = new RAck(number.get(), headers.require(Header.CSEQ));
        boolean isOffer =
                !offers.isAgreed() && !response.body().isEmpty() && call.request().body().isEmpty();
        var body = isOffer ? call.user().prack(response) : Body.EMPTY;
        end.send(Method.PRACK, h -> agent.describe(h.add(Header.RACK, rack), body), body, _ -> {});
        if (!response.body().isEmpty()) offers.agree();
        return true;
    }

    boolean update(Body offer, Consumer<Response> outcome) {
        return offers.update(offer, outcome);
    }

    @Override
    public void request(ServerTransaction received) {
        var next = end.received(received);
        if (next.isEmpty() || offers.refuses(received)) return;
        end.become(next.get());
        var request = received.request();
        if (request.method() == Method.UPDATE) end.answer(received, call.user().offered(request));
        else agent.respond(received, StatusCode.CALL_DOES_NOT_EXIST);
    }
}
