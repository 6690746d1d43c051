package io.switchhook.provisioning.bulk;

import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.Settings;
import io.switchhook.provisioning.SettingsFault;
import io.switchhook.provisioning.UnusableSettings;
import io.switchhook.provisioning.bulk.Columns.Fixed;
import io.switchhook.provisioning.bulk.CsvReader.Row;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes a device of a row, and tells of everything in it that no device can be.
final class RowReader {
    /// Told of what is wrong.
    interface Faults {
        void fault(int line, String column, String text);
    }

    private final ModelCatalog catalog;
    private final Fleet fleet;
    private final Faults faults;
    private boolean isBad;

    RowReader(ModelCatalog catalog, Fleet fleet, Faults faults) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.faults = faults;
    }

    /// @param before what is known of the device
    /// @return nothing if something is wrong
    Optional<BulkDevice> device(Columns columns, Row row, String mac, Optional<BulkDevice> before) {
        var model = model(columns, row, before);
        if (model.isEmpty()) return Optional.empty();
        var accounts = accounts(columns, row, before, model.get());
        String person = name(columns, row, Fixed.PERSON, before.map(BulkDevice::person).orElse(""));
        String group = name(columns, row, Fixed.GROUP, before.map(BulkDevice::group).orElse(""));
        var settings = settings(columns, row, before);
        if (!isBad) check(columns, row, model.get(), mac, accounts.size(), settings);
        return isBad
                ? Optional.empty()
                : Optional.of(
                        new BulkDevice(mac, model.get().id(), accounts, person, group, settings));
    }

    private void fault(Row row, String column, String text) {
        isBad = true;
        faults.fault(row.line(), column, text);
    }

    private Optional<PhoneModel> model(Columns columns, Row row, Optional<BulkDevice> before) {
        String cell = columns.cell(row, Fixed.MODEL).orElse("");
        String name = cell.isEmpty() ? before.map(BulkDevice::model).orElse("") : cell;
        var model = catalog.find(name);
        if (name.isEmpty())
            fault(row, Fixed.MODEL.title(), "is empty, and the device is new; which model is it?");
        else if (model.isEmpty())
            fault(
                    row,
                    Fixed.MODEL.title(),
                    "there is no model '%s'; there are %s"
                            .formatted(
                                    Columns.shown(name),
                                    catalog.models().stream()
                                            .map(PhoneModel::id)
                                            .collect(Collectors.joining(", "))));
        return model;
    }

    private List<String> accounts(
            Columns columns, Row row, Optional<BulkDevice> before, PhoneModel model) {
        String column = Fixed.ACCOUNTS.title();
        var cell = columns.cell(row, Fixed.ACCOUNTS);
        var accounts = new ArrayList<String>();
        if (cell.isEmpty()) before.ifPresent(it -> accounts.addAll(it.accounts()));
        else for (var user : cell.get().split("\\s+")) if (!user.isEmpty()) accounts.add(user);
        for (var user : accounts)
            if (!fleet.hasAccount(user))
                fault(
                        row,
                        column,
                        "there is no account '%s'; make it first".formatted(Columns.shown(user)));
        if (accounts.size() > model.accounts())
            fault(
                    row,
                    column,
                    "has %d accounts, and %s takes %d"
                            .formatted(accounts.size(), model, model.accounts()));
        if (new HashSet<>(accounts).size() < accounts.size())
            fault(row, column, "has an account twice");
        return accounts;
    }

    /// Of a person or a group.
    private String name(Columns columns, Row row, Fixed column, String before) {
        var cell = columns.cell(row, column);
        String name = cell.orElse(before);
        if (cell.isEmpty() || name.isEmpty()) return name;
        boolean isKnown = column == Fixed.GROUP ? fleet.hasGroup(name) : fleet.hasPerson(name);
        if (!isKnown)
            fault(
                    row,
                    column.title(),
                    "there is no %s '%s'; make it first"
                            .formatted(column.title(), Columns.shown(name)));
        return name;
    }

    private SortedMap<String, Value> settings(
            Columns columns, Row row, Optional<BulkDevice> before) {
        var settings = new TreeMap<String, Value>();
        before.ifPresent(it -> settings.putAll(it.settings()));
        columns.settings(row)
                .forEach((name, text) -> {
                    try {
                        Value.of(text)
                                .ifPresentOrElse(
                                        value -> settings.put(name, value),
                                        () -> settings.remove(name));
                    } catch (IllegalArgumentException e) {
                        fault(row, name, String.valueOf(e.getMessage()));
                    }
                });
        return settings;
    }

    /// The model has the last word on each value, as it has when the phone's file is made.
    private void check(
            Columns columns,
            Row row,
            PhoneModel model,
            String mac,
            int accounts,
            SortedMap<String, Value> settings) {
        var numbers = IntStream.rangeClosed(1, accounts).boxed().collect(Collectors.toSet());
        var layer = new Layer(new Origin.OfDevice(mac), new LinkedHashMap<>(settings));
        try {
            Settings.of(model, numbers, List.of(layer));
        } catch (UnusableSettings e) {
            e.faults().stream()
                    .map(fault -> fault(columns, model, settings, fault))
                    .distinct()
                    .forEach(it -> fault(row, it.column(), it.text()));
        }
    }

    private record SettingFault(String column, String text) {}

    /// A pattern such as `account.X.ptime` is at fault for each account, and a setting may be one that the device had before.
    private static SettingFault fault(
            Columns columns,
            PhoneModel model,
            SortedMap<String, Value> settings,
            SettingsFault fault) {
        String name =
                settings.containsKey(fault.name())
                        ? fault.name()
                        : fault.name().replaceFirst("\\.[0-9]+(\\.|$)", ".X$1");
        boolean isUnknown = model.find(fault.name().replace(".X.", ".1.")).isEmpty();
        String hint =
                !columns.settings().containsValue(name)
                        ? "; the device has it, and an empty cell in a column of that name takes it away"
                        : isUnknown
                                ? model.nearest(fault.name())
                                        .map(it -> "; is " + it + " meant?")
                                        .orElse("")
                                : "";
        return new SettingFault(name, fault.text() + hint);
    }
}
