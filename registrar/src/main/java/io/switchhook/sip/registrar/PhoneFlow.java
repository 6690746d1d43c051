package io.switchhook.sip.registrar;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.HostPort;
import java.net.InetAddress;
import java.util.Optional;

/// Whether a phone must be reached over the path that its REGISTER took, whatever its Contact says.
final class PhoneFlow {
    private PhoneFlow() {}

    /// Always over a connection: nobody can be expected to accept one. Over UDP only behind a NAT, which shows in the
    /// top Via, or where the phone registers a flow (RFC 5626 §6). Never if a proxy stands between (more than one Via, or a Path): the path is then the proxy's, and ends
    /// when the proxy likes.
    static Optional<Flow> of(Request request, Flow flow) {
        var headers = request.headers();
        if (headers.has(Known.PATH) || headers.all(Header.VIA).size() > 1) return Optional.empty();
        if (flow.transport().isReliable()) return Optional.of(flow);
        if (Outbound.of(request).isApplied()) return Optional.of(flow);
        return isBehindNat(headers.require(Header.VIA)) ? Optional.of(flow) : Optional.empty();
    }

    /// RFC 3581 §4: `received` and `rport` tell where the request came from; a NAT has changed what sent-by says.
    private static boolean isBehindNat(Via via) {
        var sentBy = via.sentBy();
        var received = via.received();
        var rport = via.rport();
        return received.isPresent() && !isSame(sentBy, received.get())
                || rport.isPresent() && rport.getAsInt() != sentBy.portOr(5060);
    }

    private static boolean isSame(HostPort sentBy, String received) {
        String host =
                sentBy.isIpv6()
                        ? sentBy.host().substring(1, sentBy.host().length() - 1)
                        : sentBy.host();
        if (host.equalsIgnoreCase(received)) return true;
        if (!sentBy.isNumeric()) return false;
        try {
            return InetAddress.ofLiteral(host).equals(InetAddress.ofLiteral(received));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
