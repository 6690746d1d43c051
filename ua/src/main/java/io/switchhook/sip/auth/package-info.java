/// The digest of RFC 3261 §22, RFC 7616 and RFC 8760.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.auth;
