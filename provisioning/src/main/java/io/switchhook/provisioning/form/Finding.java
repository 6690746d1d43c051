package io.switchhook.provisioning.form;

import io.switchhook.provisioning.model.Place;

/// Something about a file that is wrong, or odd.
///
/// @param key as the file has it; empty if the line has none
/// @param text what is wrong, without the value of a secret
public record Finding(Place place, Severity severity, String key, String text) {
    public enum Severity {
        /// The phone would not do what the file says: such a file is not served.
        ERROR,
        /// The phone may do what the file says.
        HINT
    }

    @Override
    public String toString() {
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + text;
    }
}
