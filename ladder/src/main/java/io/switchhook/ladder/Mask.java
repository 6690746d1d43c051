package io.switchhook.ladder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Puts a `*` for each octet that is secret, so that lengths stay: what proves who somebody is, what media is encrypted with,
/// passwords in URIs, keys that were pressed. Looks at lines, wherever in a message they stand and whatever is wrong with it.
final class Mask {
    private static final List<String> CREDENTIALS =
            List.of(
                    "authorization",
                    "proxy-authorization",
                    "authentication-info",
                    "proxy-authentication-info");

    /// What credentials say openly; all else in them is secret.
    private static final Set<String> OPEN =
            Set.of(
                    "username",
                    "username*",
                    "userhash",
                    "realm",
                    "nonce",
                    "nextnonce",
                    "uri",
                    "algorithm",
                    "qop",
                    "nc",
                    "opaque");

    private final byte[] bytes;

    private Mask(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of a message without its secrets.
    static byte[] of(byte[] message) {
        var mask = new Mask(message.clone());
        mask.lines();
        return mask.bytes;
    }

    static String text(byte[] message) {
        return new String(of(message), StandardCharsets.UTF_8);
    }

    private void lines() {
        int at = 0;
        while (at < bytes.length) {
            int end = endOfLine(at);
            int colon = indexOf(at, Math.min(end, at + 64), ':');
            String name = colon < 0 ? "" : lower(at, colon).strip();
            if (CREDENTIALS.contains(name)) {
                end = endOfFolded(end);
                credentials(colon + 1, end);
            } else {
                description(at, end);
                passwords(at, end);
            }
            at = end + 1;
        }
    }

    private boolean isLineEnd(int at) {
        return bytes[at] == '\r' || bytes[at] == '\n';
    }

    private int endOfLine(int from) {
        int at = from;
        while (at < bytes.length && !isLineEnd(at)) at++;
        return at;
    }

    /// RFC 3261 §7.3.1: a line that begins with white space goes on with the one before.
    private int endOfFolded(int lineEnd) {
        int end = lineEnd;
        while (true) {
            int next = end;
            if (next < bytes.length && bytes[next] == '\r') next++;
            if (next < bytes.length && bytes[next] == '\n') next++;
            if (next == end || next >= bytes.length || !isBlank(next)) return end;
            end = endOfLine(next);
        }
    }

    private boolean isBlank(int at) {
        return bytes[at] == ' ' || bytes[at] == '\t';
    }

    private int indexOf(int from, int end, char c) {
        for (int i = from; i < end; i++) if (bytes[i] == c) return i;
        return -1;
    }

    private String lower(int from, int end) {
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }

    private boolean startsWith(int at, int end, String prefix) {
        return end - at >= prefix.length() && lower(at, at + prefix.length()).equals(prefix);
    }

    private void hide(int from, int end) {
        for (int i = from; i < end; i++) if (!isLineEnd(i)) bytes[i] = '*';
    }

    // Credentials

    /// `Digest username="1001", response="..."`; of a scheme other than Digest, all is secret.
    private void credentials(int from, int end) {
        int at = from;
        while (at < end && (isBlank(at) || isLineEnd(at))) at++;
        int scheme = at;
        while (at < end && !isBlank(at) && !isLineEnd(at) && bytes[at] != '=') at++;
        if (at < end && bytes[at] == '=') {
            at = scheme;
        } else if (!lower(scheme, at).equals("digest")) {
            hide(at < end ? at + 1 : at, end);
            return;
        }
        while (at < end) at = parameter(at, end) + 1;
    }

    /// @return where its comma stands, or the end
    private int parameter(int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '=' && bytes[at] != ',') at++;
        if (at == end || bytes[at] == ',') {
            hideWords(from, at);
            return at;
        }
        String name = lower(from, at).strip();
        int value = at + 1;
        int behind = endOfValue(value, end);
        if (!OPEN.contains(name)) hideValue(value, behind);
        return behind;
    }

    private void hideWords(int from, int end) {
        for (int i = from; i < end; i++) if (!isBlank(i)) hide(i, i + 1);
    }

    private void hideValue(int from, int end) {
        for (int i = from; i < end; i++) if (bytes[i] != '"' && !isBlank(i)) hide(i, i + 1);
    }

    private int endOfValue(int from, int end) {
        boolean quoted = false;
        for (int at = from; at < end; at++) {
            if (quoted && bytes[at] == '\\') at++;
            else if (bytes[at] == '"') quoted = !quoted;
            else if (bytes[at] == ',' && !quoted) return at;
        }
        return end;
    }

    // Session descriptions, and bodies of INFO

    private void description(int from, int end) {
        if (startsWith(from, end, "a=crypto")) {
            hide(behindWords(from, end, 2), end);
        } else if (startsWith(from, end, "a=key")
                || startsWith(from, end, "a=ice-pwd")
                || startsWith(from, end, "a=3ge2ae")) {
            int colon = indexOf(from, end, ':');
            if (colon >= 0) hide(colon + 1, end);
        } else if (startsWith(from, end, "k=")) {
            int colon = indexOf(from, end, ':');
            hide(colon < 0 ? from + 2 : colon + 1, end);
        } else if (startsWith(from, end, "signal=")) {
            hide(indexOf(from, end, '=') + 1, end);
        }
    }

    /// `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:...`: the tag and the suite are no secret, nor is the method of the key.
    private int behindWords(int from, int end, int words) {
        int at = from;
        for (int i = 0; i < words; i++) {
            while (at < end && isBlank(at)) at++;
            while (at < end && !isBlank(at)) at++;
        }
        while (at < end && isBlank(at)) at++;
        return startsWith(at, end, "inline:") ? at + "inline:".length() : at;
    }

    // URIs

    /// `sip:user:password@host`.
    private void passwords(int from, int end) {
        for (int at = from; at + 4 < end; at++) {
            if (bytes[at] != 's' && bytes[at] != 'S') continue;
            int user =
                    startsWith(at, end, "sip:")
                            ? at + 4
                            : startsWith(at, end, "sips:") ? at + 5 : -1;
            if (user < 0) continue;
            int colon = -1;
            int i = user;
            while (i < end
                    && bytes[i] != '@'
                    && bytes[i] != '>'
                    && bytes[i] != '"'
                    && !isBlank(i)) {
                if (bytes[i] == ':' && colon < 0) colon = i;
                i++;
            }
            if (i < end && bytes[i] == '@' && colon >= 0) hide(colon + 1, i);
            at = user - 1;
        }
    }
}
