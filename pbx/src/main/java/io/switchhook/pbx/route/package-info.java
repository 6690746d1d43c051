/// Call routing: what becomes of a request that concerns the office (RFC 3261 §16.5).
@org.jspecify.annotations.NullMarked
package io.switchhook.pbx.route;
