/// SRTP and SRTCP (RFC 3711) with the keys that SDP or DTLS agreed on.
@org.jspecify.annotations.NullMarked
package io.switchhook.media.srtp;
