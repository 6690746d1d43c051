package io.switchhook.media.rtp;

/// What a receiver says of one source: RFC 3550 §6.4.1.
///
/// @param ssrc of the source
/// @param fractionLost since the last report, in 256ths
/// @param lost since the beginning; negative if there were more duplicates than losses
/// @param highestSequence with the count of cycles in the upper 16 bits
/// @param jitter in units of the RTP timestamp
/// @param lastSenderReport the middle 32 bits of its NTP timestamp; 0 for none
/// @param delay since that report in units of 1/65536 s
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int lost,
        int highestSequence,
        int jitter,
        int lastSenderReport,
        int delay) {}
