package io.switchhook.media.video;

import java.util.List;

/// One picture, and what stands before it.
///
/// @param units at least one
public record AccessUnit(List<NalUnit> units) {
    public AccessUnit {
        units = List.copyOf(units);
        if (units.isEmpty()) throw new IllegalArgumentException("a picture of nothing");
    }

    /// Whether it needs no picture before it.
    public boolean isKeyFrame() {
        return units.stream().anyMatch(NalUnit::isIdr);
    }

    boolean has(int type) {
        return units.stream().anyMatch(unit -> unit.type() == type);
    }
}
