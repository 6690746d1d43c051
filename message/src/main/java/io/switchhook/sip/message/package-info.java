/// SIP messages as immutable values over the bytes they came in (RFC 3261 §7).
///
/// ```
/// var request = (Request) parser.parseDatagram(bytes, 0, length);
/// Via top = request.headers().require(Header.VIA);
/// Request forwarded = request.withUri(target).with(h -> h.push(Header.VIA, ours).set(Header.MAX_FORWARDS, 69));
/// forwarded.writeTo(sink);
/// ```
///
/// What is not edited is written as it came, byte for byte.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.message;
