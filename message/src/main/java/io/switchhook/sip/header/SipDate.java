package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Reads and writes `SIP-date`, the one form of RFC 1123 that is allowed: RFC 3261 §20.17.
///
/// ```
/// Sat, 13 Nov 2010 23:29:00 GMT
/// ```
final class SipDate {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private SipDate() {}

    static Instant parse(Scanner in) {
        word(in, DAYS);
        if (!in.acceptSeparator(',')) throw in.malformed("expected ',' behind the weekday");
        int day = digits(in, 2);
        in.skipSpace();
        int month = word(in, MONTHS);
        in.skipSpace();
        int year = digits(in, 4);
        in.skipSpace();
        int hour = digits(in, 2);
        in.expect(':');
        int minute = digits(in, 2);
        in.expect(':');
        int second = digits(in, 2);
        in.skipSpace();
        int mark = in.position();
        if (!in.token().equalsIgnoreCase("GMT")) {
            in.moveTo(mark);
            throw in.malformed("expected GMT");
        }
        try {
            return LocalDateTime.of(year, month, day, hour, minute, second)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw in.malformed("no such date");
        }
    }

    /// The place of a three-letter word among others, from 1.
    private static int word(Scanner in, String words) {
        for (int i = 0; i < words.length(); i += 3) {
            if (isWord(in, words, i)) {
                in.moveTo(in.position() + 3);
                return i / 3 + 1;
            }
        }
        throw in.malformed("expected a weekday or month");
    }

    private static boolean isWord(Scanner in, String words, int from) {
        for (int i = 0; i < 3; i++) {
            int c = in.peekAt(in.position() + i);
            if (Chars.lower(c) != Chars.lower(words.charAt(from + i))) return false;
        }
        return true;
    }

    private static int digits(Scanner in, int count) {
        int from = in.position();
        int value = (int) in.number(9999);
        if (in.position() - from != count) throw in.malformed("expected " + count + " digits");
        return value;
    }

    static void write(ByteSink out, Instant instant) {
        var date = instant.atOffset(ZoneOffset.UTC);
        int day = 3 * (date.getDayOfWeek().getValue() - 1);
        int month = 3 * (date.getMonthValue() - 1);
        out.put(DAYS.substring(day, day + 3)).put(", ");
        put(out, date.getDayOfMonth(), ' ');
        out.put(MONTHS.substring(month, month + 3)).put(' ').put(date.getYear()).put(' ');
        put(out, date.getHour(), ':');
        put(out, date.getMinute(), ':');
        put(out, date.getSecond(), ' ');
        out.put("GMT");
    }

    private static void put(ByteSink out, int number, char separator) {
        out.put((char) ('0' + number / 10)).put((char) ('0' + number % 10)).put(separator);
    }
}
