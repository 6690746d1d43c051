package io.switchhook.provisioning.bulk;

import io.switchhook.provisioning.bulk.Columns.Fixed;
import io.switchhook.provisioning.bulk.CsvReader.Row;
import io.switchhook.provisioning.model.ModelCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads devices out of a spreadsheet: `mac,model,accounts,person,group` in whatever order, of which `mac` alone must be there,
/// and a column for each setting, named by its parameter.
///
/// A column that is not there leaves everybody what he has. An empty cell takes away what there was, but for the model,
/// which every device has. `%NULL%` is the factory's value. No row removes a device.
public final class BulkImport {
    /// Rows of a file.
    public static final int MOST_ROWS = 100_000;

    private static final int MOST_FAULTS = 100;

    private final ModelCatalog catalog;
    private final Fleet fleet;
    private final List<BulkFault> faults = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    /// Where each device stands in the file.
    private final Map<String, Integer> lines = new HashMap<>();

    private BulkImport(ModelCatalog catalog, Fleet fleet) {
        this.catalog = catalog;
        this.fleet = fleet;
    }

    /// Says what a file would do, without doing it.
    ///
    /// @param csv in UTF-8; not closed
    /// @throws RefusedImport if anything is wrong with any of it, with up to 100 faults
    /// @throws IOException if it cannot be read
    public static BulkPlan plan(InputStream csv, ModelCatalog catalog, Fleet fleet)
            throws RefusedImport, IOException {
        var reading = new BulkImport(catalog, fleet);
        try {
            reading.read(csv);
        } catch (CsvReader.Broken e) {
            reading.faults.add(e.fault);
        }
        if (!reading.faults.isEmpty()) throw new RefusedImport(reading.faults);
        return new BulkPlan(reading.changes);
    }

    private void read(InputStream csv) throws CsvReader.Broken, IOException {
        var reader = new CsvReader(csv);
        var first = reader.row();
        if (first.isEmpty() || first.get().isBlank()) {
            fault(1, "", "is empty; the first line names the columns, such as mac,model,accounts");
            return;
        }
        var columns = Columns.of(first.get(), faults);
        if (!faults.isEmpty()) return;
        for (var row = reader.row(); row.isPresent(); row = reader.row()) {
            if (row.get().isBlank()) continue;
            if (lines.size() == MOST_ROWS) {
                fault(
                        row.get().line(),
                        "",
                        "is one row too many; %d are the most".formatted(MOST_ROWS));
                return;
            }
            read(columns, row.get());
            if (faults.size() >= MOST_FAULTS) return;
        }
    }

    private void fault(int line, String column, String text) {
        if (faults.size() < MOST_FAULTS) faults.add(new BulkFault(line, column, text));
    }

    private void read(Columns columns, Row row) {
        if (row.fields().size() != columns.count()) {
            fault(
                    row.line(),
                    "",
                    "has %d fields, and the first line %d; fields with commas stand in quotes"
                            .formatted(row.fields().size(), columns.count()));
            return;
        }
        var mac = mac(row.line(), columns.cell(row, Fixed.MAC).orElse(""));
        if (mac.isEmpty()) return;
        var reading = new RowReader(catalog, fleet, this::fault);
        var before = fleet.device(mac.get());
        reading.device(columns, row, mac.get(), before)
                .ifPresent(device -> {
                    if (before.isEmpty()) changes.add(new Change.Added(row.line(), device));
                    else
                        changes.add(
                                Change.of(
                                        row.line(),
                                        before.get(),
                                        device,
                                        name ->
                                                Secrets.isSecret(catalog, device.model(), name)
                                                        || Secrets.isSecret(
                                                                catalog,
                                                                before.get().model(),
                                                                name)));
                });
    }

    private Optional<String> mac(int line, String text) {
        String digits = text.replaceAll("[:.\\- ]", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{12}")) {
            fault(line, Fixed.MAC.title(), noMac(text, digits));
            return Optional.empty();
        }
        var other = lines.putIfAbsent(digits, line);
        if (other != null) {
            fault(line, Fixed.MAC.title(), digits + " is in line " + other + " too");
            return Optional.empty();
        }
        return Optional.of(digits);
    }

    /// Spreadsheets take digits for numbers, and zeros in front away.
    private static String noMac(String text, String digits) {
        boolean isNumber = digits.matches("[0-9]{1,11}|[0-9]+(e\\+?[0-9]+)?|[0-9]+,[0-9]+e.*");
        return "'%s' is no MAC address%s"
                .formatted(
                        Columns.shown(text),
                        isNumber
                                ? "; if a spreadsheet took it for a number, make the column one of text"
                                : ", which has twelve digits such as 00:15:65:ab:cd:ef");
    }
}
