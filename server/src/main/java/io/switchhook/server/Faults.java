package io.switchhook.server;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/// All that is wrong with a configuration, so that it is told at once.
final class Faults {
    private record Fault(Place place, String what) {
        @Override
        public String toString() {
            return place + ": " + what;
        }
    }

    private final Set<Fault> faults = new LinkedHashSet<>();

    void add(Place place, String what) {
        faults.add(new Fault(place, what));
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /// From top to bottom.
    void complain() throws ConfigurationException {
        if (faults.isEmpty()) return;
        throw new ConfigurationException(
                faults.stream()
                        .sorted(Comparator.comparingInt(fault -> fault.place().line()))
                        .map(Fault::toString)
                        .toList());
    }
}
