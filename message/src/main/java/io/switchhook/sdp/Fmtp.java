package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import java.util.Optional;

/// Parameters of a format: `a=fmtp`, RFC 8866 §6.15.
///
/// ```
/// a=fmtp:101 0-16
/// a=fmtp:96 useinbandfec=1; stereo=0
/// ```
///
/// @param format as it stands in the `m=` line
/// @param parameters in whatever form the format has them
public record Fmtp(String format, String parameters) {
    static Fmtp parse(LineScanner in) {
        String format = in.token();
        in.space();
        if (in.atEnd()) throw in.malformed("expected parameters");
        return new Fmtp(format, in.rest());
    }

    /// The value of a parameter, where they have the form `name=value;name=value`; the name in whatever case. Empty
    /// text for a name without a value.
    public Optional<String> parameter(String name) {
        int from = 0;
        while (from <= parameters.length()) {
            int end = parameters.indexOf(';', from);
            if (end < 0) end = parameters.length();
            String one = parameters.substring(from, end);
            int equal = one.indexOf('=');
            String found = equal < 0 ? one : one.substring(0, equal);
            if (found.strip().equalsIgnoreCase(name))
                return Optional.of(equal < 0 ? "" : one.substring(equal + 1).strip());
            from = end + 1;
        }
        return Optional.empty();
    }

    public void writeTo(ByteSink out) {
        out.put(format).put(' ');
        Octets.write(parameters, out);
    }
}
