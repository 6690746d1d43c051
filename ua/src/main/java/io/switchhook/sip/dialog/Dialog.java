package io.switchhook.sip.dialog;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One end of a dialog, early or confirmed: RFC 3261 §12. Immutable; each request sent or received gives the next one.
///
/// @param local who we are, with our tag
/// @param remote who the peer is, with its tag if it has one
/// @param remoteTarget where requests go in the end
/// @param routeSet where they pass, first hop first
/// @param localSequenceNumber of the last request sent; it only rises
/// @param remoteSequenceNumber of the last request received
public record Dialog(
        DialogId id,
        NameAddr local,
        NameAddr remote,
        SipUri remoteTarget,
        List<NameAddr> routeSet,
        long localSequenceNumber,
        long remoteSequenceNumber) {
    private static final int MAX_FORWARDS = 70;

    /// A request of ours.
    ///
    /// @param hop the URI whose server it goes to first: the first of the route set, else the remote target
    /// @param dialog after it
    public record Next(Request request, Uri hop, Dialog dialog) {}

    public Dialog {
        routeSet = List.copyOf(routeSet);
    }

    /// Where the sender of a message wants to be reached: its one Contact (§8.1.1.8). Empty if it has none, more than
    /// one, or one that is no SIP URI.
    ///
    /// @throws io.switchhook.sip.message.MalformedField if it cannot be read
    public static Optional<SipUri> remoteTarget(SipMessage message) {
        var contacts = message.headers().all(Header.CONTACT);
        if (contacts.size() != 1) return Optional.empty();
        return switch (contacts.getFirst()) {
            case Contact.Star() -> Optional.empty();
            case Contact.Address(var address) -> address.sipUri();
        };
    }

    /// The end of who answers the first request: §12.1.1.
    ///
    /// @param remoteTarget from [#remoteTarget(SipMessage)]
    /// @param localTag of the response that makes the dialog
    public static Dialog uas(Request request, SipUri remoteTarget, String localTag) {
        var headers = request.headers();
        var remote = headers.require(Header.FROM);
        return new Dialog(
                new DialogId(headers.require(Header.CALL_ID), localTag, remote.tag()),
                headers.require(Header.TO).withTag(localTag),
                remote,
                remoteTarget,
                headers.all(Header.RECORD_ROUTE),
                0,
                headers.require(Header.CSEQ).number());
    }

    /// The end of who sent the first request, as a response from 101 to 299 makes it: §12.1.2. A 2xx makes it anew, since only
    /// then the route set is certain (§13.2.2.4).
    ///
    /// @param request as it was sent
    /// @param remoteTarget from [#remoteTarget(SipMessage)]
    public static Dialog uac(Request request, Response response, SipUri remoteTarget) {
        var headers = request.headers();
        var remote = response.headers().require(Header.TO);
        var local = headers.require(Header.FROM);
        return new Dialog(
                new DialogId(headers.require(Header.CALL_ID), local.tag(), remote.tag()),
                local,
                remote,
                remoteTarget,
                response.headers().all(Header.RECORD_ROUTE).reversed(),
                headers.require(Header.CSEQ).number(),
                0);
    }

    /// This, which a 2xx made anew, with the numbers of the early dialog that it was: requests of both ends may have passed in it
    /// (§12.2.1.1).
    public Dialog after(Dialog early) {
        return new Dialog(
                id,
                local,
                remote,
                remoteTarget,
                routeSet,
                Math.max(localSequenceNumber, early.localSequenceNumber),
                early.remoteSequenceNumber);
    }

    /// This, after requests of ours that were sent before there was a dialog.
    ///
    /// @param number of the last one
    public Dialog sent(long number) {
        return withLocal(number);
    }

    /// Makes the ACK for a 2xx: §13.2.2.4. It has the number of its INVITE and changes nothing.
    ///
    /// @param number of the INVITE
    /// @param edits further header fields, such as the INVITE's credentials
    public Next ack(long number, UnaryOperator<Headers.Editor> edits, Body body) {
        var next = withLocal(number - 1).next(Method.ACK, edits, body);
        return new Next(next.request, next.hop, this);
    }

    /// A target refresh of ours was accepted: §12.2.1.2.
    ///
    /// @throws io.switchhook.sip.message.MalformedField if the Contact cannot be read
    public Dialog accepted(Response response) {
        var target = remoteTarget(response).orElse(remoteTarget);
        return new Dialog(
                id, local, remote, target, routeSet, localSequenceNumber, remoteSequenceNumber);
    }

    /// Makes the next request in the dialog, other than ACK and CANCEL: §12.2.1.1.
    ///
    /// @param edits further header fields, Contact among them where the method wants one
    public Next next(Method method, UnaryOperator<Headers.Editor> edits, Body body) {
        long number = localSequenceNumber + 1;
        boolean strict = isStrict();
        Uri uri = strict ? routeSet.getFirst().uri() : remoteTarget;
        var plain = uri instanceof SipUri sip ? sip.asRequestUri() : uri;
        var headers =
                Headers.EMPTY.with(h -> {
                    for (var route : strict ? routesBeforeStrictRouter() : routeSet)
                        h.add(Header.ROUTE, route);
                    h.add(Header.MAX_FORWARDS, MAX_FORWARDS)
                            .add(Header.FROM, local)
                            .add(Header.TO, remote)
                            .add(Header.CALL_ID, id.callId())
                            .add(Header.CSEQ, new CSeq(number, method));
                    return edits.apply(h).add(Header.CONTENT_LENGTH, body.length());
                });
        var hop = routeSet.isEmpty() ? remoteTarget : routeSet.getFirst().uri();
        return new Next(Request.of(method, plain, headers, body), hop, withLocal(number));
    }

    private boolean isStrict() {
        if (routeSet.isEmpty()) return false;
        return routeSet.getFirst().sipUri().map(uri -> !uri.isLooseRouter()).orElse(false);
    }

    private List<NameAddr> routesBeforeStrictRouter() {
        var routes = new ArrayList<>(routeSet.subList(1, routeSet.size()));
        routes.add(NameAddr.of(remoteTarget));
        return routes;
    }

    /// What a request of the peer makes of the dialog (§12.2.2): its number counts, and a target refresh moves the
    /// remote target. Empty if it is out of order, which §12.2.2 answers with 500.
    ///
    /// @throws io.switchhook.sip.message.MalformedField if its Contact cannot be read
    public Optional<Dialog> received(Request request) {
        long number = request.headers().require(Header.CSEQ).number();
        if (number < remoteSequenceNumber) return Optional.empty();
        var target =
                isTargetRefresh(request.method())
                        ? remoteTarget(request).orElse(remoteTarget)
                        : remoteTarget;
        return Optional.of(
                new Dialog(id, local, remote, target, routeSet, localSequenceNumber, number));
    }

    /// §6, RFC 3311 §5.2, RFC 6665 §4.4.1.
    private static boolean isTargetRefresh(Method method) {
        return method == Method.INVITE
                || method == Method.UPDATE
                || method == Method.SUBSCRIBE
                || method == Method.NOTIFY;
    }

    private Dialog withLocal(long number) {
        return new Dialog(id, local, remote, remoteTarget, routeSet, number, remoteSequenceNumber);
    }
}
