package io.switchhook.provisioning.rollout;

import io.switchhook.provisioning.form.Finding;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration file that no phone is given, since it would not do as the file says.
public final class RefusedFile extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    RefusedFile(String name, List<Finding> findings) {
        super(
                name
                        + findings.stream()
                                .map(Finding::toString)
                                .collect(Collectors.joining("\n", ":\n", "")),
                null,
                false,
                false);
        this.findings = List.copyOf(findings);
    }

    RefusedFile(String message) {
        super(message, null, false, false);
        findings = List.of();
    }

    /// What [io.switchhook.provisioning.form.Lint] found; empty if the file could not be read at all.
    public List<Finding> findings() {
        return findings;
    }
}
