package io.switchhook.server;

import io.switchhook.console.PhoneSettingsView;
import io.switchhook.console.Refusal;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Settings;
import io.switchhook.provisioning.UnusableSettings;
import io.switchhook.provisioning.device.Device;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.device.SettingChange;
import io.switchhook.provisioning.form.ConfigurationText;
import io.switchhook.provisioning.form.Lint;
import io.switchhook.provisioning.form.UnreadableFile;
import io.switchhook.provisioning.form.Writer;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import io.switchhook.provisioning.serve.FileDesk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What phones are told, as the console shows and changes it.
///
/// @param catalog asked when a model is needed
/// @param desk that gives out files; empty if there is none, and then what a phone would be told cannot be shown
record OfficeSettings(
        Devices devices,
        Directory directory,
        Supplier<ModelCatalog> catalog,
        Supplier<Optional<FileDesk>> desk)
        implements PhoneSettingsView {
    private static final Logger LOG = LoggerFactory.getLogger(OfficeSettings.class);
    private static final int HISTORY = 200;
    private static final int PARAMETERS = 50;

    /// Values that one change may have.
    private static final int VALUES = 500;

    private record Asked(
            io.switchhook.provisioning.Origin origin,
            SequencedMap<String, Optional<Value>> values) {
        /// Without what is taken back.
        Layer layer() {
            var set = new LinkedHashMap<String, Value>();
            values.forEach((name, value) -> value.ifPresent(it -> set.put(name, it)));
            return new Layer(origin, set);
        }
    }

    private interface Work<T> {
        T done() throws DeviceException;
    }

    private static <T> T with(Work<T> work) throws Refusal {
        try {
            return work.done();
        } catch (DeviceException e) {
            throw Refusals.of(e);
        }
    }

    @Override
    public File file(String text) throws Refusal {
        var mac = Refusals.mac(text);
        var device =
                devices.find(mac)
                        .orElseThrow(() -> Refusals.missing("There is no device " + mac + "."));
        var assignment =
                Assignments.of(device)
                        .orElseThrow(() ->
                                Refusals.conflict(mac + " is not adopted, so it is told nothing."));
        var model = SettingsWords.model(assignment.model(), catalog.get());
        var files = files();
        var layers = with(() -> devices.settings().layers(mac, assignment));
        try {
            var settings = files.draft(mac, assignment, model, ReturnPath.to(device), layers);
            return new File(
                    settings.values().values().stream()
                            .map(it -> SettingsWords.effective(model, it))
                            .toList(),
                    findings(settings));
        } catch (UnusableSettings e) {
            return new File(List.of(), SettingsWords.errors(model.name(), e.faults()));
        }
    }

    private FileDesk files() throws Refusal {
        return desk.get()
                .orElseThrow(() ->
                        Refusals.conflict(
                                "The server gives out no files; set 'provisioning' in its"
                                        + " configuration."));
    }

    private static List<Finding> findings(Settings settings) {
        var model = settings.model();
        try {
            String text =
                    new Writer(model)
                            .write(model.forms().getFirst(), settings.assignments())
                            .text();
            var file = ConfigurationText.read("file", text.getBytes(StandardCharsets.UTF_8));
            return Lint.of(model, file).stream()
                    .map(it ->
                            new Finding(
                                    it.severity().name().toLowerCase(Locale.ROOT),
                                    it.key(),
                                    it.text()))
                    .toList();
        } catch (UnreadableFile e) {
            return List.of(new Finding("error", "", String.valueOf(e.getMessage())));
        }
    }

    @Override
    public List<Set> layer(Origin asked) throws Refusal {
        var origin = SettingsWords.origin(asked, catalog.get(), directory);
        var models = models(origin);
        var layer = with(() -> devices.settings().layer(origin));
        return layer.values().entrySet().stream()
                .map(it -> {
                    boolean isSecret = LayerCheck.isSecret(models, it.getKey());
                    return new Set(it.getKey(), isSecret ? "" : it.getValue().written(), isSecret);
                })
                .toList();
    }

    /// Of a device that is not adopted, whatever it may be.
    private List<PhoneModel> models(io.switchhook.provisioning.Origin origin) {
        var concerned = new LayerCheck(devices, catalog.get()).models(origin);
        return concerned.isEmpty() ? catalog.get().models() : concerned;
    }

    @Override
    public List<Change> history(Origin asked) throws Refusal {
        return history(List.of(SettingsWords.origin(asked, catalog.get(), directory)));
    }

    @Override
    public List<Change> history(String text) throws Refusal {
        var mac = Refusals.mac(text);
        var assignment = devices.find(mac).flatMap(Assignments::of);
        if (assignment.isEmpty()) return List.of();
        return history(
                with(() -> devices.settings().layers(mac, assignment.get())).stream()
                        .map(Layer::origin)
                        .toList());
    }

    private List<Change> history(List<io.switchhook.provisioning.Origin> layers) throws Refusal {
        return with(() -> devices.settings().history(layers, HISTORY)).stream()
                .map(this::change)
                .toList();
    }

    private Change change(SettingChange change) {
        boolean isSecret = LayerCheck.isSecret(models(change.origin()), change.name());
        return new Change(
                change.id(),
                change.at(),
                change.by(),
                SettingsWords.origin(change.origin()),
                change.name(),
                isSecret ? Optional.empty() : change.before().map(Value::written),
                isSecret ? Optional.empty() : change.after().map(Value::written),
                isSecret);
    }

    @Override
    public Preview preview(Wish wish, String first) throws Refusal {
        var findings = new ArrayList<Finding>();
        var asked = asked(wish, findings);
        return preview(asked, findings, first);
    }

    private Preview preview(Asked asked, List<Finding> findings, String first) throws Refusal {
        var origin = asked.origin();
        var models = new LayerCheck(devices, catalog.get()).models(origin);
        if (models.isEmpty())
            throw Refusals.conflict("Nobody has adopted this device, so nothing is set for it.");
        var faults = new LayerCheck(devices, catalog.get()).faults(asked.layer());
        findings.addAll(SettingsWords.errors("", faults));
        findings.addAll(SettingsWords.hints(models, asked.layer().values().keySet()));
        var concerned = new ArrayList<Device>();
        for (var device : devices.all())
            if (LayerCheck.concerns(origin, device)) concerned.add(device);
        if (isRefused(findings) || desk.get().isEmpty())
            return new Preview(SettingsWords.origin(origin), findings, concerned.size(), List.of());
        var drafts = new SettingsDrafts(devices, catalog.get(), desk.get().get());
        var examples =
                with(() ->
                        drafts.differences(
                                asked.origin(),
                                asked.values(),
                                concerned,
                                Mac.of(first),
                                findings));
        return new Preview(SettingsWords.origin(origin), findings, concerned.size(), examples);
    }

    private static boolean isRefused(List<Finding> findings) {
        return findings.stream().anyMatch(it -> it.severity().equals("error"));
    }

    private Asked asked(Wish wish, List<Finding> findings) throws Refusal {
        return switch (wish) {
            case Wish.Values(var origin, var values) ->
                    new Asked(
                            SettingsWords.origin(origin, catalog.get(), directory),
                            values(values, findings));
            case Wish.Before(long id) -> {
                var change =
                        with(() -> devices.settings().changeOf(id))
                                .orElseThrow(() ->
                                        Refusals.missing(
                                                "There is no such change, or it is so long ago that"
                                                        + " it was forgotten."));
                yield new Asked(change.origin(), with(() -> devices.settings().before(change)));
            }
        };
    }

    private static SequencedMap<String, Optional<Value>> values(
            SequencedMap<String, Optional<String>> texts, List<Finding> findings) throws Refusal {
        if (texts.isEmpty() || texts.size() > VALUES)
            throw Refusals.invalid("A change has 1 to " + VALUES + " values.");
        var values = new LinkedHashMap<String, Optional<Value>>();
        texts.forEach((name, text) -> {
            try {
                values.put(name, text.flatMap(Value::of));
            } catch (IllegalArgumentException e) {
                findings.add(new Finding("error", name, String.valueOf(e.getMessage())));
            }
        });
        return values;
    }

    @Override
    public Preview change(Wish wish, String by) throws Refusal {
        var findings = new ArrayList<Finding>();
        var asked = asked(wish, findings);
        var preview = preview(asked, findings, "");
        if (isRefused(findings)) throw Refusals.invalid(SettingsWords.sentence(findings));
        with(() -> {
            devices.settings().change(asked.origin(), asked.values(), by);
            return asked;
        });
        LOG.atInfo()
                .addKeyValue("layer", preview.origin().layer())
                .addKeyValue("whose", preview.origin().whose())
                .addKeyValue("names", asked.values().keySet())
                .addKeyValue("by", by)
                .log("phones' settings changed");
        return preview;
    }

    @Override
    public List<Parameter> parameters(String id, String text) throws Refusal {
        var models =
                id.isEmpty()
                        ? catalog.get().models()
                        : List.of(SettingsWords.model(id, catalog.get()));
        String words = text.toLowerCase(Locale.ROOT);
        var found = new TreeMap<String, Parameter>();
        for (var model : models)
            for (var parameter : model.parameters()) {
                String name = parameter.pattern().text();
                if (name.contains(words)
                        || parameter.meaning().toLowerCase(Locale.ROOT).contains(words))
                    found.putIfAbsent(name, SettingsWords.parameter(parameter));
            }
        if (words.startsWith("key"))
            found.put(SettingsWords.KEYS.name(), SettingsWords.KEYS); // of whatever model
        return found.values().stream().limit(PARAMETERS).toList();
    }
}
