/// The stateful forking proxy of RFC 3261 §16.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.proxy;
