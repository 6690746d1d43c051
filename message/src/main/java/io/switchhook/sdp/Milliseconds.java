package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import java.time.Duration;

/// A time in milliseconds, with or without decimals: `non-zero-int-or-real` of RFC 8866 §9.
final class Milliseconds {
    /// More than an hour in one packet is no packet.
    private static final int MOST = 3_600_000;

    private static final int NANOS = 1_000_000;

    private Milliseconds() {}

    static Duration parse(LineScanner in) {
        int from = in.position();
        long nanos = in.number(MOST) * NANOS;
        if (in.accept('.')) nanos += fraction(in.digits());
        if (nanos > 0) return Duration.ofNanos(nanos);
        in.moveTo(from);
        throw in.malformed("expected a time longer than 0");
    }

    /// Digits behind the sixth are below a nanosecond.
    private static long fraction(String digits) {
        return Long.parseLong((digits + "000000").substring(0, 6));
    }

    static void write(ByteSink out, Duration time) {
        out.put(time.toMillis());
        long rest = time.toNanos() % NANOS;
        if (rest == 0) return;
        String digits = Long.toString(NANOS + rest).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') end--;
        out.put('.').put(digits.substring(0, end));
    }
}
