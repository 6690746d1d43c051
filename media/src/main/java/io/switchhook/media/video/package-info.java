/// H.264, VP8 and H.263 without a codec: files, payloads of RTP (RFC 6184, RFC 7741, RFC 4629 and RFC 2190), and test pictures.
/// Pictures stay encoded; what they show is for others.
@org.jspecify.annotations.NullMarked
package io.switchhook.media.video;
