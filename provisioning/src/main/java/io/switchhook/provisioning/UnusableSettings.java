package io.switchhook.provisioning;

import java.util.List;
import java.util.stream.Collectors;

/// Values that a model does not take.
public final class UnusableSettings extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<SettingsFault> faults;

    UnusableSettings(List<SettingsFault> faults) {
        super(faults.stream().map(SettingsFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /// All of them, at least one.
    public List<SettingsFault> faults() {
        return faults;
    }
}
