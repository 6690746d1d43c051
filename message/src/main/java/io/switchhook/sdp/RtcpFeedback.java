package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;

/// A kind of RTCP feedback that is understood: `a=rtcp-fb`, RFC 4585 §4.2.
///
/// ```
/// a=rtcp-fb:96 nack pli
/// ```
///
/// @param format as it stands in the `m=` line, or `*` for all
/// @param type `ack`, `nack`, `trr-int`, `ccm` (RFC 5104) or another
/// @param parameter what follows, e.g. `pli`; empty for nothing
public record RtcpFeedback(String format, String type, String parameter) {
    static RtcpFeedback parse(LineScanner in) {
        String format = in.token();
        in.space();
        String type = in.token();
        return new RtcpFeedback(format, type, in.acceptSpace() ? in.rest() : "");
    }

    public boolean appliesTo(String which) {
        return format.equals("*") || format.equals(which);
    }

    public void writeTo(ByteSink out) {
        out.put(format).put(' ').put(type);
        if (parameter.isEmpty()) return;
        out.put(' ');
        Octets.write(parameter, out);
    }
}
