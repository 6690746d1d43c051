package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;

/// Content-Type, and one `media-range` of Accept: RFC 3261 §20.1, §20.15.
///
/// @param type `application`, or `*`
/// @param subtype `sdp`, or `*`
public record MediaType(String type, String subtype, Parameters parameters) {
    public static final MediaType SDP = of("application", "sdp");
    public static final MediaType TEXT_PLAIN = of("text", "plain");

    public static MediaType of(String type, String subtype) {
        return new MediaType(type, subtype, Parameters.EMPTY);
    }

    static MediaType parse(Scanner in) {
        String type = in.token();
        if (!in.acceptSeparator('/')) throw in.malformed("expected '/' behind the media type");
        String subtype = in.token();
        return new MediaType(type, subtype, Parameters.ofHeader(in));
    }

    /// Whether this is the given `type/subtype`, parameters aside.
    public boolean is(String name) {
        int slash = type.length();
        return name.length() == slash + 1 + subtype.length()
                && name.charAt(slash) == '/'
                && name.regionMatches(true, 0, type, 0, slash)
                && name.regionMatches(true, slash + 1, subtype, 0, subtype.length());
    }

    /// Whether this range, as it may stand in Accept, takes in a type.
    public boolean includes(MediaType other) {
        return type.equals("*")
                || (type.equalsIgnoreCase(other.type)
                        && (subtype.equals("*") || subtype.equalsIgnoreCase(other.subtype)));
    }

    public boolean isMultipart() {
        return type.equalsIgnoreCase("multipart");
    }

    public void writeTo(ByteSink out) {
        out.put(type).put('/').put(subtype);
        parameters.writeTo(out);
    }
}
