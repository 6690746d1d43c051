package io.switchhook.sip.registrar;

import io.switchhook.sip.uri.OpaqueUri;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.TelUri;
import io.switchhook.sip.uri.Uri;

/// Whether two contacts are one binding: RFC 3261 §19.1.4 for SIP and SIPS URIs, the text for others.
final class SameContact {
    private SameContact() {}

    static boolean test(Uri one, Uri other) {
        return switch (one) {
            case SipUri sip -> other instanceof SipUri its && sip.equivalentTo(its);
            case TelUri _, OpaqueUri _ -> one.toString().equals(other.toString());
        };
    }
}
