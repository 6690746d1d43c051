/// The registrar and the location service of RFC 3261 §10.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.registrar;
