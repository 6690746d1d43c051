package io.switchhook.sip.registrar;

import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.uri.OpaqueUri;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.TelUri;
import io.switchhook.sip.uri.Uri;

/// Whether two contacts are one binding: for flows RFC 5626 §6, else RFC 3261 §19.1.4 for SIP and SIPS URIs, and the text
/// for others.
final class SameContact {
    private SameContact() {}

    /// Two flows are the same if instance and reg-id are. A phone that learns outbound, or forgets it, keeps its binding
    /// where the contact is the same; another phone with that contact behind another NAT does not get it.
    static boolean isSameBinding(NameAddr one, NameAddr other) {
        var its = InstanceFlow.of(one);
        var others = InstanceFlow.of(other);
        if (its.isPresent() && others.isPresent()) return its.equals(others);
        if (!test(one.uri(), other.uri())) return false;
        return its.isEmpty() && others.isEmpty()
                || InstanceFlow.instance(one).equals(InstanceFlow.instance(other));
    }

    static boolean test(Uri one, Uri other) {
        return switch (one) {
            case SipUri sip -> other instanceof SipUri its && sip.equivalentTo(its);
            case TelUri _, OpaqueUri _ -> one.toString().equals(other.toString());
        };
    }
}
