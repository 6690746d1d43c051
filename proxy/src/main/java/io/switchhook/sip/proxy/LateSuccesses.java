package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.ClientTransaction;
import io.switchhook.sip.transaction.ClientTransactionUser;
import io.switchhook.sip.transaction.ServerTransaction;
import java.io.IOException;

/// What remains of a request's branches when all have their final response: each 2xx to an INVITE still goes back (RFC 3261
/// §16.7 item 5), since its phone repeats it until the ACK comes. For these 32 seconds nothing else of the request is kept.
record LateSuccesses(Surroundings surroundings, ServerTransaction transaction)
        implements ClientTransactionUser {
    @Override
    public void response(ClientTransaction branch, Response response) {
        var headers = response.headers();
        boolean isInvite = headers.require(Header.CSEQ).method() == Method.INVITE;
        if (!isInvite || !response.status().isSuccess()) return;
        var forwarded = Identity.withoutClaims(response.with(h -> h.pop(Header.VIA)));
        if (!forwarded.headers().has(Known.VIA)) return;
        surroundings.counters().responses(response.status().statusClass()).increment();
        transaction.respond(forwarded);
    }

    @Override
    public void timedOut(ClientTransaction branch) {}

    @Override
    public void transportFailed(ClientTransaction branch, IOException cause) {}
}
