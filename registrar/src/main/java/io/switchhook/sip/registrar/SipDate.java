package io.switchhook.sip.registrar;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// `Date: Sat, 13 Nov 2010 23:29:00 GMT` (RFC 3261 §20.17), made once a second. A benign race: what it keeps is one
/// immutable object.
final class SipDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private record Made(long second, String text) {}

    private Made last = new Made(Long.MIN_VALUE, "");

    String text(Instant now) {
        var made = last;
        if (made.second != now.getEpochSecond()) {
            made = new Made(now.getEpochSecond(), FORMAT.format(now));
            last = made;
        }
        return made.text;
    }
}
