package io.switchhook.sip.proxy;

import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.SipUri;
import java.util.List;
import java.util.Optional;

/// One place a request may be forwarded to: RFC 3261 §16.5.
///
/// @param uri the new Request-URI
/// @param q from 0 to 1000, in thousandths
/// @param flow the path that the phone registered over, if it can only be reached that way
/// @param path routes to put before the request (RFC 3327), first hop first
/// @param alternatives other ways to the same phone, best first: the next is tried when the one before has failed, and
///     only then (RFC 5626 §7); their q and their own alternatives mean nothing
public record Target(
        SipUri uri, int q, Optional<Flow> flow, List<NameAddr> path, List<Target> alternatives) {

    public Target(SipUri uri, int q, Optional<Flow> flow, List<NameAddr> path) {
        this(uri, q, flow, path, List.of());
    }

    /// The first alternative, with the rest as its own.
    Optional<Target> next() {
        if (alternatives.isEmpty()) return Optional.empty();
        var first = alternatives.getFirst();
        var rest = alternatives.subList(1, alternatives.size());
        return Optional.of(new Target(first.uri, q, first.flow, first.path, rest));
    }
}
