package io.switchhook.sip.dialog;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.HostPort;
import java.util.Optional;

/// Whether the sender of a request must be reached over the path that the request took, whatever its Contact says:
/// RFC 5626 §1, RFC 3581 §4.
public final class ReturnFlow {
    private ReturnFlow() {}

    /// Always where it made a connection; over UDP behind a NAT, which shows in the top Via, and where its Contact is a GRUU,
    /// which names a registrar and no place (RFC 5627). Never if a proxy stands between: then the route set knows the way.
    ///
    /// @throws io.switchhook.sip.message.MalformedField if a header field that tells cannot be read
    public static Optional<Flow> of(Request request, Flow flow) {
        var headers = request.headers();
        if (headers.has(Known.RECORD_ROUTE) || headers.all(Header.VIA).size() > 1)
            return Optional.empty();
        if (flow.transport().isReliable()) return Optional.of(flow);
        boolean isBound = isBehindNat(headers.require(Header.VIA), flow) || isGruu(request);
        return isBound ? Optional.of(flow) : Optional.empty();
    }

    private static boolean isGruu(Request request) {
        return Dialog.remoteTarget(request).map(uri -> uri.parameters().has("gr")).orElse(false);
    }

    private static boolean isBehindNat(Via top, Flow flow) {
        int port = top.sentBy().portOr(flow.transport().defaultPort());
        if (top.rport().orElse(port) != port) return true;
        var received = top.received();
        return received.isPresent() && !top.sentBy().sameHost(host(received.get()));
    }

    private static HostPort host(String received) {
        boolean bare = received.indexOf(':') >= 0 && !received.startsWith("[");
        return HostPort.of(bare ? '[' + received + ']' : received);
    }
}
