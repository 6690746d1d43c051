package io.switchhook.sip.transport;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;

/// Where a request came from, noted in its top Via: RFC 3261 §18.2.1, RFC 3581 §4.
///
/// ```
/// Via: SIP/2.0/UDP 10.1.1.1:4540;rport;branch=z9hG4bKkjshdyff
/// Via: SIP/2.0/UDP 10.1.1.1:4540;rport=9988;branch=z9hG4bKkjshdyff;received=192.0.2.1
/// ```
///
/// The line is spliced, so that all else of it stays as it was sent; most lines are not touched at all.
final class TopVia {
    private TopVia() {}

    static Request completed(Request request, InetSocketAddress source) {
        var via = request.headers().require(Header.VIA);
        return isComplete(via, source) ? request : request.with(completion(via, source));
    }

    static Response completed(Response response, InetSocketAddress source) {
        var via = response.headers().require(Header.VIA);
        return isComplete(via, source) ? response : response.with(completion(via, source));
    }

    private static boolean isComplete(Via via, InetSocketAddress source) {
        return !via.wantsRport()
                && !via.parameters().has("received")
                && Addresses.isSame(via.sentBy().host(), source.getAddress());
    }

    private static UnaryOperator<Headers.Editor> completion(Via via, InetSocketAddress source) {
        String received = Addresses.text(source.getAddress());
        String port = Integer.toString(source.getPort());
        var parameters = via.parameters();
        boolean claimed = parameters.has("received") || parameters.get("rport").isPresent();
        // The sender may not say where it is seen: its response would go to someone else.
        if (claimed) {
            var corrected = parameters.with("received", received);
            if (via.wantsRport()) corrected = corrected.with("rport", port);
            var correct = via.with(corrected);
            return h -> h.replaceFirst(Header.VIA, correct);
        }
        String addition = ";received=" + received;
        if (!via.wantsRport()) return h -> h.append(Header.VIA, addition);
        return h -> h.fill(Header.VIA, "rport", port, addition);
    }
}
