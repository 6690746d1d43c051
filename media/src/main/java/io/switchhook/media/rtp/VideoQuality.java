package io.switchhook.media.rtp;

import java.util.OptionalDouble;

/// How a call's video was, as far as it has come: what we see, and what the other end sees as far as its reports say.
///
/// @param sent RTP packets that left
/// @param received RTP packets of the other end that arrived, duplicates too
/// @param lost packets that did not; negative if there were more duplicates
/// @param late packets that came after they were given up, or twice
/// @param jitterMillis the interarrival jitter
/// @param roundTripMillis by the last report of the other end; empty without one
/// @param farLossPercent what the other end said last that it misses; empty without a report
/// @param farJitterMillis the jitter of what the other end sees; empty without a report
/// @param farLost packets of ours that the other end missed until its last report
/// @param malformed packets that were none, or whose payload was none of its encoding
/// @param foreign packets from elsewhere
/// @param unexpected packets of a payload type that was not negotiated
/// @param pictures whole ones that came
/// @param dropped pictures that were damaged, or needed one that was
/// @param keyFramesAsked how often we asked for a key frame
/// @param keyFramesWanted how often the other end did
/// @param tooLarge what of ours no payload can hold: NAL units in packetization-mode 0, pictures of H.263 whose groups of blocks do
///     not fit (RFC 2190)
public record VideoQuality(
        long sent,
        long received,
        long lost,
        long late,
        double jitterMillis,
        OptionalDouble roundTripMillis,
        OptionalDouble farLossPercent,
        OptionalDouble farJitterMillis,
        long farLost,
        long malformed,
        long foreign,
        long unexpected,
        long pictures,
        long dropped,
        long keyFramesAsked,
        long keyFramesWanted,
        long tooLarge) {}
