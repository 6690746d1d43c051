package io.switchhook.sip.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// Text of bytes, without a new object for the tokens that almost every message has: a hop of an INVITE makes a
/// quarter of a kilobyte less garbage.
final class Words {
    private static final String COMMON =
            "branch rport received tag lr transport user phone expires q maddr ttl ob reg-id "
                    + "UDP TCP TLS WS WSS udp tcp tls ws wss SIP 2.0 Digest MD5 "
                    + "INVITE ACK BYE CANCEL OPTIONS REGISTER PRACK SUBSCRIBE NOTIFY PUBLISH INFO "
                    + "REFER MESSAGE UPDATE replaces timer path outbound application sdp";

    private static final int LONGEST = 11;
    private static final String[] TABLE = new String[256];

    static {
        for (String word : COMMON.split(" ")) {
            int slot = slot(word.length(), word.charAt(0), word.charAt(word.length() - 1));
            while (TABLE[slot] != null) slot = slot + 1 & TABLE.length - 1;
            TABLE[slot] = word.intern();
        }
    }

    private Words() {}

    private static int slot(int length, int first, int last) {
        return (length * 31 + first * 7 + last * 59) & TABLE.length - 1;
    }

    /// The ASCII text from `from` to `to`, which are not the same.
    static String of(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) return new String(bytes, from, to - from, ISO_8859_1);
        int slot = slot(to - from, bytes[from], bytes[to - 1]);
        for (String word = TABLE[slot]; word != null; word = TABLE[slot]) {
            if (is(word, bytes, from, to)) return word;
            slot = slot + 1 & TABLE.length - 1;
        }
        // For ASCII the same as UTF-8, and faster: nothing is checked.
        return new String(bytes, from, to - from, ISO_8859_1);
    }

    private static boolean is(String word, byte[] bytes, int from, int to) {
        if (word.length() != to - from) return false;
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != bytes[from + i]) return false;
        }
        return true;
    }
}
