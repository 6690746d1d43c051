package io.switchhook.phone.settings;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// A URL that the phone gets when something happens, with variables such as `$call_id` in it.
///
/// @param template as the configuration has it
public record ActionUrl(String template) {

    /// What can happen. Not every model tells all of it; setting the URL of another event does no harm.
    public enum Event {
        SETUP_COMPLETED,
        LOG_ON,
        LOG_OFF,
        REGISTER_FAILED,
        OFF_HOOK,
        ON_HOOK,
        INCOMING_CALL,
        OUTGOING_CALL,
        CALL_ESTABLISHED,
        CALL_TERMINATED,
        DND_ON,
        DND_OFF,
        ALWAYS_FWD_ON,
        ALWAYS_FWD_OFF,
        BUSY_FWD_ON,
        BUSY_FWD_OFF,
        NO_ANSWER_FWD_ON,
        NO_ANSWER_FWD_OFF,
        TRANSFER_CALL,
        BLIND_TRANSFER_CALL,
        ATTENDED_TRANSFER_CALL,
        TRANSFER_FINISHED,
        TRANSFER_FAILED,
        HOLD,
        UNHOLD,
        MUTE,
        UNMUTE,
        MISSED_CALL,
        BUSY_TO_IDLE,
        IDLE_TO_BUSY,
        FORWARD_INCOMING_CALL,
        REJECT_INCOMING_CALL,
        ANSWER_NEW_INCOMING_CALL,
        IP_CHANGE,
        REJECT_NEW_INCOMING_CALL,
        CANCEL_CALLOUT,
        REMOTE_BUSY,
        CALL_REMOTE_CANCELED;

        /// The parameter, such as `action_url.off_hook`.
        public String key() {
            return "action_url." + name().toLowerCase(Locale.ROOT);
        }
    }

    /// What can stand in a URL.
    public enum Variable {
        MAC,
        IP,
        MODEL,
        FIRMWARE,
        ACTIVE_URL,
        ACTIVE_USER,
        ACTIVE_HOST,
        LOCAL,
        REMOTE,
        DISPLAY_LOCAL,
        DISPLAY_REMOTE,
        CALL_ID;

        private final String text = '$' + name().toLowerCase(Locale.ROOT);
    }

    /// The URL to get. Values are percent-encoded, so that none can add a parameter or a path; a variable without a value
    /// becomes nothing, and what is no variable stays.
    public String filled(Map<Variable, String> values) {
        var known = new EnumMap<Variable, String>(Variable.class);
        known.putAll(values);
        var url = new StringBuilder(template.length());
        for (int at = 0; at < template.length(); ) {
            var variable = longest(at);
            if (variable == null) {
                url.append(template.charAt(at++));
            } else {
                encode(known.getOrDefault(variable, ""), url);
                at += variable.text.length();
            }
        }
        return url.toString();
    }

    private @org.jspecify.annotations.Nullable Variable longest(int at) {
        Variable longest = null;
        if (template.charAt(at) != '$') return null;
        for (var variable : Variable.values())
            if (template.startsWith(variable.text, at)
                    && (longest == null || longest.text.length() < variable.text.length()))
                longest = variable;
        return longest;
    }

    /// RFC 3986 §2.3: all but the unreserved characters.
    private static void encode(String value, StringBuilder url) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean isUnreserved =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || c == '-'
                            || c == '.'
                            || c == '_'
                            || c == '~';
            if (isUnreserved) url.append(c);
            else url.append(String.format(Locale.ROOT, "%%%02X", (int) c));
        }
    }
}
