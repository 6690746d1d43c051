package io.switchhook.sip.transaction;

import java.time.Duration;

/// What the timers of RFC 3261 table 4 are derived from.
///
/// @param t1 an estimate of the round-trip time
/// @param t2 the longest interval between retransmissions of non-INVITE requests and INVITE responses
/// @param t4 the longest time a message stays in the network
public record TimerValues(Duration t1, Duration t2, Duration t4) {
    public static final TimerValues DEFAULT =
            new TimerValues(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

    /// §17.1.1.2: "at least 32 seconds for unreliable transports".
    private static final Duration TIMER_D = Duration.ofSeconds(32);

    public TimerValues {
        if (t1.isNegative() || t1.isZero() || t2.compareTo(t1) < 0 || t4.isNegative())
            throw new IllegalArgumentException("not 0 < T1 <= T2 and T4 >= 0");
    }

    /// Timers B, F, H, L and M, and J over UDP: 64*T1.
    public Duration timeout() {
        return t1.multipliedBy(64);
    }

    /// How long a client's Timer E takes to be reset to T2 (RFC 4320 §4.1): 3.5 s.
    public Duration untilT2() {
        var sum = Duration.ZERO;
        for (var interval = t1; interval.compareTo(t2) < 0; interval = interval.multipliedBy(2))
            sum = sum.plus(interval);
        return sum;
    }

    Timing over(boolean reliable) {
        var zero = Duration.ZERO;
        var d = timeout().compareTo(TIMER_D) > 0 ? timeout() : TIMER_D;
        return new Timing(
                !reliable,
                t1,
                t2,
                timeout(),
                untilT2(),
                reliable ? zero : d,
                reliable ? zero : t4,
                reliable ? zero : timeout());
    }
}
