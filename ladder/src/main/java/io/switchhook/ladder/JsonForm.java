package io.switchhook.ladder;

import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Writes ladders as JSON: objects with the names of the records' components; words of enumerations in small letters with
/// hyphens; durations in seconds, as numbers; moments as RFC 3339 has them; what is not there as null.
///
/// A rung has a `kind` before all else: `message`, `remark` or `finding`. So has what is remarked: `no-binding`, `timed-out`, ...
public final class JsonForm {
    private final StringBuilder out = new StringBuilder();

    private JsonForm() {}

    /// A whole ladder, on one line.
    public static String of(Ladder ladder) {
        return written(ladder, "");
    }

    /// A ladder without its rungs.
    public static String summary(Ladder ladder) {
        return written(ladder, "rungs");
    }

    public static String of(Rung rung) {
        return written((Record) rung, "");
    }

    /// `{"ladder":{...},"rungs":[...]}`: a ladder without its rungs, and those that are new.
    public static String of(Follower.News news) {
        var form = new JsonForm();
        form.out.append("{\"ladder\":");
        form.record(news.ladder(), "rungs");
        form.out.append(",\"rungs\":");
        form.list(news.fresh());
        return form.out.append('}').toString();
    }

    private static String written(Record value, String without) {
        var form = new JsonForm();
        form.record(value, without);
        return form.out.toString();
    }

    private void value(Object value) {
        switch (value) {
            case Optional<?> optional ->
                    optional.ifPresentOrElse(this::value, () -> out.append("null"));
            case Collection<?> all -> list(all);
            case Duration duration -> seconds(duration);
            case Instant instant -> text(instant.toString());
            case InetSocketAddress address -> text(Sentence.address(address));
            case Enum<?> word -> text(word.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            case Record record -> record(record, "");
            case Number number -> out.append(number);
            case Boolean flag -> out.append(flag);
            default -> text(value.toString());
        }
    }

    private void list(Collection<?> all) {
        out.append('[');
        String separator = "";
        for (var one : all) {
            out.append(separator);
            value(one);
            separator = ",";
        }
        out.append(']');
    }

    private void record(Record record, String without) {
        out.append('{');
        String kind = kind(record);
        String separator = "";
        if (!kind.isEmpty()) {
            out.append("\"kind\":\"").append(kind).append('"');
            separator = ",";
        }
        for (var component : record.getClass().getRecordComponents()) {
            if (component.getName().equals(without)) continue;
            out.append(separator).append('"').append(component.getName()).append("\":");
            try {
                value(component.getAccessor().invoke(record));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("a record that cannot be read", e);
            }
            separator = ",";
        }
        out.append('}');
    }

    private static String kind(Record record) {
        return switch (record) {
            case Rung.Arrow _ -> "message";
            case Rung.Note _ -> "remark";
            case Rung.Finding _ -> "finding";
            case Remark remark -> kind(remark);
            default -> "";
        };
    }

    /// `no-binding` for a `NoBinding`.
    static String kind(Remark remark) {
        var kind = new StringBuilder();
        for (char c : remark.getClass().getSimpleName().toCharArray()) {
            if (Character.isUpperCase(c) && !kind.isEmpty()) kind.append('-');
            kind.append(Character.toLowerCase(c));
        }
        return kind.toString();
    }

    private void seconds(Duration duration) {
        long micros = duration.toNanos() / 1000;
        out.append(micros / 1_000_000);
        long rest = micros % 1_000_000;
        if (rest != 0) out.append('.').append(String.format("%06d", rest));
    }

    /// What would not be seen as it is, is escaped; so is what begins an element.
    private void text(String text) {
        out.append('"');
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '"', '\\' -> out.append('\\').append((char) c);
                        case '\n' -> out.append("\\n");
                        case '\r' -> out.append("\\r");
                        case '\t' -> out.append("\\t");
                        default -> {
                            if (c != '<' && Plain.isShown(c)) out.appendCodePoint(c);
                            else escaped(c);
                        }
                    }
                });
        out.append('"');
    }

    private void escaped(int c) {
        for (char unit : Character.toChars(c)) out.append(String.format("\\u%04x", (int) unit));
    }
}
