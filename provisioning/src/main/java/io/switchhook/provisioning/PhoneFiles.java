package io.switchhook.provisioning;

import io.switchhook.provisioning.form.Assignment;
import io.switchhook.provisioning.form.ConfigurationText;
import io.switchhook.provisioning.form.Lint;
import io.switchhook.provisioning.form.UnreadableFile;
import io.switchhook.provisioning.form.Writer;
import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/// The files of phones: one for all of a model, and one for each phone, which is read after it and wins.
///
/// @param layers what was set; the presets of the model come by themselves, and others are for one phone alone
public record PhoneFiles(PhoneModel model, Form form, List<Layer> layers) {
    /// @throws IllegalArgumentException if the model does not read files of that form
    public PhoneFiles {
        if (!model.forms().contains(form))
            throw new IllegalArgumentException(model + " does not read " + form);
        layers = List.copyOf(layers);
    }

    /// A file that a phone may be given.
    ///
    /// @param name by which phones ask for it
    /// @param unsaid what its form has no line for
    public record File(String name, String text, List<Assignment> unsaid) {
        public File {
            unsaid = List.copyOf(unsaid);
        }

        public byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /// Without the text, which has passwords.
        @Override
        public String toString() {
            return "File[" + name + "]";
        }
    }

    /// The common file: what is the same for all phones of the model. It has nothing of any account and no secret, since whoever
    /// asks is given it.
    ///
    /// @throws UnusableSettings if the model does not take a value
    public File common() throws UnusableSettings {
        return file(commonName(), open());
    }

    private List<Assignment> open() throws UnusableSettings {
        return shared().assignments().stream().filter(it -> !isSecret(it.name())).toList();
    }

    private boolean isSecret(String name) {
        return model.find(name).orElseThrow().parameter().type().isSecret();
    }

    /// Where files are named by one that ends in `.boot`, the common file has a name of our own.
    private String commonName() {
        return form == Form.BOOT ? model.id() + ".cfg" : model.commonFile();
    }

    /// The files that name the others, for a model that reads them: one for phones that are not known, and one for a phone.
    ///
    /// @param macs of the phones
    public List<File> boots(List<String> macs) {
        if (form != Form.BOOT) return List.of();
        var files = new ArrayList<File>();
        files.add(boot(model.commonFile(), List.of(commonName())));
        for (var mac : macs) {
            String own = model.macFile(mac);
            files.add(boot(own.replace(".cfg", ".boot"), List.of(commonName(), own)));
        }
        return files;
    }

    private static File boot(String name, List<String> files) {
        return new File(name, Writer.boot(files, true), List.of());
    }

    private Settings shared() throws UnusableSettings {
        return Settings.of(model, Set.of(), layers.stream().filter(PhoneFiles::isShared).toList());
    }

    private static boolean isShared(Layer layer) {
        return switch (layer.origin()) {
            case Origin.OfSystem _, Origin.OfModel _ -> true;
            // What is preset for all of a model comes by itself.
            case Origin.Preset _, Origin.OfGroup _, Origin.OfPerson _, Origin.OfDevice _ -> false;
        };
    }

    /// All that counts for a phone, with its accounts and keys. What was set for the device wins over its plan.
    ///
    /// @throws UnusableSettings if the model does not take a value, or does not have what is planned
    public Settings effective(PhonePlan plan) throws UnusableSettings {
        var all = new ArrayList<Layer>();
        all.addAll(Template.layers(model, plan));
        all.addAll(layers);
        return Settings.of(model, plan.numbers(), all);
    }

    /// The file of one phone: what counts for it and the common file does not say.
    ///
    /// @throws UnusableSettings if the model does not take a value, or does not have what is planned
    public File device(PhonePlan plan) throws UnusableSettings {
        var common = new HashMap<String, Value>();
        for (var assignment : open()) common.put(assignment.name(), assignment.value());
        var own =
                effective(plan).assignments().stream()
                        .filter(it -> !it.value().equals(common.get(it.name())))
                        .toList();
        return file(model.macFile(plan.mac()), own);
    }

    /// What is written is judged as what is read would be: a bad file does not leave this place.
    private File file(String name, List<Assignment> assignments) {
        var written = new Writer(model).write(form, assignments);
        try {
            var bytes = written.text().getBytes(StandardCharsets.UTF_8);
            var findings = Lint.of(model, ConfigurationText.read(name, bytes));
            if (!Lint.isServable(findings)) throw new IllegalStateException(findings.toString());
        } catch (UnreadableFile e) {
            throw new IllegalStateException(e);
        }
        return new File(name, written.text(), written.unsaid());
    }
}
