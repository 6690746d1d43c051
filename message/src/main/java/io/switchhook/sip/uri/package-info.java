/// SIP, SIPS, TEL and other URIs as immutable values (RFC 3261 §19.1, RFC 3966), and the
/// address-of-record that bindings are filed under (RFC 3261 §10.3).
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.uri;
