package io.switchhook.server;

import io.switchhook.provisioning.form.ConfigurationText;
import io.switchhook.provisioning.form.Conversion;
import io.switchhook.provisioning.form.Line;
import io.switchhook.provisioning.form.UnreadableFile;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// What a phone's file from elsewhere says, in whatever form it is: all that the model has a parameter for.
///
/// @param own what Switchhook says itself and is left out: who the accounts are, and by which servers they and their files go
/// @param left lines that say something which the model has no parameter for
record FileSettings(SequencedMap<String, Value> values, List<String> own, List<Line> left) {
    private static final Pattern OWN =
            Pattern.compile(
                    "account\\.[0-9]+\\.(enable|auth_name|user_name|password|transport"
                            + "|sip_server_(host|port)|sip_server\\..*|(backup_)?outbound_.*)"
                            + "|(static\\.)?auto_provision\\.server\\..*");

    /// @throws UnreadableFile if it is too large
    static FileSettings of(PhoneModel model, String name, byte[] file) throws UnreadableFile {
        var understood = new Conversion(model).understand(ConfigurationText.read(name, file));
        var values = new LinkedHashMap<String, Value>();
        var own = new ArrayList<String>();
        for (var assignment : understood.assignments())
            if (OWN.matcher(assignment.name()).matches()) own.add(assignment.name());
            else values.put(assignment.name(), assignment.value());
        return new FileSettings(values, own, understood.left());
    }
}
