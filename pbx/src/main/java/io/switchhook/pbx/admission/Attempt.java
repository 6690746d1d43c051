package io.switchhook.pbx.admission;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import java.time.Instant;

/// One challenge that was answered wrong: evidence.
///
/// @param user whose name was tried, and [#userAgent] what sent it: as it came, cut to 64 characters
public record Attempt(Instant time, String method, String user, String userAgent) {
    private static final int LONGEST = 64;

    static Attempt of(Request request, String user, Instant time) {
        return new Attempt(time, cut(request.method().name()), cut(user), cut(userAgent(request)));
    }

    private static String userAgent(Request request) {
        try {
            return request.headers().get(Header.USER_AGENT).orElse("");
        } catch (MalformedField e) {
            return "";
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
