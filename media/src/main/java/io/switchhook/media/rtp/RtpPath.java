package io.switchhook.media.rtp;

import java.net.InetSocketAddress;

/// The ports of a stream, and where the other end said that its own are.
///
/// @param rtp and the next: the same if RTP and RTCP share it (RFC 5761)
/// @param remoteRtp as negotiated
public record RtpPath(
        PacketPort rtp,
        PacketPort rtcp,
        InetSocketAddress remoteRtp,
        InetSocketAddress remoteRtcp) {}
