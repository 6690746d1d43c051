package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;

/// How much the session or a stream may take: `b=`, RFC 8866 §5.8.
///
/// @param modifier what is counted: `CT`, `AS`, `TIAS` (RFC 3890), `RS` and `RR` (RFC 3556), or another
/// @param value kilobits per second, but bits per second for `TIAS`, `RS` and `RR`; 0 to 10^15
public record Bandwidth(String modifier, long value) implements Line {
    private static final long MOST = 1_000_000_000_000_000L;

    static Bandwidth parse(LineScanner in) {
        String modifier = in.token();
        in.expect(':');
        in.skipExtraSpace();
        return new Bandwidth(modifier, in.number(MOST));
    }

    @Override
    public char type() {
        return 'b';
    }

    @Override
    public void writeTo(ByteSink out) {
        out.put(modifier).put(':').put(value);
    }
}
