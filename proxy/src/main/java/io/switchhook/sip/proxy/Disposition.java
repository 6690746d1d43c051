package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.message.Request;
import java.util.Locale;

/// How the caller wants his request to be treated: Request-Disposition, RFC 3841 §9.1. `queue` asks for more than a proxy
/// has, and like all that is unknown it is as if it were not there.
///
/// @param redirects whether he wants to be told where to go, and go there himself
/// @param forks whether more than one phone may get it
/// @param cancels whether the others are canceled when one has answered
/// @param recurses whether redirections are followed for him
/// @param parallel whether several phones may ring at once
record Disposition(
        boolean redirects, boolean forks, boolean cancels, boolean recurses, boolean parallel) {

    /// That of RFC 3261, where nothing is asked for.
    static final Disposition USUAL = new Disposition(false, true, true, true, true);

    /// The first of two directives that contradict each other counts.
    static Disposition of(Request request) {
        if (!request.headers().has(Known.REQUEST_DISPOSITION)) return USUAL;
        var disposition = USUAL;
        for (var directive : request.headers().all(Header.REQUEST_DISPOSITION).reversed())
            disposition = disposition.with(directive.toLowerCase(Locale.ROOT));
        return disposition;
    }

    private Disposition with(String directive) {
        return switch (directive) {
            case "proxy" -> new Disposition(false, forks, cancels, recurses, parallel);
            case "redirect" -> new Disposition(true, forks, cancels, recurses, parallel);
            case "fork" -> new Disposition(redirects, true, cancels, recurses, parallel);
            case "no-fork" -> new Disposition(redirects, false, cancels, recurses, parallel);
            case "cancel" -> new Disposition(redirects, forks, true, recurses, parallel);
            case "no-cancel" -> new Disposition(redirects, forks, false, recurses, parallel);
            case "recurse" -> new Disposition(redirects, forks, cancels, true, parallel);
            case "no-recurse" -> new Disposition(redirects, forks, cancels, false, parallel);
            case "parallel" -> new Disposition(redirects, forks, cancels, recurses, true);
            case "sequential" -> new Disposition(redirects, forks, cancels, recurses, false);
            default -> this;
        };
    }
}
