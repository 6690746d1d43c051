package io.switchhook.phone;

import io.switchhook.phone.settings.Dtmf;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A key in an INFO request (RFC 2976), in the forms that phones agreed on without an RFC.
record KeyInfo(MediaType type, Body body) {
    private static final String KEYS = "0123456789*#ABCD";
    private static final int MILLIS = 160;

    static List<KeyInfo> of(String keys, Dtmf.InfoType form) {
        var all = new ArrayList<KeyInfo>();
        for (char key : keys.toUpperCase(Locale.ROOT).toCharArray())
            if (KEYS.indexOf(key) >= 0) all.add(of(key, form));
        return all;
    }

    private static KeyInfo of(char key, Dtmf.InfoType form) {
        return switch (form) {
            case OFF, DTMF_RELAY ->
                    new KeyInfo(
                            MediaType.of("application", "dtmf-relay"),
                            Body.of("Signal=" + key + "\r\nDuration=" + MILLIS + "\r\n"));
            case DTMF -> new KeyInfo(MediaType.of("application", "dtmf"), Body.of(key + "\r\n"));
            case TELEPHONE_EVENT ->
                    new KeyInfo(
                            MediaType.of("audio", "telephone-event"),
                            Body.of(KEYS.indexOf(key) + "\r\n"));
        };
    }

    /// The key that a request tells of, if it does.
    static Optional<Character> key(Request info) {
        var type = info.headers().get(Header.CONTENT_TYPE);
        if (type.isEmpty()) return Optional.empty();
        String text = info.body().toString().strip();
        return switch (type.get().subtype().toLowerCase(Locale.ROOT)) {
            case "dtmf-relay" -> signal(text).flatMap(KeyInfo::key);
            case "dtmf" -> key(text);
            case "telephone-event" -> event(text);
            default -> Optional.empty();
        };
    }

    private static Optional<String> signal(String text) {
        return text.lines()
                .map(line -> line.replace(" ", ""))
                .filter(line -> line.regionMatches(true, 0, "Signal=", 0, 7))
                .map(line -> line.substring(7))
                .findFirst();
    }

    private static Optional<Character> key(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.length() == 1 && KEYS.contains(upper)
                ? Optional.of(upper.charAt(0))
                : Optional.empty();
    }

    private static Optional<Character> event(String text) {
        if (text.isEmpty() || text.length() > 2 || !text.chars().allMatch(Character::isDigit))
            return Optional.empty();
        int event = Integer.parseInt(text);
        return event < KEYS.length() ? Optional.of(KEYS.charAt(event)) : Optional.empty();
    }
}
