package io.switchhook.provisioning.bulk;

import io.switchhook.provisioning.bulk.CsvReader.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The columns of a file by the names in its first line.
///
/// @param fixed places of those that every device has
/// @param settings names of the others, by their place
record Columns(int count, Map<Fixed, Integer> fixed, Map<Integer, String> settings) {
    /// What every device has.
    enum Fixed {
        MAC,
        MODEL,
        ACCOUNTS,
        PERSON,
        GROUP;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Columns {
        fixed = Map.copyOf(fixed);
        settings = Map.copyOf(settings);
    }

    /// @param faults what is wrong with the line is added
    static Columns of(Row row, List<BulkFault> faults) {
        var fixed = new HashMap<Fixed, Integer>();
        var settings = new HashMap<Integer, String>();
        var seen = new HashMap<String, Integer>();
        for (int i = 0; i < row.fields().size(); i++) {
            String title = row.fields().get(i).strip();
            var known = fixed(title);
            boolean isSetting = known.isEmpty() && title.indexOf('.') > 0;
            if (seen.put(title.toLowerCase(Locale.ROOT), i) != null)
                faults.add(fault(row, title, "is there twice; take one of them away"));
            else if (known.isPresent()) fixed.put(known.get(), i);
            else if (isSetting) settings.put(i, title);
            else
                faults.add(
                        fault(
                                row,
                                title.isEmpty() ? Integer.toString(i + 1) : shown(title),
                                "is none of mac, model, accounts, person and group, nor a parameter"
                                        + " such as sip.rfc2543_hold"));
        }
        if (!fixed.containsKey(Fixed.MAC))
            faults.add(
                    fault(row, "", "there is no column 'mac'; the first line names the columns"));
        return new Columns(row.fields().size(), fixed, settings);
    }

    private static BulkFault fault(Row row, String column, String text) {
        return new BulkFault(row.line(), column, text);
    }

    private static Optional<Fixed> fixed(String title) {
        for (var column : Fixed.values())
            if (column.title().equalsIgnoreCase(title)) return Optional.of(column);
        return Optional.empty();
    }

    /// Enough of a text to find it.
    static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "\ufffd");
        return clean.length() <= 40 ? clean : clean.substring(0, 40) + "…";
    }

    /// What a row has there; nothing if the file has no such column.
    Optional<String> cell(Row row, Fixed column) {
        return Optional.ofNullable(fixed.get(column))
                .map(it -> SafeText.ofCell(row.fields().get(it)).strip());
    }

    /// The settings of a row by name; those of empty cells too.
    Map<String, String> settings(Row row) {
        var values = new HashMap<String, String>();
        for (var place : new ArrayList<>(settings.keySet()))
            values.put(
                    settings.getOrDefault(place, ""),
                    SafeText.ofCell(row.fields().get(place)).strip());
        return values;
    }
}
