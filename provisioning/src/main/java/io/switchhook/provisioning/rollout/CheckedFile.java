package io.switchhook.provisioning.rollout;

import io.switchhook.provisioning.form.ConfigurationText;
import io.switchhook.provisioning.form.Lint;
import io.switchhook.provisioning.form.UnreadableFile;
import io.switchhook.provisioning.model.PhoneModel;

/// A configuration file that its model does as it says. There is no other way to one than to have it judged.
public final class CheckedFile {
    private final String model;
    private final String name;
    private final byte[] bytes;

    private CheckedFile(String model, String name, byte[] bytes) {
        this.model = model;
        this.name = name;
        this.bytes = bytes;
    }

    /// @param name by which phones ask for it
    /// @throws RefusedFile with all findings if one of them is an error
    public static CheckedFile of(PhoneModel model, String name, byte[] bytes) throws RefusedFile {
        var copy = bytes.clone();
        try {
            var findings = Lint.of(model, ConfigurationText.read(name, copy));
            if (!Lint.isServable(findings)) throw new RefusedFile(name, findings);
        } catch (UnreadableFile e) {
            throw new RefusedFile(String.valueOf(e.getMessage()));
        }
        return new CheckedFile(model.id(), name, copy);
    }

    /// The id of the model that it is for.
    public String model() {
        return model;
    }

    public String name() {
        return name;
    }

    /// A copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// Without what is in it, which may be passwords.
    @Override
    public String toString() {
        return "CheckedFile[" + name + " for " + model + "]";
    }
}
