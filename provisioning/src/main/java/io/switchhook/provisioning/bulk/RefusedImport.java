package io.switchhook.provisioning.bulk;

import java.util.List;
import java.util.stream.Collectors;

/// A file of which nothing was taken, since something is wrong with it.
public final class RefusedImport extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<BulkFault> faults;

    RefusedImport(List<BulkFault> faults) {
        super(
                faults.stream().map(BulkFault::toString).collect(Collectors.joining("\n")),
                null,
                false,
                false);
        this.faults = List.copyOf(faults);
    }

    /// In the order of the lines, at least one and at most 100.
    public List<BulkFault> faults() {
        return faults;
    }
}
