package io.switchhook.media.rtp;

import io.switchhook.media.codec.Encoding;
import java.util.OptionalDouble;

/// How a call was, as far as it has come: what we hear, and what the other end hears as far as its reports say.
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
/// @param malformed packets that were none, or whose payload was none of its type
/// @param foreign packets from elsewhere
/// @param opinion the mean opinion score to be expected here, 1 to 4.5
/// @param unexpected packets of a payload type that was not negotiated
/// @param farJitterMillis the jitter of what the other end hears; empty without a report
/// @param farLost packets of ours that the other end missed until its last report
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
        double opinion,
        long unexpected,
        OptionalDouble farJitterMillis,
        long farLost) {

    /// @param clockRate of what we send
    static Quality of(
            Participant participant,
            int clockRate,
            Encoding heard,
            long late,
            long duplicates,
            int delayMillis,
            long undecodable) {
        var remote = participant.remote();
        var far = participant.far();
        long expected = remote == null ? 0 : remote.tracker().expected();
        long received = remote == null ? 0 : remote.tracker().received();
        long missed = Math.max(0, expected - received) + late;
        double loss = expected == 0 ? 0 : Math.min(100, 100.0 * missed / expected);
        double delay = far.roundTripMillis().orElse(0) / 2 + delayMillis + 20;
        return new Quality(
                participant.sent(),
                received,
                remote == null ? 0 : remote.tracker().lost(),
                late,
                duplicates,
                remote == null ? 0 : remote.jitter().milliseconds(),
                delayMillis,
                far.roundTripMillis(),
                far.lossPercent(),
                participant.malformed() + undecodable,
                participant.foreign(),
                EModel.opinion(EModel.rating(heard, delay, loss)),
                participant.unexpected(),
                far.jitterMillis(clockRate),
                far.lost());
    }
}
