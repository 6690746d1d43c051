package io.switchhook.provisioning.syslog;

import io.switchhook.provisioning.syslog.DeviceEvent.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The URLs that phones are given for what happens at them, and what they ask for then.
///
/// Not every phone escapes what it puts in place of a variable. So the parameters have an order in which they are looked for, and what
/// others can choose, such as the name of a caller, stands behind everything else: an `&` in it is part of it and changes
/// nothing.
public final class ActionUrls {
    /// Characters of a query that are read.
    private static final int LONGEST = 4096;

    /// Characters of a value.
    private static final int LONGEST_VALUE = 256;

    private static final List<String> PHONE = List.of("mac", "ip", "model", "firmware");
    private static final List<String> ACCOUNT = List.of("active_user", "local");
    private static final List<String> CALL = List.of("call_id", "remote", "display_remote");

    private ActionUrls() {}

    /// The URL for a parameter such as `action_url.log_on`.
    ///
    /// @param base where events are taken, without a query
    public static String url(String base, Kind kind) {
        var url = new StringBuilder(base).append("?event=").append(kind.word());
        for (var name : names(kind)) url.append('&').append(name).append("=$").append(name);
        return url.toString();
    }

    private static List<String> names(Kind kind) {
        var names = new ArrayList<>(PHONE);
        names.addAll(ACCOUNT);
        if (kind.isOfCall) names.addAll(CALL);
        return names;
    }

    /// What a phone says by asking for such a URL.
    ///
    /// @param query as it came, with its escapes
    /// @return nothing if it is no event of any phone
    public static Optional<DeviceEvent> read(String query) {
        if (query.length() > LONGEST) return Optional.empty();
        var kind = kind(query);
        if (kind.isEmpty()) return Optional.empty();
        var values = values(query, names(kind.get()));
        String mac = values.getOrDefault("mac", "").replaceAll("[:-]", "").toLowerCase(Locale.ROOT);
        if (!mac.matches("[0-9a-f]{12}")) return Optional.empty();
        return Optional.of(
                new DeviceEvent(
                        kind.get(),
                        mac,
                        values.getOrDefault("ip", ""),
                        values.getOrDefault("model", ""),
                        values.getOrDefault("firmware", ""),
                        values.getOrDefault("active_user", ""),
                        values.getOrDefault("local", ""),
                        values.getOrDefault("call_id", ""),
                        values.getOrDefault("remote", ""),
                        values.getOrDefault("display_remote", "")));
    }

    private static Optional<Kind> kind(String query) {
        for (var kind : Kind.values())
            if (query.startsWith("event=" + kind.word() + "&")) return Optional.of(kind);
        return Optional.empty();
    }

    /// Each name is looked for behind the one before, so that nothing in a value counts for one of an earlier name.
    private static Map<String, String> values(String query, List<String> names) {
        var values = new HashMap<String, String>();
        int at = query.indexOf('&');
        for (int i = 0; i < names.size(); i++) {
            String mark = "&" + names.get(i) + "=";
            if (!query.startsWith(mark, at)) continue;
            int from = at + mark.length();
            at = end(query, from, names.subList(i + 1, names.size()));
            values.put(names.get(i), value(names.get(i), query.substring(from, at)));
        }
        return values;
    }

    /// Where the next parameter begins.
    private static int end(String query, int from, List<String> later) {
        for (var name : later) {
            int found = query.indexOf("&" + name + "=", from);
            if (found >= 0) return found;
        }
        return query.length();
    }

    private static String value(String name, String escaped) {
        // A variable that the phone does not know stays as it was.
        if (escaped.equals("$" + name)) return "";
        String text = SyslogParser.clean(unescaped(escaped));
        int length = Math.min(text.length(), LONGEST_VALUE);
        boolean isSplit = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, isSplit ? length - 1 : length);
    }

    /// RFC 3986 §2.1. What is no escape stays, and a plus is one: it begins numbers.
    private static String unescaped(String escaped) {
        var bytes = new ByteArrayOutputStream();
        for (int at = 0; at < escaped.length(); ) {
            int code = escaped.charAt(at) == '%' ? code(escaped, at) : -1;
            if (code >= 0) {
                bytes.write(code);
                at += 3;
            } else {
                int c = escaped.codePointAt(at);
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int code(String escaped, int at) {
        if (at + 2 >= escaped.length()) return -1;
        int high = Character.digit(escaped.charAt(at + 1), 16);
        int low = Character.digit(escaped.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }
}
