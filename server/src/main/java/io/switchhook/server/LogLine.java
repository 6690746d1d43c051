package io.switchhook.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// One event, one line: `2026-01-31T12:00:00.123Z info  proxy  message key=value`. Nothing that came from the network can
/// begin a line of its own or disturb a terminal.
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final int LONGEST = 8192;
    private static final int FRAMES = 12;

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder(160);
        line.append(time(event.getTimeStamp())).append(' ');
        line.append("%-5s".formatted(event.getLevel().toString().toLowerCase(Locale.ROOT)));
        line.append(' ').append(LogModule.of(event.getLoggerName())).append("  ");
        plain(line, String.valueOf(event.getFormattedMessage()));
        var pairs = event.getKeyValuePairs();
        if (pairs != null) for (var pair : pairs) pair(line, pair.key, String.valueOf(pair.value));
        var thrown = event.getThrowableProxy();
        if (thrown != null) thrown(line, thrown);
        if (line.length() > LONGEST) {
            line.setLength(LONGEST);
            line.append("...");
        }
        return line.append('\n').toString();
    }

    /// Always with three digits behind the point, so that lines align.
    private static String time(long millis) {
        var text = Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).toString();
        return switch (text.length()) {
            case 20 -> text.substring(0, 19) + ".000Z";
            default -> text;
        };
    }

    private static void pair(StringBuilder line, String key, String value) {
        line.append(' ').append(key).append('=');
        boolean quoted = value.isEmpty();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            quoted |= c <= ' ' || c == '"' || c == '=' || c == 0x7f;
        }
        if (!quoted) {
            plain(line, value);
            return;
        }
        line.append('"');
        plain(line, value.replace("\\", "\\\\").replace("\"", "\\\""));
        line.append('"');
    }

    private static void plain(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (isUnseen(c)) line.append("\\u%04x".formatted((int) c));
                    else line.append(c);
                }
            }
        }
    }

    /// Whether it moves the cursor, ends a line, turns the direction of writing, or cannot be seen.
    private static boolean isUnseen(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    /// What went wrong; and where, only for what is our own mistake.
    private static void thrown(StringBuilder line, IThrowableProxy thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClassName();
        name = name.substring(name.lastIndexOf('.') + 1);
        pair(line, "error", message == null ? name : name + ": " + message);
        if (thrown.getClassName().endsWith("IOException")) return;
        var frames = thrown.getStackTraceElementProxyArray();
        if (frames == null || frames.length == 0) return;
        var stack = new StringBuilder();
        for (int i = 0; i < frames.length && i < FRAMES; i++) {
            var frame = frames[i].getStackTraceElement();
            if (i > 0) stack.append('<');
            String type = frame.getClassName();
            stack.append(type.substring(type.lastIndexOf('.') + 1)).append('.');
            stack.append(frame.getMethodName()).append(':').append(frame.getLineNumber());
        }
        pair(line, "at", stack.toString());
    }
}
