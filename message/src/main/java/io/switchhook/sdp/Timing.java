package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;

/// When the session is active: `t=`, RFC 8866 §5.9.
///
/// @param start seconds since 1900, or 0; less than 10^16
/// @param stop likewise; 0 for no end
public record Timing(long start, long stop) implements Line {
    /// `0 0`, which every call says (RFC 3264 §5).
    public static final Timing PERMANENT = new Timing(0, 0);

    private static final long LAST = 9_999_999_999_999_999L;

    static Timing parse(LineScanner in) {
        long start = in.number(LAST);
        in.space();
        return new Timing(start, in.number(LAST));
    }

    @Override
    public char type() {
        return 't';
    }

    @Override
    public void writeTo(ByteSink out) {
        out.put(start).put(' ').put(stop);
    }
}
