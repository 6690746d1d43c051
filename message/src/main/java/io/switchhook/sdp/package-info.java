/// Session descriptions as immutable values: RFC 8866, which writes what RFC 4566 wrote.
///
/// ```
/// var offer = parser.parse(bytes, 0, bytes.length);
/// for (var media : offer.media()) {
///     Direction direction = offer.directionOf(media);
///     List<RtpMap> codecs = media.rtpMaps();
/// }
/// var held = offer.withMedia(0, media -> media.with(Direction.SENDONLY)).next();
/// byte[] body = held.toByteArray();
/// ```
///
/// A description is its lines in their order, known and unknown ones, so what conforms is written as it came, byte for
/// byte; only leading zeros of a number in `c=`, `b=`, `t=` and `m=` are lost. Attributes are text until they are
/// asked for with a typed key ([Attribute#RTPMAP] and its like). No `toString` here shows a key or a password.
///
/// To add an attribute: one key in [Attribute], and a record where the value has parts.
@org.jspecify.annotations.NullMarked
package io.switchhook.sdp;
