package io.switchhook.pbx.admission;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import java.time.Instant;

/// One challenge that was answered wrong, or one name that was guessed: evidence.
///
/// @param method of the request, or `GET` for the file of a device
/// @param user whose name was tried, or the MAC address of the device, and [#userAgent] what sent it: as it came, cut to 64 characters
public record Attempt(Instant time, String method, String user, String userAgent) {
    private static final int LONGEST = 64;
    private static final String AT_FILE = "GET";

    /// That somebody asked for the file of a device that is not his.
    public static Attempt atFile(String mac, String userAgent, Instant time) {
        return new Attempt(time, AT_FILE, cut(mac), cut(userAgent));
    }

    boolean isAtFile() {
        return method.equals(AT_FILE);
    }

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
