/// The four transactions of RFC 3261 §17, as amended by RFC 6026 and RFC 4320; one file each.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.transaction;
