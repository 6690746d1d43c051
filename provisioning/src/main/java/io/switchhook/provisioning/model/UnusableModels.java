package io.switchhook.provisioning.model;

import java.util.List;
import java.util.stream.Collectors;

/// Descriptions of models that contradict themselves, or cannot be read.
public final class UnusableModels extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    UnusableModels(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /// All of them, at least one.
    public List<Fault> faults() {
        return faults;
    }
}
