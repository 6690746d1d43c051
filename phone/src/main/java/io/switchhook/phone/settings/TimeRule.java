package io.switchhook.phone.settings;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// When a time zone has daylight saving time: a row of AutoDST.xml.
///
/// @param zone such as `+6` or `+5:30`
/// @param names of the places that it is for
/// @param start nothing if the zone has none
/// @param end likewise
/// @param offset what is added, -300 to 300 minutes
public record TimeRule(
        ZoneOffset zone,
        String names,
        List<Integer> start,
        List<Integer> end,
        Form form,
        Duration offset) {

    /// What the numbers of a start or end are: `iType`, 0 and 1.
    public enum Form {
        /// Month, day, hour.
        DATE,
        /// Month, week of the month (5 for the last), day of the week, hour.
        WEEK;

        private int parts() {
            return this == DATE ? 3 : 4;
        }
    }

    private static final int ROWS = 1000;
    private static final int LARGEST_OFFSET = 300;

    public TimeRule {
        start = List.copyOf(start);
        end = List.copyOf(end);
    }

    /// Rows that are rules, and remarks on those that are not.
    public record File(List<TimeRule> rules, List<Remark> remarks) {
        public File {
            rules = List.copyOf(rules);
            remarks = List.copyOf(remarks);
        }
    }

    /// Reads `<DSTData>` with rows `<DST szTime="+6" szZone="" iType="0" szStart="3/1/2" szEnd="" szOffset="60"/>`.
    ///
    /// @throws UnusableFile if it is no such file
    public static File read(String name, byte[] bytes) throws UnusableFile {
        var rows = new XmlRows<>("DSTData", List.of("DST"), ROWS, (_, row) -> rule(row));
        rows.read(name, bytes);
        return new File(rows.rows(), rows.remarks());
    }

    private static TimeRule rule(Map<String, String> row) {
        var form = row.getOrDefault("iType", "0").equals("1") ? Form.WEEK : Form.DATE;
        return new TimeRule(
                zone(row.getOrDefault("szTime", "")),
                row.getOrDefault("szZone", ""),
                numbers("szStart", row.getOrDefault("szStart", ""), form),
                numbers("szEnd", row.getOrDefault("szEnd", ""), form),
                form,
                offset(row.getOrDefault("szOffset", "")));
    }

    private static ZoneOffset zone(String text) {
        var parts = text.replaceFirst("^[+-]", "").split(":", -1);
        if (parts.length > 2)
            throw new IllegalArgumentException("szTime '" + text + "' is no zone");
        int minutes = 60 * number("szTime", parts[0], 14);
        if (parts.length == 2) minutes += number("szTime", parts[1], 59);
        return ZoneOffset.ofTotalSeconds(60 * (text.startsWith("-") ? -minutes : minutes));
    }

    private static List<Integer> numbers(String name, String text, Form form) {
        if (text.isEmpty()) return List.of();
        var numbers = new ArrayList<Integer>();
        for (var part : text.split("/", -1)) numbers.add(number(name, part.strip(), 31));
        if (numbers.size() != form.parts())
            throw new IllegalArgumentException(
                    name + " '" + text + "' has not " + form.parts() + " numbers");
        return numbers;
    }

    private static Duration offset(String text) {
        if (text.isEmpty()) return Duration.ZERO;
        boolean isNegative = text.startsWith("-");
        int minutes = number("szOffset", text.replaceFirst("^[+-]", ""), LARGEST_OFFSET);
        return Duration.ofMinutes(isNegative ? -minutes : minutes);
    }

    private static int number(String name, String text, int max) {
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= max)
            return Integer.parseInt(text);
        throw new IllegalArgumentException(name + ": expected a number up to " + max);
    }
}
