/// RTP and RTCP (RFC 3550), telephone events (RFC 4733), and what makes a stream of them a call.
///
/// The one place of offsets: on the path of a packet a view of the received bytes stands where elsewhere a record would.
/// Sequence numbers are `int` from 0 to 65535; timestamps and SSRCs are `int` whose 32 bits are unsigned.
@org.jspecify.annotations.NullMarked
package io.switchhook.media.rtp;
