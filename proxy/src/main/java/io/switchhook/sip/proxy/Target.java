package io.switchhook.sip.proxy;

import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;
import java.util.List;
import java.util.Optional;

/// One place a request may be forwarded to: RFC 3261 §16.5.
///
/// @param uri the new Request-URI
/// @param q from 0 to 1000, in thousandths, or [#LAST_RESORT]
/// @param flow the path that the phone registered over, if it can only be reached that way
/// @param path routes to put before the request (RFC 3327), first hop first
/// @param features the parameters of its Contact, which say what it can do (RFC 3840); empty for unknown
/// @param alternatives other ways to the same phone, best first: the next is tried when the one before has failed, and
///     only then (RFC 5626 §7); their q, features and alternatives mean nothing
public record Target(
        SipUri uri,
        int q,
        Optional<Flow> flow,
        List<NameAddr> path,
        Parameters features,
        List<Target> alternatives) {

    /// The q of a phone that is probably gone: it is tried when all others have failed, and none of them answered.
    public static final int LAST_RESORT = -1;

    /// One that did not say what it can do.
    public Target(SipUri uri, int q, Optional<Flow> flow, List<NameAddr> path) {
        this(uri, q, flow, path, Parameters.EMPTY, List.of());
    }

    public Target withQ(int q) {
        return new Target(uri, q, flow, path, features, alternatives);
    }

    public Target withAlternatives(List<Target> ways) {
        return new Target(uri, q, flow, path, features, ways);
    }

    /// The first alternative, with the rest as its own.
    Optional<Target> next() {
        if (alternatives.isEmpty()) return Optional.empty();
        var first = alternatives.getFirst();
        var rest = alternatives.subList(1, alternatives.size());
        return Optional.of(new Target(first.uri, q, first.flow, first.path, features, rest));
    }
}
