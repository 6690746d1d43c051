package io.switchhook.testkit;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.uri.Uri;
import java.util.ArrayList;
import java.util.List;

/// One end of a dialog: RFC 3261 §12, as much of it as a script needs.
public final class Leg {
    private final Party party;
    private final NameAddr local;
    private final NameAddr remote;
    private final CallId callId;
    private final Uri remoteTarget;
    private final List<NameAddr> routeSet;
    private final long inviteNumber;
    private long number;

    /// The caller's end: §12.1.2.
    Leg(Party party, Request sent, Response received) {
        var headers = received.headers();
        this.party = party;
        local = headers.require(Header.FROM);
        remote = headers.require(Header.TO);
        callId = headers.require(Header.CALL_ID);
        remoteTarget = target(headers, sent.uri());
        routeSet = new ArrayList<>(headers.all(Header.RECORD_ROUTE)).reversed();
        inviteNumber = headers.require(Header.CSEQ).number();
        number = inviteNumber;
    }

    /// The callee's end: §12.1.1.
    Leg(Party party, Request received, Response sent, io.switchhook.sip.transport.Flow flow) {
        var headers = received.headers();
        this.party = party;
        local = sent.headers().require(Header.TO);
        remote = headers.require(Header.FROM);
        callId = headers.require(Header.CALL_ID);
        remoteTarget = target(headers, remote.uri());
        routeSet = headers.all(Header.RECORD_ROUTE);
        inviteNumber = headers.require(Header.CSEQ).number();
        number = 1000;
    }

    private static Uri target(Headers headers, Uri otherwise) {
        return headers.get(Header.CONTACT)
                .map(contact ->
                        contact instanceof Contact.Address a ? a.address().uri() : otherwise)
                .orElse(otherwise);
    }

    /// The ACK for the 2xx that made the dialog, made but not sent.
    public Request ack() {
        return make(Method.ACK, inviteNumber);
    }

    /// Acknowledges the 2xx to a later INVITE of this end.
    public Request ack(Request reinvite) {
        return party.send(make(Method.ACK, reinvite.headers().require(Header.CSEQ).number()));
    }

    /// The next request in the dialog, made but not sent.
    public Request request(Method method) {
        return make(method, ++number);
    }

    /// Makes and sends the next request in the dialog.
    public Request send(Method method) {
        return party.send(request(method));
    }

    public Uri remoteTarget() {
        return remoteTarget;
    }

    public List<NameAddr> routeSet() {
        return List.copyOf(routeSet);
    }

    private Request make(Method method, long cseq) {
        return Request.of(
                method,
                remoteTarget,
                Headers.EMPTY.with(h -> {
                    h.push(Header.VIA, party.freshVia());
                    for (var route : routeSet) h.add(Header.ROUTE, route);
                    return h.add(Header.MAX_FORWARDS, 70)
                            .add(Header.FROM, local)
                            .add(Header.TO, remote)
                            .add(Header.CALL_ID, callId)
                            .add(Header.CSEQ, new CSeq(cseq, method))
                            .add(Header.CONTACT, party.contactHeader())
                            .add(Header.CONTENT_LENGTH, 0);
                }),
                Body.EMPTY);
    }
}
