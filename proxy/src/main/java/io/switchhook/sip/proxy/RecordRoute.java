package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;

/// How the proxy stays on the path of a dialog: RFC 3261 §16.6 item 4, RFC 5658 (one value for each side where the
/// sides differ).
///
/// ```
/// Record-Route: <sip:k3JxAb9_qT0z.tcp-7f3a@192.0.2.1;transport=tcp;lr>   the callee's side
/// Record-Route: <sip:192.0.2.1;lr>                                       the caller's side
/// ```
/// The token stands in one of them only, since both are taken off together.
final class RecordRoute {
    private static final Parameters[] PARAMETERS = new Parameters[Transport.values().length];

    static {
        for (var transport : Transport.values())
            PARAMETERS[transport.ordinal()] = parameters(transport);
    }

    private final TokenSeal seal;

    RecordRoute(TokenSeal seal) {
        this.seal = seal;
    }

    /// RFC 7118 §5.2 knows `ws` alone; `tls` is what phones understand (RFC 3261 §26.2.2 notwithstanding).
    private static Parameters parameters(Transport transport) {
        return switch (transport) {
            case UDP -> Parameters.EMPTY.with("lr");
            case TCP -> Parameters.EMPTY.with("transport", "tcp").with("lr");
            case TLS -> Parameters.EMPTY.with("transport", "tls").with("lr");
            case WS, WSS -> Parameters.EMPTY.with("transport", "ws").with("lr");
        };
    }

    /// Whether the request may begin a dialog. A NOTIFY may (RFC 6665 §4.3) even if it carries a To tag.
    static boolean isDue(Request request) {
        var method = request.method();
        if (method == Method.NOTIFY) return true;
        boolean forms =
                method == Method.INVITE || method == Method.SUBSCRIBE || method == Method.REFER;
        return forms && request.headers().require(Header.TO).tag().isEmpty();
    }

    /// Puts our values on top.
    ///
    /// @param from the flow the request came over
    /// @param to the flow it leaves over
    /// @param calleeFlow the token of `to` if the callee can be reached over it alone, else empty
    Headers.Editor push(Headers.Editor h, Request request, Flow from, Flow to, String calleeFlow) {
        var headers = request.headers();
        var callerFlow = isBound(from, headers.require(Header.VIA)) ? from.token() : "";
        var token =
                seal.token(
                        headers.require(Header.CALL_ID),
                        headers.require(Header.FROM).tag(),
                        callerFlow,
                        calleeFlow);
        boolean secure = request.uri() instanceof SipUri uri && uri.secure();
        boolean sidesDiffer =
                from.transport() != to.transport() || !from.sentBy().equals(to.sentBy());
        if (sidesDiffer) h.push(Header.RECORD_ROUTE, value(secure, "", from));
        return h.push(Header.RECORD_ROUTE, value(secure, token, to));
    }

    private static NameAddr value(boolean secure, String token, Flow side) {
        var parameters = PARAMETERS[side.transport().ordinal()];
        // sips: says TLS by itself (§19.1); only a WebSocket must still be named.
        if (secure && !side.transport().isWebSocket())
            parameters = PARAMETERS[Transport.UDP.ordinal()];
        return NameAddr.of(new SipUri(secure, token, side.sentBy(), parameters, ""));
    }

    /// Whether the sender can be reached over this flow alone: it made a connection, or its datagrams passed a NAT.
    private static boolean isBound(Flow flow, Via top) {
        if (flow.transport().isReliable()) return true;
        var sentBy = top.sentBy();
        int port = sentBy.portOr(flow.transport().defaultPort());
        if (top.rport().orElse(port) != port) return true;
        var received = top.received();
        return received.isPresent() && !isSameHost(received.get(), sentBy.host());
    }

    private static boolean isSameHost(String received, String host) {
        return host.startsWith("[")
                ? host.regionMatches(true, 1, received, 0, received.length())
                        && host.length() == received.length() + 2
                : host.equalsIgnoreCase(received);
    }
}
