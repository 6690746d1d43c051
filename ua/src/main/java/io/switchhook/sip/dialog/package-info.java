/// RFC 3261 §12: one end of a dialog, and the way of its requests.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.dialog;
