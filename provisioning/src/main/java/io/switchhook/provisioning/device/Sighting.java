package io.switchhook.provisioning.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Somebody who asked as a device, and when last.
public record Sighting(Asker asker, Instant at) {
    /// How many of one device are remembered.
    static final int MOST = 4;

    /// The same list with one more at its end; who is in it already moves there, and the oldest makes room.
    static List<Sighting> with(List<Sighting> sightings, Asker asker, Instant at) {
        var all = new ArrayList<>(sightings);
        all.removeIf(it -> it.asker().isLike(asker));
        all.add(new Sighting(asker, at));
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }

    static boolean has(List<Sighting> sightings, Asker asker) {
        return sightings.stream().anyMatch(it -> it.asker().isLike(asker));
    }
}
