package io.switchhook.server;

import io.switchhook.console.PhoneSettingsView.Changed;
import io.switchhook.console.PhoneSettingsView.Difference;
import io.switchhook.console.PhoneSettingsView.Finding;
import io.switchhook.provisioning.Effective;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.UnusableSettings;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.Device;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import io.switchhook.provisioning.serve.FileDesk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What devices would be told if a layer were another one.
record SettingsDrafts(Devices devices, ModelCatalog catalog, FileDesk desk) {
    /// How many devices are looked at: each file is made twice.
    private static final int EXAMPLES = 20;

    /// @param values to be set in the layer; empty to take one back
    /// @param first a device to begin with
    /// @param findings what makes a file impossible is added
    List<Changed> differences(
            Origin origin,
            SequencedMap<String, Optional<Value>> values,
            List<Device> concerned,
            Optional<Mac> first,
            List<Finding> findings)
            throws DeviceException {
        var examples = new LinkedHashSet<Device>();
        concerned.stream().filter(it -> first.equals(Optional.of(it.mac()))).forEach(examples::add);
        concerned.stream().limit(EXAMPLES).forEach(examples::add);
        var all = new ArrayList<Changed>();
        for (var device : examples) {
            var assignment = Assignments.of(device).orElseThrow();
            var model = catalog.find(assignment.model());
            if (model.isEmpty()) continue;
            var layers = devices.settings().layers(device.mac(), assignment);
            try {
                var after = told(device, assignment, model.get(), with(layers, origin, values));
                var before = before(device, assignment, model.get(), layers);
                all.add(
                        new Changed(
                                device.mac().digits(),
                                model.get().id(),
                                differences(model.get(), before, after)));
            } catch (UnusableSettings e) {
                findings.addAll(SettingsWords.errors(device.mac().digits(), e.faults()));
            }
        }
        return all;
    }

    private static List<Layer> with(
            List<Layer> layers, Origin origin, SequencedMap<String, Optional<Value>> values) {
        return layers.stream()
                .map(it -> it.origin().equals(origin) ? with(it, values) : it)
                .toList();
    }

    private static Layer with(Layer layer, SequencedMap<String, Optional<Value>> values) {
        var all = new LinkedHashMap<>(layer.values());
        values.forEach((name, value) ->
                value.ifPresentOrElse(it -> all.put(name, it), () -> all.remove(name)));
        return new Layer(layer.origin(), all);
    }

    private Map<String, Effective> told(
            Device device, Assignment assignment, PhoneModel model, List<Layer> layers)
            throws UnusableSettings {
        return desk.draft(device.mac(), assignment, model, ReturnPath.to(device), layers).values();
    }

    /// Nothing, if what is set now cannot be told.
    private Map<String, Effective> before(
            Device device, Assignment assignment, PhoneModel model, List<Layer> layers) {
        try {
            return told(device, assignment, model, layers);
        } catch (UnusableSettings e) {
            return Map.of();
        }
    }

    private static List<Difference> differences(
            PhoneModel model, Map<String, Effective> before, Map<String, Effective> after) {
        var names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        var differences = new ArrayList<Difference>();
        for (var name : names) {
            var was = Optional.ofNullable(before.get(name)).map(Effective::value);
            var becomes = Optional.ofNullable(after.get(name)).map(Effective::value);
            if (was.equals(becomes)) continue;
            boolean isSecret = SettingsWords.isSecret(model, name);
            differences.add(
                    new Difference(
                            name,
                            isSecret ? Optional.empty() : was.map(Value::written),
                            isSecret ? Optional.empty() : becomes.map(Value::written),
                            isSecret));
        }
        return differences;
    }
}
