package io.switchhook.provisioning.rollout;

import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.form.ConfigurationText;
import io.switchhook.provisioning.form.Conversion;
import io.switchhook.provisioning.form.UnreadableFile;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.LinkedHashMap;
import java.util.Optional;

/// What a release says to the phones of a model, as one layer of what is set for them: over what is set for the model and under
/// what is set for their group and for themselves. Those who have a release are a group.
public final class ReleaseLayer {
    private static final String FIRMWARE = "firmware.url";

    private ReleaseLayer() {}

    /// @return empty if the release is not for the model
    public static Optional<Layer> of(Release release, PhoneModel model) {
        if (!release.isFor(model.id())) return Optional.empty();
        var values = new LinkedHashMap<String, Value>();
        switch (release) {
            case Release.Firmware it -> values.put(FIRMWARE, new Value.Text(it.url()));
            case Release.Configuration it -> {
                for (var file : it.files())
                    if (file.model().equals(model.id())) put(values, file, model);
            }
        }
        return Optional.of(new Layer(new Origin.OfGroup("release " + release.name()), values));
    }

    private static void put(
            LinkedHashMap<String, Value> values, CheckedFile file, PhoneModel model) {
        try {
            var text = ConfigurationText.read(file.name(), file.bytes());
            for (var said : new Conversion(model).understand(text).assignments())
                values.put(said.name(), said.value());
        } catch (UnreadableFile e) {
            throw new IllegalStateException("it was judged", e);
        }
    }
}
