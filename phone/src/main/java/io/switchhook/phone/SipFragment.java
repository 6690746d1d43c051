package io.switchhook.phone;

import io.switchhook.sip.message.Body;
import java.util.Optional;

/// The status line of a response in the body of a NOTIFY: RFC 3420, RFC 3515 §2.4.5.
record SipFragment(int status, String reason) {
    private static final String VERSION = "SIP/2.0 ";

    boolean isSuccess() {
        return status / 100 == 2;
    }

    /// Empty if there is none.
    static Optional<SipFragment> status(Body body) {
        String line = body.toString().lines().findFirst().orElse("");
        if (!line.startsWith(VERSION) || line.length() < VERSION.length() + 3)
            return Optional.empty();
        int from = VERSION.length();
        for (int i = from; i < from + 3; i++)
            if (line.charAt(i) < '0' || line.charAt(i) > '9') return Optional.empty();
        return Optional.of(
                new SipFragment(
                        Integer.parseInt(line.substring(from, from + 3)),
                        line.substring(from + 3).strip()));
    }
}
