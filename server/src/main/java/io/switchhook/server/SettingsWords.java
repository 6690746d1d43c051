package io.switchhook.server;

import io.switchhook.console.PhoneSettingsView;
import io.switchhook.console.PhoneSettingsView.Finding;
import io.switchhook.console.PhoneSettingsView.Overruled;
import io.switchhook.console.Refusal;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.Effective;
import io.switchhook.provisioning.KeySetting;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.SettingsFault;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.Parameter;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Settings of phones in the words of the console, without what is secret.
final class SettingsWords {
    private static final Pattern AUTH_NAME = Pattern.compile("account\\.[0-9]+\\.auth_name");

    /// Not a parameter of any model, but of all that have keys.
    static final PhoneSettingsView.Parameter KEYS =
            new PhoneSettingsView.Parameter(
                    "key.N",
                    KeySetting.expected(),
                    "",
                    "what the N-th key does that a phone has free",
                    false,
                    false);

    private SettingsWords() {}

    static PhoneSettingsView.Origin origin(Origin origin) {
        return switch (origin) {
            case Origin.Preset(var why) -> new PhoneSettingsView.Origin("preset", why);
            case Origin.OfSystem _ -> new PhoneSettingsView.Origin("system", "");
            case Origin.OfModel(var id) -> new PhoneSettingsView.Origin("model", id);
            case Origin.OfGroup(var name) -> new PhoneSettingsView.Origin("group", name);
            case Origin.OfPerson(var user) -> new PhoneSettingsView.Origin("person", user);
            case Origin.OfDevice(var mac) -> new PhoneSettingsView.Origin("device", mac);
        };
    }

    /// The layer that somebody means; presets are not set.
    static Origin origin(PhoneSettingsView.Origin asked, ModelCatalog catalog, Directory directory)
            throws Refusal {
        return switch (asked.layer()) {
            case "system" -> new Origin.OfSystem();
            case "model" -> new Origin.OfModel(model(asked.whose(), catalog).id());
            case "group" -> {
                OfficeDevices.checkGroup(asked.whose());
                yield new Origin.OfGroup(asked.whose());
            }
            case "person" -> {
                if (directory.account(asked.whose()).isEmpty())
                    throw Refusals.invalid("There is no account '" + asked.whose() + "'.");
                yield new Origin.OfPerson(asked.whose());
            }
            case "device" -> new Origin.OfDevice(Refusals.mac(asked.whose()).digits());
            default -> throw Refusals.invalid("There is no layer '" + asked.layer() + "'.");
        };
    }

    static PhoneModel model(String id, ModelCatalog catalog) throws Refusal {
        return catalog.find(id)
                .orElseThrow(() -> Refusals.invalid("There is no model '" + id + "'."));
    }

    static PhoneSettingsView.Effective effective(PhoneModel model, Effective value) {
        boolean isSecret = isSecret(model, value.name());
        return new PhoneSettingsView.Effective(
                value.name(),
                text(isSecret, value.name(), value.value()),
                isSecret,
                origin(value.origin()),
                value.overruled().stream()
                        .map(it ->
                                new Overruled(
                                        text(isSecret, value.name(), it.value()),
                                        origin(it.origin())))
                        .toList());
    }

    static boolean isSecret(PhoneModel model, String name) {
        return LayerCheck.isSecret(List.of(model), name);
    }

    /// Each file has a name of its own for the digest.
    private static String text(boolean isSecret, String name, Value value) {
        if (isSecret) return "";
        return AUTH_NAME.matcher(name).matches() && value instanceof Value.Text
                ? "(new in each file)"
                : value.written();
    }

    /// @param model by which they were found; empty if it does not matter
    static List<Finding> errors(String model, List<SettingsFault> faults) {
        return faults.stream()
                .map(it ->
                        new Finding(
                                "error",
                                it.name(),
                                (model.isEmpty() ? "" : model + ": ") + it.text()))
                .distinct()
                .toList();
    }

    /// What who sets a parameter may want to know.
    static List<Finding> hints(List<PhoneModel> models, Collection<String> names) {
        var hints = new ArrayList<Finding>();
        for (var name : names) {
            String one = name.replace(".X.", ".1.");
            boolean restarts =
                    models.stream()
                            .flatMap(it -> it.find(one).stream())
                            .anyMatch(it -> it.parameter().needsReboot());
            if (restarts) hints.add(new Finding("hint", name, "phones start anew to take it"));
            boolean isKnown =
                    KeySetting.isName(name)
                            || models.stream().anyMatch(it -> it.find(one).isPresent());
            if (!isKnown) nearest(models, one).ifPresent(it -> hints.add(meant(name, it)));
        }
        return hints;
    }

    private static Optional<String> nearest(List<PhoneModel> models, String name) {
        return models.stream().flatMap(it -> it.nearest(name).stream()).findFirst();
    }

    private static Finding meant(String name, String nearest) {
        return new Finding("hint", name, "did you mean " + nearest + "?");
    }

    static String sentence(List<Finding> findings) {
        return findings.stream()
                .filter(it -> it.severity().equals("error"))
                .map(it -> it.name() + ": " + it.text())
                .collect(Collectors.joining("; ", "", "."));
    }

    static PhoneSettingsView.Parameter parameter(Parameter parameter) {
        return new PhoneSettingsView.Parameter(
                parameter.pattern().text(),
                parameter.type().expected(),
                parameter.type().isSecret() ? "" : parameter.factoryDefault(),
                parameter.meaning(),
                parameter.type().isSecret(),
                parameter.needsReboot());
    }
}
