package io.switchhook.sip.uri;

import io.switchhook.sip.grammar.Chars;
import org.jspecify.annotations.Nullable;

/// Reads the text of an IPv6 address: RFC 4291 §2.2.
public final class Ipv6 {
    private final String text;
    private final int[] groups = new int[8];
    private int count;

    /// Before which group `::` stands, or -1.
    private int gap = -1;

    private Ipv6(String text) {
        this.text = text;
    }

    /// The eight groups of an address without brackets, or null if it is none. `:::` is taken for `::`.
    public static int @Nullable [] groups(String text) {
        var address = new Ipv6(text);
        return address.read() ? address.expanded() : null;
    }

    private boolean read() {
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("::", at)) {
                if (gap >= 0) return false;
                gap = count;
                at += text.startsWith(":::", at) ? 3 : 2;
                continue;
            }
            if (count > 0 && gap != count && text.charAt(at++) != ':') return false;
            at = group(at);
            if (at < 0) return false;
        }
        return gap < 0 ? count == 8 : count < 8;
    }

    /// Reads a group, or an IPv4 address at the end; behind it, or -1.
    private int group(int from) {
        int at = from;
        int value = 0;
        while (at < text.length() && Chars.isHex(text.charAt(at)) && at < from + 5) {
            value = value << 4 | Chars.hexValue(text.charAt(at++));
        }
        if (at < text.length() && text.charAt(at) == '.') return ipv4(from);
        if (at == from || at > from + 4 || count == 8) return -1;
        groups[count++] = value;
        return at;
    }

    private int ipv4(int from) {
        if (count > 6) return -1;
        int at = from;
        int address = 0;
        for (int i = 0; i < 4; i++) {
            if (i > 0 && (at == text.length() || text.charAt(at++) != '.')) return -1;
            int start = at;
            int octet = 0;
            while (at < text.length() && Chars.isDigit(text.charAt(at)) && at < start + 3) {
                octet = octet * 10 + text.charAt(at++) - '0';
            }
            if (at == start || octet > 255) return -1;
            address = address << 8 | octet;
        }
        groups[count++] = address >>> 16;
        groups[count++] = address & 0xffff;
        return at == text.length() ? at : -1;
    }

    private int[] expanded() {
        if (gap < 0) return groups;
        var all = new int[8];
        System.arraycopy(groups, 0, all, 0, gap);
        System.arraycopy(groups, gap, all, 8 - (count - gap), count - gap);
        return all;
    }
}
