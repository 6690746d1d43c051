/// The event package `reg` of RFC 3680: a phone is told how its user is registered.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.reginfo;
