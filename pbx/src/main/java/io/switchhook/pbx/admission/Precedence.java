package io.switchhook.pbx.admission;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.OpaqueUri;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.TelUri;
import java.util.Set;

/// What goes first when not everything can: later ones are refused before earlier ones.
enum Precedence {
    /// Calls for help, and what keeps up or ends a call that is there. Never refused.
    EMERGENCY_OR_DIALOG,
    INVITE,
    /// Of a phone that is known where it is.
    REGISTER_AGAIN,
    REGISTER,
    /// Lamps and messages.
    SUBSCRIBE,
    /// Questions whether somebody is there.
    OPTIONS;

    /// @param known whether its user proved himself where it comes from
    static Precedence of(Request request, boolean known, Set<String> emergency) {
        if (!request.headers().require(Header.TO).tag().isEmpty()) return EMERGENCY_OR_DIALOG;
        if (!(request.method() instanceof Method.Known method)) return OPTIONS;
        return switch (method) {
            case INVITE -> isEmergency(request, emergency) ? EMERGENCY_OR_DIALOG : INVITE;
            case ACK, CANCEL, BYE, PRACK, UPDATE -> EMERGENCY_OR_DIALOG;
            case REGISTER -> known ? REGISTER_AGAIN : REGISTER;
            case SUBSCRIBE, NOTIFY, PUBLISH, MESSAGE, REFER, INFO -> SUBSCRIBE;
            case OPTIONS -> OPTIONS;
        };
    }

    /// RFC 5031 §4.2, RFC 3261 §20.26, or one of the numbers that everybody knows.
    private static boolean isEmergency(Request request, Set<String> numbers) {
        boolean called =
                switch (request.uri()) {
                    case SipUri sip -> numbers.contains(sip.user());
                    case TelUri tel -> numbers.contains(tel.digits());
                    case OpaqueUri other -> other.toString().startsWith("urn:service:sos");
                };
        return called
                || request.headers()
                        .get(Header.PRIORITY)
                        .filter(priority -> priority.strip().equalsIgnoreCase("emergency"))
                        .isPresent();
    }
}
