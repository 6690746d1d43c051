/// H.264 without a codec: byte streams (ITU-T H.264 annex B), payloads of RTP (RFC 6184), and a test picture. Pictures stay
/// encoded; what they show is for others.
@org.jspecify.annotations.NullMarked
package io.switchhook.media.video;
