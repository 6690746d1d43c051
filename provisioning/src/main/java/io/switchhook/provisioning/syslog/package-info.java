/// What phones tell of themselves: lines of their logs (RFC 3164, RFC 5424), and requests for their Action URLs. Bytes in,
/// values out; there is no socket and no clock in it, and a bound on everything that a phone can send.
@org.jspecify.annotations.NullMarked
package io.switchhook.provisioning.syslog;
