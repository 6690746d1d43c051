package io.switchhook.phone;

import io.switchhook.sip.message.Body;
import java.util.Locale;
import java.util.Optional;

/// What waits in a voice mail: RFC 3842 §5.2.
///
/// @param fresh voice messages that were not heard
/// @param old those that were
record MessageSummary(boolean waiting, int fresh, int old) {
    private static final int MOST_DIGITS = 6;

    /// Empty if the body does not say.
    static Optional<MessageSummary> of(Body body) {
        Optional<Boolean> waiting = Optional.empty();
        int fresh = 0;
        int old = 0;
        for (var line : body.toString().lines().toList()) {
            int colon = line.indexOf(':');
            if (colon < 0) continue;
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
                case "messages-waiting" -> waiting = Optional.of(value.equalsIgnoreCase("yes"));
                case "voice-message" -> {
                    int slash = value.indexOf('/');
                    fresh = number(slash < 0 ? value : value.substring(0, slash));
                    old = slash < 0 ? 0 : number(value.substring(slash + 1));
                }
                default -> {}
            }
        }
        int unheard = fresh;
        int heard = old;
        return waiting.map(it -> new MessageSummary(it, unheard, heard));
    }

    private static int number(String text) {
        int end = 0;
        while (end < text.length()
                && end < MOST_DIGITS
                && text.charAt(end) >= '0'
                && text.charAt(end) <= '9') end++;
        return end == 0 ? 0 : Integer.parseInt(text.substring(0, end));
    }

    PhoneEvent event(int account) {
        return new PhoneEvent.MessagesWaiting(account, waiting, fresh, old);
    }
}
