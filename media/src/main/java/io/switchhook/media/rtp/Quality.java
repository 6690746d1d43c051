package io.switchhook.media.rtp;

import java.util.OptionalDouble;

/// How a call was, as far as it has come.
///
/// @param sent RTP packets that left
/// @param received RTP packets of the other end that arrived, duplicates too
/// @param lost packets that did not; negative if there were more duplicates
/// @param late packets that came after their tick
/// @param duplicates packets that came twice
/// @param jitterMillis the interarrival jitter
/// @param delayMillis what waits in the jitter buffer
/// @param roundTripMillis by the last report of the other end; empty without one
/// @param farLossPercent what the other end said last that it misses; empty without a report
/// @param malformed packets that were none, or of a payload type that was not negotiated
/// @param foreign packets from elsewhere
/// @param opinion the mean opinion score to be expected here, 1 to 4.5
public record Quality(
        long sent,
        long received,
        long lost,
        long late,
        long duplicates,
        double jitterMillis,
        int delayMillis,
        OptionalDouble roundTripMillis,
        OptionalDouble farLossPercent,
        long malformed,
        long foreign,
        double opinion) {}
