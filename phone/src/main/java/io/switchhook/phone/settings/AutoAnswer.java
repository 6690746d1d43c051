package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What callers put into an INVITE so that the phone answers it by itself.
///
/// The words are those that servers and phones have agreed on without an RFC: `Alert-Info: Auto Answer`,
/// `info=alert-autoanswer`, `answer-after=0` there or in Call-Info, `intercom=true` in the Request-URI or To.
public final class AutoAnswer {
    private static final String AFTER = "answer-after=";
    private static final int LONGEST_SECONDS = 3600;

    private AutoAnswer() {}

    /// How long to wait before answering; nothing if the call is like any other.
    ///
    /// @param alertInfo the values of Alert-Info
    /// @param callInfo the values of Call-Info
    /// @param uris the Request-URI and the value of To
    public static Optional<Duration> asked(
            List<String> alertInfo, List<String> callInfo, List<String> uris) {
        for (var value : alertInfo) {
            var after = after(value);
            if (after.isPresent()) return after;
            if (isAsked(value)) return Optional.of(Duration.ZERO);
        }
        for (var value : callInfo) {
            var after = after(value);
            if (after.isPresent()) return after;
        }
        return uris.stream().anyMatch(AutoAnswer::isIntercom)
                ? Optional.of(Duration.ZERO)
                : Optional.empty();
    }

    private static boolean isAsked(String value) {
        String words = value.toLowerCase(Locale.ROOT);
        return words.contains("auto answer")
                || words.contains("auto-answer")
                || words.contains("alert-autoanswer");
    }

    private static Optional<Duration> after(String value) {
        String words = value.toLowerCase(Locale.ROOT);
        int at = words.indexOf(AFTER);
        if (at < 0) return Optional.empty();
        int from = at + AFTER.length();
        int to = from;
        while (to < words.length() && to - from < 5 && isDigit(words.charAt(to))) to++;
        if (from == to) return Optional.empty();
        int seconds = Math.min(LONGEST_SECONDS, Integer.parseInt(words.substring(from, to)));
        return Optional.of(Duration.ofSeconds(seconds));
    }

    private static boolean isIntercom(String uri) {
        int at = uri.toLowerCase(Locale.ROOT).indexOf(";intercom=true");
        if (at < 0) return false;
        int end = at + ";intercom=true".length();
        return end == uri.length() || ";>?".indexOf(uri.charAt(end)) >= 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
