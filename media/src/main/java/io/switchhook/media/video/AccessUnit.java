package io.switchhook.media.video;

import java.util.List;

/// One picture of H.264, and what stands before it.
///
/// @param units at least one
public record AccessUnit(List<NalUnit> units) implements Picture {
    public AccessUnit {
        units = List.copyOf(units);
        if (units.isEmpty()) throw new IllegalArgumentException("a picture of nothing");
    }

    @Override
    public boolean isKeyFrame() {
        return units.stream().anyMatch(NalUnit::isIdr);
    }

    @Override
    public int length() {
        return units.stream()
                .mapToInt(unit -> unit.octets().length + AnnexB.START_CODE_LENGTH)
                .sum();
    }

    boolean has(int type) {
        return units.stream().anyMatch(unit -> unit.type() == type);
    }
}
