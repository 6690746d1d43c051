package io.switchhook.server;

import io.switchhook.pbx.directory.Account;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.bulk.BulkDevice;
import io.switchhook.provisioning.bulk.BulkFault;
import io.switchhook.provisioning.bulk.BulkPlan;
import io.switchhook.provisioning.bulk.Change;
import io.switchhook.provisioning.bulk.Fleet;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Devices.Planned;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Devices as rows of a spreadsheet, as they are when this is made. The person of a device is the name of its first account, and a group is
/// there as soon as somebody is in it.
final class OfficeFleet implements Fleet {
    private final Directory directory;
    private final ModelCatalog catalog;
    private final Map<String, BulkDevice> devices;

    /// Users by their names.
    private final Map<String, List<String>> people;

    OfficeFleet(Devices devices, Directory directory, ModelCatalog catalog) throws DeviceException {
        this.directory = directory;
        this.catalog = catalog;
        people =
                directory.accounts().stream()
                        .filter(it -> !it.name().isEmpty())
                        .collect(
                                Collectors.groupingBy(
                                        Account::name,
                                        Collectors.mapping(Account::user, Collectors.toList())));
        var settings = devices.settings().ofDevices();
        this.devices = new TreeMap<>();
        for (var device : devices.all())
            Assignments.of(device)
                    .ifPresent(assignment -> {
                        String mac = device.mac().digits();
                        var layer = Optional.ofNullable(settings.get(mac));
                        this.devices.put(mac, row(mac, assignment, layer));
                    });
    }

    private BulkDevice row(String mac, Assignment assignment, Optional<Layer> layer) {
        var values = new TreeMap<String, Value>();
        layer.ifPresent(it -> values.putAll(it.values()));
        return new BulkDevice(
                mac,
                assignment.model(),
                assignment.users(),
                person(assignment.users()),
                assignment.group(),
                values);
    }

    private String person(List<String> users) {
        return users.stream().findFirst().flatMap(directory::account).map(Account::name).orElse("");
    }

    @Override
    public Optional<BulkDevice> device(String mac) {
        return Optional.ofNullable(devices.get(mac));
    }

    @Override
    public List<BulkDevice> devices() {
        return List.copyOf(devices.values());
    }

    @Override
    public boolean hasAccount(String user) {
        return directory.account(user).isPresent();
    }

    @Override
    public boolean hasPerson(String name) {
        return people.containsKey(name);
    }

    @Override
    public boolean hasGroup(String name) {
        return OfficeDevices.isGroup(name);
    }

    /// What has to be done.
    ///
    /// @param faults what cannot be is added
    List<Planned> planned(BulkPlan plan, List<BulkFault> faults) {
        var planned = new ArrayList<Planned>();
        for (var change : plan.changes())
            switch (change) {
                case Change.Unchanged _ -> {}
                case Change.Added(_, var device) ->
                        planned.add(planned(device, users(change, device, faults)));
                case Change.Changed(_, var before, var device, _) -> {
                    // Where the person is not what changes, the accounts are what counts.
                    boolean isSame = before.person().equals(device.person());
                    var users = isSame ? device.accounts() : users(change, device, faults);
                    planned.add(planned(device, users));
                }
            }
        return planned;
    }

    private Planned planned(BulkDevice device, List<String> users) {
        var model = catalog.find(device.model()).orElseThrow();
        return new Planned(
                new Mac(device.mac()),
                model,
                new Assignment(model.id(), device.group(), users),
                device.settings());
    }

    /// A person without an account in the row has his own, if he has one.
    private List<String> users(Change change, BulkDevice device, List<BulkFault> faults) {
        var users = device.accounts();
        String person = device.person();
        if (person.isEmpty() || person(users).equals(person)) return users;
        var own = people.getOrDefault(person, List.of());
        if (users.isEmpty() && own.size() == 1) return own;
        String text =
                users.isEmpty()
                        ? "'%s' has several accounts: %s; say which in the column accounts"
                                .formatted(person, String.join(", ", own))
                        : "the first account, %s, is not that of '%s'"
                                .formatted(users.getFirst(), person);
        faults.add(new BulkFault(change.line(), "person", text));
        return users;
    }
}
