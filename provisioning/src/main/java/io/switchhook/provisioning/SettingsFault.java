package io.switchhook.provisioning;

/// What is wrong with a value that somebody set.
///
/// @param name of the parameter, as it was given
/// @param text without the value of a secret
public record SettingsFault(Origin origin, String name, String text) {
    @Override
    public String toString() {
        return name + ": " + text;
    }
}
