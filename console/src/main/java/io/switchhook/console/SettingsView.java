package io.switchhook.console;

import java.util.List;

/// What the console knows of the configuration.
public interface SettingsView {

    /// @param key as in the configuration file, with dots between sections
    /// @param value without passwords
    /// @param origin file and line, or the option that said so; `default` if nobody did
    /// @param isDefault whether nobody chose it
    record Setting(String key, String value, String origin, boolean isDefault) {}

    /// In the order of docs/configuration.md.
    List<Setting> settings();
}
