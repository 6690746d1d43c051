/// Header field names, their typed keys ([Header]) and the values they hold.
///
/// To add a header: one row in [HeaderName.Known], one key in [Header], and a record where the value has parts.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.header;
