package io.switchhook.sip.ua;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.MinSe;
import io.switchhook.sip.header.SessionExpires;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.ua.SessionTimerSettings.Refresher;
import java.util.Optional;

/// How long a session lives without a refresh, and who refreshes it: what requests ask for and what answers say, RFC 4028 §7
/// and §9.
///
/// @param seconds at least 90
record SessionInterval(int seconds, Refresher refresher) {
    static final int LEAST = (int) SessionTimerSettings.LEAST.toSeconds();

    /// What the 2xx to a request of ours says: §7.2. An interval that is too short is taken for the shortest one.
    static Optional<SessionInterval> of(Response response) {
        return said(response)
                .map(it ->
                        new SessionInterval(
                                Math.max(it.seconds(), LEAST),
                                Refresher.of(it.refresher().orElse("uac"))));
    }

    /// What is answered to a request: §9, table 2.
    ///
    /// @param own what this end would like, if anything
    static Optional<SessionInterval> answer(Request request, Optional<SessionTimerSettings> own) {
        boolean isUnderstood = request.headers().all(Header.SUPPORTED).contains(CallSettings.TIMER);
        var asked = said(request);
        if (asked.isEmpty() && own.isEmpty()) return Optional.empty();
        int least = Math.max(least(request), LEAST);
        int wanted = own.map(SessionTimerSettings::seconds).orElse(Integer.MAX_VALUE);
        int most = asked.map(SessionExpires::seconds).orElse(Integer.MAX_VALUE);
        var wish = own.flatMap(SessionTimerSettings::refresher).orElse(Refresher.UAC);
        var named = asked.flatMap(SessionExpires::refresher).map(Refresher::of);
        return Optional.of(
                new SessionInterval(
                        Math.max(Math.min(wanted, most), least),
                        isUnderstood ? named.orElse(wish) : Refresher.UAS));
    }

    /// Whether a request asks for less than is possible, and can be told so: §9.
    static boolean isTooSmall(Request request) {
        return request.headers().all(Header.SUPPORTED).contains(CallSettings.TIMER)
                && said(request).map(it -> it.seconds() < LEAST).orElse(false);
    }

    /// The Min-SE of a message; 0 for none.
    static int least(SipMessage message) {
        try {
            return message.headers().get(Header.MIN_SE).map(MinSe::seconds).orElse(0);
        } catch (MalformedField e) {
            return 0;
        }
    }

    /// A value that cannot be read is none: a call is not refused for it.
    private static Optional<SessionExpires> said(SipMessage message) {
        try {
            return message.headers().get(Header.SESSION_EXPIRES);
        } catch (MalformedField e) {
            return Optional.empty();
        }
    }

    /// Asks for this: §7.1, §7.4.
    ///
    /// @param least the largest Min-SE that was heard; 0 for none
    Headers.Editor ask(Headers.Editor headers, int least) {
        headers.set(
                Header.SESSION_EXPIRES,
                SessionExpires.of(Math.max(seconds, least), refresher.toString()));
        return least > 0 ? headers.set(Header.MIN_SE, MinSe.of(least)) : headers;
    }
}
