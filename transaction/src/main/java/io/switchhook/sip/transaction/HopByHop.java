package io.switchhook.sip.transaction;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;

/// The two requests that a client transaction makes itself and that the next hop keeps to itself.
final class HopByHop {
    private static final int MAX_FORWARDS = 70;

    private HopByHop() {}

    /// The ACK for a response other than 2xx: §17.1.1.3.
    static Request ack(Request invite, Response response) {
        return like(invite, Method.ACK, response.headers());
    }

    /// The CANCEL of an INVITE: §9.1.
    static Request cancel(Request invite) {
        return like(invite, Method.CANCEL, invite.headers());
    }

    private static Request like(Request invite, Method method, Headers to) {
        var from = invite.headers();
        var number = from.require(Header.CSEQ).number();
        var headers =
                Headers.EMPTY.with(h ->
                        h.push(Header.VIA, from.require(Header.VIA))
                                .copy(from, Known.ROUTE)
                                .add(Header.MAX_FORWARDS, MAX_FORWARDS)
                                .copy(from, Known.FROM)
                                .copy(to, Known.TO)
                                .copy(from, Known.CALL_ID)
                                .add(Header.CSEQ, new CSeq(number, method))
                                .add(Header.CONTENT_LENGTH, 0));
        return Request.of(method, invite.uri(), headers, Body.EMPTY);
    }
}
