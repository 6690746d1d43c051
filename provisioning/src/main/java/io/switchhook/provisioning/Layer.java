package io.switchhook.provisioning;

import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Preset;
import io.switchhook.provisioning.model.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Values that one origin has set.
///
/// @param values by names such as `sip.rfc2543_hold`, or for every account in use by patterns such as `account.X.ptime`
public record Layer(Origin origin, SequencedMap<String, Value> values) {
    public Layer {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /// What Switchhook sets for a model: a layer for each value, since each has a reason of its own.
    static List<Layer> presets(PhoneModel model) {
        return model.presets().stream().map(Layer::of).toList();
    }

    private static Layer of(Preset preset) {
        var values = new LinkedHashMap<String, Value>();
        values.put(preset.pattern().text(), preset.value());
        return new Layer(new Origin.Preset(preset.why()), values);
    }
}
