package io.switchhook.sip.registrar;

import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;

/// Whether a REGISTER asks for flows of its own, and gets them: RFC 5626 §6.
enum Outbound {
    /// No Contact has a `reg-id`, or it is to be ignored: bindings are known by their contacts.
    UNUSED,

    /// Bindings are known by instance and `reg-id`, for a phone that does not say it knows that.
    APPLIED,

    /// The same, and the phone is told so.
    AGREED,

    /// The phone asks for it, but the proxy that it sends to knows nothing of flows: 439.
    LACKING;

    static final String OPTION = "outbound";

    static Outbound of(Request request) {
        if (!hasInstanceFlow(request)) return UNUSED;
        boolean isSupported =
                has(request, Header.SUPPORTED, OPTION) || has(request, Header.REQUIRE, OPTION);
        if (isFirstHop(request) || firstHopKnows(request)) return isSupported ? AGREED : APPLIED;
        return isSupported ? LACKING : UNUSED;
    }

    boolean isApplied() {
        return this == APPLIED || this == AGREED;
    }

    static boolean isFirstHop(Request request) {
        return request.headers().all(Header.VIA).size() == 1;
    }

    /// The proxy that the phone sends to put its Path there first, so it is the last.
    private static boolean firstHopKnows(Request request) {
        var path = request.headers().all(Header.PATH);
        return !path.isEmpty()
                && path.getLast().sipUri().filter(uri -> uri.parameters().has("ob")).isPresent();
    }

    private static boolean hasInstanceFlow(Request request) {
        for (var contact : request.headers().all(Header.CONTACT))
            if (contact instanceof Contact.Address(NameAddr address)
                    && InstanceFlow.of(address).isPresent()) return true;
        return false;
    }

    static boolean has(Request request, HeaderType<String> header, String option) {
        for (String it : request.headers().all(header))
            if (it.equalsIgnoreCase(option)) return true;
        return false;
    }
}
