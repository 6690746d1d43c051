package io.switchhook.provisioning.syslog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a message of either form. There is none that cannot be read: what has not the form of a message is the text of one
/// (RFC 3164 §4.3.3).
///
/// ```
/// RFC 5424   <165>1 2026-01-02T03:04:05.006Z host app 8710 ID47 [data@1 a="b"] text
/// RFC 3164   <34>Oct 11 22:14:15 host su[230]: text
/// ```
public final class SyslogParser {
    /// Bytes of a message that are read (RFC 5424 §6.1: receivers should take 2048, RFC 5425 §4.3.1: 8192); what follows is
    /// left out.
    public static final int LONGEST = 8192;

    /// user.notice, for a message that does not tell (RFC 3164 §4.3.3).
    private static final int UNTOLD = 13;

    private static final Pattern PRIORITY = Pattern.compile("<([0-9]{1,3})>");
    private static final Pattern HEADER =
            Pattern.compile(
                    "1 ([!-~]{1,64}) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) ");

    /// Phones write a day below ten with a zero too.
    private static final Pattern TIME =
            Pattern.compile(
                    "((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ 0-3]?[0-9]"
                            + " [0-2][0-9]:[0-5][0-9]:[0-6][0-9]) ");

    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._:-]{1,255}) (?!\\[)");

    /// Phones put a space before the bracket.
    private static final Pattern TAG =
            Pattern.compile(
                    "([A-Za-z0-9_./-]{1,48}) ?(?:\\[ ?([^\\]\\[]{1,64})\\])?(?:: ?|(?<=\\]) )");

    private SyslogParser() {}

    /// @param bytes of a datagram, or of a frame of [SyslogFrames]
    public static SyslogMessage parse(byte[] bytes) {
        String text = text(bytes);
        var priority = PRIORITY.matcher(text);
        int value = UNTOLD;
        String rest = text;
        if (priority.lookingAt() && Integer.parseInt(priority.group(1)) <= 191) {
            value = Integer.parseInt(priority.group(1));
            rest = text.substring(priority.end());
        }
        int facility = value >> 3;
        var severity = Severity.values()[value & 7];
        String body = rest;
        return newer(facility, severity, body).orElseGet(() -> older(facility, severity, body));
    }

    private static Optional<SyslogMessage> newer(int facility, Severity severity, String body) {
        var header = HEADER.matcher(body);
        if (!header.lookingAt()) return Optional.empty();
        int end = dataEnd(body, header.end());
        if (end < 0) return Optional.empty();
        String data = body.substring(header.end(), end);
        String text = end == body.length() ? "" : body.substring(end + 1);
        return Optional.of(
                new SyslogMessage(
                        facility,
                        severity,
                        told(header, 1),
                        told(header, 2),
                        told(header, 3),
                        told(header, 4),
                        told(header, 5),
                        data.equals("-") ? "" : data,
                        text.startsWith("\ufeff") ? text.substring(1) : text));
    }

    /// NILVALUE is nothing.
    private static String told(Matcher header, int group) {
        String text = header.group(group);
        return text.equals("-") ? "" : text;
    }

    /// RFC 5424 §6.3: elements in brackets, whose values stand in quotes with backslashes.
    ///
    /// @return -1 if there is no end
    private static int dataEnd(String body, int from) {
        int at = from;
        if (body.startsWith("-", at)) at++;
        else {
            while (at < body.length() && body.charAt(at) == '[') {
                at = elementEnd(body, at);
                if (at < 0) return -1;
            }
            if (at == from) return -1;
        }
        return at == body.length() || body.charAt(at) == ' ' ? at : -1;
    }

    private static int elementEnd(String body, int from) {
        boolean isQuoted = false;
        for (int at = from + 1; at < body.length(); at++) {
            char c = body.charAt(at);
            if (isQuoted && c == '\\') at++;
            else if (c == '"') isQuoted = !isQuoted;
            else if (c == ']' && !isQuoted) return at + 1;
        }
        return -1;
    }

    /// RFC 3164 §4.1. Host and tag may be missing.
    private static SyslogMessage older(int facility, Severity severity, String body) {
        String time = "";
        String host = "";
        String rest = body;
        var found = TIME.matcher(rest);
        if (found.lookingAt()) {
            time = found.group(1);
            rest = rest.substring(found.end());
            var named = HOST.matcher(rest);
            if (named.lookingAt() && !named.group(1).endsWith(":")) {
                host = named.group(1);
                rest = rest.substring(named.end());
            }
        }
        var tag = TAG.matcher(rest);
        boolean isTagged = !time.isEmpty() && tag.lookingAt();
        String process = isTagged ? Optional.ofNullable(tag.group(2)).orElse("") : "";
        return new SyslogMessage(
                facility,
                severity,
                time,
                host,
                isTagged ? tag.group(1) : "",
                process,
                "",
                "",
                isTagged ? rest.substring(tag.end()) : rest);
    }

    /// UTF-8, or else ISO 8859-1, without what would move a cursor.
    private static String text(byte[] bytes) {
        int length = Math.min(bytes.length, LONGEST);
        while (length > 0
                && (bytes[length - 1] == 0
                        || bytes[length - 1] == '\n'
                        || bytes[length - 1] == '\r')) length--;
        return clean(decoded(Arrays.copyOf(bytes, length), bytes.length > LONGEST));
    }

    private static String decoded(byte[] bytes, boolean isCut) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            // The cut may have gone through a character.
            return new String(bytes, isCut ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        }
    }

    static String clean(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> clean.appendCodePoint(c == '\t' ? ' ' : isShown(c) ? c : '\ufffd'));
        return clean.toString();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            // A byte order mark is taken away later; the others turn the direction of what follows.
            case Character.FORMAT -> c == '\ufeff';
            default -> true;
        };
    }
}
