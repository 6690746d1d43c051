package io.switchhook.sip.transaction;

import java.time.Duration;

/// [TimerValues] over one kind of transport: RFC 3261 table 4.
///
/// @param retransmits whether timers A, E and G run: not where the transport is reliable
/// @param timeout 64*T1: timers B, F, H, L and M
/// @param trying when RFC 4320 §4.1 wants a 100 to a non-INVITE request
/// @param d how long a client absorbs responses to INVITE other than 2xx
/// @param ik timers I and K: T4, or zero
/// @param j how long a server absorbs requests other than INVITE
record Timing(
        boolean retransmits,
        Duration t1,
        Duration t2,
        Duration timeout,
        Duration trying,
        Duration d,
        Duration ik,
        Duration j) {

    /// The next interval of timers that double up to T2.
    Duration doubled(Duration interval) {
        var twice = interval.multipliedBy(2);
        return twice.compareTo(t2) < 0 ? twice : t2;
    }
}
