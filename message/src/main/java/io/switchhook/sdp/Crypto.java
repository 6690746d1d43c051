package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import java.util.ArrayList;
import java.util.List;

/// An offer or a choice of how SRTP is protected: `a=crypto`, RFC 4568 §9.1.
///
/// ```
/// a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:<key and salt>|2^20|1:4 UNENCRYPTED_SRTCP
/// ```
///
/// @param tag 0 to 999,999,999; an answer has that of the offer it chose
/// @param suite e.g. `AES_CM_128_HMAC_SHA1_80`
/// @param keys one or more; several differ in their MKI
/// @param sessionParameters e.g. `UNENCRYPTED_SRTCP`, `WSH=64`; not `FEC_KEY`, which holds a key and is not shown
public record Crypto(
        int tag, String suite, List<KeyParameter> keys, List<String> sessionParameters) {
    private static final int LARGEST_TAG = 999_999_999;

    public Crypto {
        keys = List.copyOf(keys);
        sessionParameters = List.copyOf(sessionParameters);
    }

    static Crypto parse(LineScanner in) {
        int tag = (int) in.number(LARGEST_TAG);
        in.space();
        int from = in.position();
        String suite = in.token();
        if (!isName(suite)) {
            in.moveTo(from);
            throw in.malformed("expected a crypto suite");
        }
        in.space();
        var keys = new ArrayList<KeyParameter>();
        do {
            keys.add(KeyParameter.parse(in));
        } while (in.accept(';'));
        var parameters = new ArrayList<String>();
        while (in.acceptSpace()) parameters.add(in.word());
        return new Crypto(tag, suite, keys, parameters);
    }

    /// What suites and key methods are called: letters, digits and `_`.
    static boolean isName(String text) {
        return text.chars().allMatch(c -> Chars.isAlpha(c) || Chars.isDigit(c) || c == '_');
    }

    public void writeTo(ByteSink out) {
        out.put(tag).put(' ').put(suite);
        char before = ' ';
        for (var key : keys) {
            out.put(before);
            key.writeTo(out);
            before = ';';
        }
        for (String parameter : sessionParameters) {
            out.put(' ');
            Octets.write(parameter, out);
        }
    }

    /// Without the keys. Session parameters show only what stands before their `=`: one of them is a key.
    @Override
    public String toString() {
        var names = sessionParameters.stream().map(Crypto::beforeEqual).toList();
        return "crypto " + tag + " " + suite + " " + keys + " " + names;
    }

    private static String beforeEqual(String parameter) {
        int equal = parameter.indexOf('=');
        return equal < 0 ? parameter : parameter.substring(0, equal);
    }
}
