package io.switchhook.console;

/// What the console is given to look at.
public record Views(
        NowView now,
        CallsView calls,
        PhonesView phones,
        SettingsView settings,
        DevicesView devices,
        PhoneSettingsView phoneSettings,
        PeopleView people,
        FilesView files,
        ServiceView service,
        RolloutView rollouts) {}
