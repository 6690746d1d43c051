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
/// @param q from 0 to 1000, in thousandths
/// @param flow the path that the phone registered over, if it can only be reached that way
/// @param path routes to put before the request (RFC 3327), first hop first
/// @param features the parameters of its Contact, which say what it can do (RFC 3840); empty for unknown
public record Target(
        SipUri uri, int q, Optional<Flow> flow, List<NameAddr> path, Parameters features) {

    /// One that did not say what it can do.
    public Target(SipUri uri, int q, Optional<Flow> flow, List<NameAddr> path) {
        this(uri, q, flow, path, Parameters.EMPTY);
    }

    Target withQ(int q) {
        return new Target(uri, q, flow, path, features);
    }
}
