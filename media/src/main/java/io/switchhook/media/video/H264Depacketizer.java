package io.switchhook.media.video;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes pictures of payloads: RFC 6184 §5, of mode 0 and 1. For one thread.
public final class H264Depacketizer extends Depacketizer {
    private static final int MOST_UNITS = 4096;

    private final List<NalUnit> units = new ArrayList<>();
    private int octets;
    private byte[] fragments = new byte[2048];

    /// Octets of a unit that has not all its fragments; 0 for none.
    private int fragmented;

    private @Nullable NalUnit sequenceParameters;
    private @Nullable NalUnit pictureParameters;

    /// @param parameterSets what the description said before (`sprop-parameter-sets`); may be empty
    public H264Depacketizer(List<NalUnit> parameterSets) {
        parameterSets.forEach(this::remember);
    }

    @Override
    void interrupted() {
        fragmented = 0;
    }

    @Override
    boolean isWhole(boolean afterGap) {
        return fragmented == 0 && (!afterGap || beginsWithItsFirst());
    }

    @Override
    Optional<Picture> picture() {
        if (units.stream().noneMatch(NalUnit::isSlice)) return Optional.empty();
        return Optional.of(withParameterSets());
    }

    @Override
    void clear() {
        units.clear();
        octets = 0;
    }

    @Override
    boolean canBegin(Picture picture) {
        return sequenceParameters != null && pictureParameters != null && picture.isKeyFrame();
    }

    private boolean beginsWithItsFirst() {
        return !units.isEmpty()
                && (units.getFirst().isFirstSlice() || units.getFirst().isInFrontOfPicture());
    }

    /// Parameter sets that came for themselves, or were lost, stand before the picture that needs them.
    private AccessUnit withParameterSets() {
        var picture = new AccessUnit(units);
        if (!picture.isKeyFrame()) return picture;
        var whole = new ArrayList<NalUnit>();
        if (sequenceParameters != null && !picture.has(NalUnit.SEQUENCE_PARAMETERS))
            whole.add(sequenceParameters);
        if (pictureParameters != null && !picture.has(NalUnit.PICTURE_PARAMETERS))
            whole.add(pictureParameters);
        whole.addAll(units);
        return new AccessUnit(whole);
    }

    @Override
    boolean take(byte[] payload, int from, int length) {
        if (length < 1) return false;
        int type = payload[from] & 31;
        boolean continued = type == H264Packetizer.FU_A;
        if (!continued && fragmented > 0) lost();
        if (type >= 1 && type < H264Packetizer.STAP_A) return add(payload, from, length);
        return switch (type) {
            case H264Packetizer.STAP_A -> aggregated(payload, from, length);
            case H264Packetizer.FU_A -> fragment(payload, from, length);
            default -> false;
        };
    }

    private boolean add(byte[] bytes, int from, int length) {
        if (octets + length > MOST_OCTETS || units.size() >= MOST_UNITS) return false;
        var unit = new NalUnit(Arrays.copyOfRange(bytes, from, from + length));
        remember(unit);
        units.add(unit);
        octets += length;
        return true;
    }

    private void remember(NalUnit unit) {
        if (unit.type() == NalUnit.SEQUENCE_PARAMETERS) sequenceParameters = unit;
        if (unit.type() == NalUnit.PICTURE_PARAMETERS) pictureParameters = unit;
    }

    private boolean aggregated(byte[] payload, int from, int length) {
        int end = from + length;
        int at = from + 1;
        if (at == end) return false;
        while (at < end) {
            if (at + 2 > end) return false;
            int size = (payload[at] & 0xff) << 8 | payload[at + 1] & 0xff;
            at += 2;
            if (size == 0 || at + size > end) return false;
            int type = payload[at] & 31;
            if (type == 0 || type >= H264Packetizer.STAP_A || !add(payload, at, size)) return false;
            at += size;
        }
        return true;
    }

    private boolean fragment(byte[] payload, int from, int length) {
        if (length < 3) return false;
        int header = payload[from + 1];
        boolean first = (header & 0x80) != 0;
        boolean last = (header & 0x40) != 0;
        if (!first && fragmented == 0 && isAfterLoss()) {
            lost();
            return true;
        }
        // A unit in one fragment, or one that begins within another, is none.
        if (first && (last || fragmented > 0) || !first && fragmented == 0) return false;
        if (first) {
            fragments[0] = (byte) (payload[from] & 0xe0 | header & 31);
            fragmented = 1;
        }
        if (octets + fragmented + length > MOST_OCTETS) return false;
        if (fragmented + length > fragments.length)
            fragments = Arrays.copyOf(fragments, 2 * (fragmented + length));
        System.arraycopy(payload, from + 2, fragments, fragmented, length - 2);
        fragmented += length - 2;
        if (!last) return true;
        int size = fragmented;
        fragmented = 0;
        return add(fragments, 0, size);
    }
}
