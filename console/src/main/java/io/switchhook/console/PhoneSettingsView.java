package io.switchhook.console;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What phones are told, by whom it was set, and what a change would do. Asked on virtual threads. The values of passwords and their like
/// never get out of it.
public interface PhoneSettingsView {

    /// Who says something.
    ///
    /// @param layer `preset`, `system`, `model`, `group` or `device`; the later one wins
    /// @param whose the model's id, the group's name or the MAC address; why, for a preset; else empty
    record Origin(String layer, String whose) {}

    /// What does not count, because a later layer says otherwise.
    record Overruled(String value, Origin origin) {}

    /// A value that counts for a phone.
    ///
    /// @param value empty for a secret
    /// @param overruled the one that would count next first
    record Effective(
            String name, String value, boolean secret, Origin origin, List<Overruled> overruled) {}

    /// Something that is wrong, or odd.
    ///
    /// @param severity `error` or `hint`
    /// @param name of the parameter; empty if it is about none
    record Finding(String severity, String name, String text) {}

    /// What a phone would be told if it asked now.
    ///
    /// @param values none if there is an error among the findings
    record File(List<Effective> values, List<Finding> findings) {}

    /// A value of one layer.
    ///
    /// @param value empty for a secret
    record Set(String name, String value, boolean secret) {}

    /// What somebody wants.
    sealed interface Wish {
        /// Values to be set in one layer.
        ///
        /// @param values by name; empty to take one back
        record Values(Origin origin, SequencedMap<String, Optional<String>> values)
                implements Wish {
            public Values {
                values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
            }

            /// Without the values, which may be passwords.
            @Override
            public String toString() {
                return "Values[" + origin + ", " + values.keySet() + "]";
            }
        }

        /// One layer as it was before one of its changes.
        ///
        /// @param change see [Change#id]
        record Before(long change) implements Wish {}
    }

    /// A line that would be another one in the file of a phone. Secrets are not told.
    ///
    /// @param before empty if there is none
    /// @param after empty if there is none
    record Difference(
            String name, Optional<String> before, Optional<String> after, boolean secret) {}

    /// @param mac whose file
    record Changed(String mac, String model, List<Difference> differences) {}

    /// What a change would do, or did.
    ///
    /// @param findings with an error among them it is not done
    /// @param devices how many it concerns
    /// @param examples some of them, with what changes in their files
    record Preview(Origin origin, List<Finding> findings, int devices, List<Changed> examples) {}

    /// A value that was set, or taken back.
    ///
    /// @param by who did it
    /// @param before empty if there was none, or it is secret
    /// @param after likewise
    record Change(
            long id,
            Instant at,
            String by,
            Origin origin,
            String name,
            Optional<String> before,
            Optional<String> after,
            boolean secret) {}

    /// What can be set.
    ///
    /// @param name with `X` where it holds for every account
    /// @param restarts whether the phone starts anew when it changes
    record Parameter(
            String name,
            String expected,
            String factoryDefault,
            String meaning,
            boolean secret,
            boolean restarts) {}

    /// What a device would be told.
    File file(String mac) throws Refusal;

    /// What is set in one layer, by name.
    List<Set> layer(Origin origin) throws Refusal;

    /// What was changed in one layer, the latest first.
    List<Change> history(Origin origin) throws Refusal;

    /// What was changed in all layers of a device, the latest first.
    List<Change> history(String mac) throws Refusal;

    /// What a change would do; nothing is done.
    ///
    /// @param mac of a device to be among the examples; empty for any
    Preview preview(Wish wish, String mac) throws Refusal;

    /// @param by who does it
    /// @throws Refusal if there is an error among the findings; then nothing was done
    Preview change(Wish wish, String by) throws Refusal;

    /// The parameters of a model whose names or meanings have some text in them.
    ///
    /// @param model empty for those that any model has
    List<Parameter> parameters(String model, String text) throws Refusal;
}
