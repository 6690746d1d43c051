package io.switchhook.provisioning.bulk;

import io.switchhook.provisioning.bulk.Columns.Fixed;
import io.switchhook.provisioning.model.ModelCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Writes devices for a spreadsheet, from which they can be read again: nothing changes then. Settings that are secret are
/// left out, with their columns, so that reading does not take them away.
public final class BulkExport {
    private BulkExport() {}

    /// The file, to be written in UTF-8.
    ///
    /// @throws IllegalArgumentException if the devices have more settings than a file has columns, some 1000
    public static String csv(ModelCatalog catalog, List<BulkDevice> devices) {
        var names = new TreeSet<String>();
        var secrets = new TreeSet<String>();
        for (var device : devices)
            for (var name : device.settings().keySet())
                (Secrets.isSecret(catalog, device.model(), name) ? secrets : names).add(name);
        names.removeAll(secrets);
        if (names.size() + Fixed.values().length > CsvReader.MOST_FIELDS)
            throw new IllegalArgumentException(
                    "the devices have %d settings; write fewer of them".formatted(names.size()));
        // With the mark by which spreadsheets know that it is UTF-8.
        var csv = new StringBuilder("\ufeff");
        var titles = new ArrayList<String>();
        for (var column : Fixed.values()) titles.add(column.title());
        titles.addAll(names);
        row(csv, titles);
        for (var device : devices) {
            var cells = new ArrayList<String>();
            for (var column : Fixed.values()) cells.add(cell(device, column));
            for (var name : names) {
                var value = device.settings().get(name);
                cells.add(value == null ? "" : value.written());
            }
            row(csv, cells);
        }
        return csv.toString();
    }

    private static String cell(BulkDevice device, Fixed column) {
        return switch (column) {
            case MAC -> String.join(":", device.mac().split("(?<=\\G..)"));
            case MODEL -> device.model();
            case ACCOUNTS -> String.join(" ", device.accounts());
            case PERSON -> device.person();
            case GROUP -> device.group();
        };
    }

    private static void row(StringBuilder csv, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) csv.append(',');
            field(csv, SafeText.toCell(cells.get(i)));
        }
        csv.append("\r\n");
    }

    /// RFC 4180 §2.
    private static void field(StringBuilder csv, String text) {
        boolean isPlain = text.chars().noneMatch(it -> ",;\"\t\r\n".indexOf(it) >= 0);
        if (isPlain && text.strip().equals(text)) csv.append(text);
        else csv.append('"').append(text.replace("\"", "\"\"")).append('"');
    }
}
