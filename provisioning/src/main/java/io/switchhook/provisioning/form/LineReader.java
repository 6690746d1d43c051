package io.switchhook.provisioning.form;

import io.switchhook.provisioning.form.Line.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Goes through a text once.
final class LineReader {
    private static final Pattern INCLUDE = Pattern.compile("include:config\\s*\"([^\"]*)\"");

    private final String name;
    private final List<Line> lines = new ArrayList<>();
    private String section = "";
    private String path = "";

    LineReader(String name) {
        this.name = name;
    }

    List<Line> read(String text) throws UnreadableFile {
        for (int from = 0; from < text.length(); ) {
            int end = from;
            while (end < text.length() && !isEnd(text.charAt(end))) end++;
            int next = end + endLength(text, end);
            add(text.substring(from, end), text.substring(end, next));
            from = next;
        }
        return lines;
    }

    private static boolean isEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private static int endLength(String text, int at) {
        if (at == text.length()) return 0;
        return text.startsWith("\r\n", at) ? 2 : 1;
    }

    private void add(String text, String end) throws UnreadableFile {
        int number = lines.size() + 1;
        if (number > ConfigurationText.MOST_LINES)
            throw new UnreadableFile(
                    name + ": more than " + ConfigurationText.MOST_LINES + " lines");
        if (text.length() > ConfigurationText.LONGEST_LINE)
            throw new UnreadableFile(
                    name
                            + ":"
                            + number
                            + ": more than "
                            + ConfigurationText.LONGEST_LINE
                            + " characters");
        // The byte order mark that editors put in front belongs to no key.
        String said = number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
        lines.add(new Line(number, text, end, content(said.strip())));
    }

    private Content content(String text) {
        if (text.startsWith("#!version")) return new Content.Version();
        if (text.isEmpty() || text.startsWith("#") || text.startsWith(";"))
            return new Content.Comment();
        if (text.startsWith("[")) return section(text);
        var include = INCLUDE.matcher(text);
        if (include.matches()) return new Content.Include(include.group(1));
        int equals = text.indexOf('=');
        if (equals <= 0) return new Content.Other();
        return setting(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }

    private Content section(String text) {
        if (!text.endsWith("]")) return new Content.Other();
        section = text.substring(1, text.length() - 1).strip();
        path = "";
        return new Content.Section(section);
    }

    /// A key without a dot is of the older form, where a section is open; before any section it is of the newer one.
    private Content setting(String key, String value) {
        if (section.isEmpty() || key.indexOf('.') >= 0) return new Content.Setting(key, value);
        if (!key.equalsIgnoreCase("path")) return new Content.OldSetting(section, path, key, value);
        path = value;
        return new Content.Path(value);
    }
}
