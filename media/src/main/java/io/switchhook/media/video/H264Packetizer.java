package io.switchhook.media.video;

import java.util.List;

/// Puts a picture into payloads: RFC 6184 §5. In mode 0 each NAL unit is one; in mode 1 small ones go together (STAP-A) and
/// large ones in fragments (FU-A). For one thread.
public final class H264Packetizer implements Packetizer {
    static final int STAP_A = 24;
    static final int FU_A = 28;

    private final int mode;
    private final int most;
    private List<NalUnit> units = List.of();
    private int unit;
    private int fragment;
    private long tooLarge;

    /// @param mode packetization-mode, 0 or 1 (§6.2, §6.3)
    /// @param most octets of a payload
    public H264Packetizer(int mode, int most) {
        if (mode < 0 || mode > 1) throw new IllegalArgumentException("packetization-mode " + mode);
        if (most < 100) throw new IllegalArgumentException("payloads of " + most);
        this.mode = mode;
        this.most = most;
    }

    @Override
    public void picture(Picture picture) {
        units = picture instanceof AccessUnit(var parts) ? parts : List.of();
        unit = 0;
        fragment = 0;
        leaveOutTooLarge();
    }

    private void leaveOutTooLarge() {
        while (mode == 0 && unit < units.size() && units.get(unit).octets().length > most) {
            unit++;
            tooLarge++;
        }
    }

    @Override
    public boolean hasNext() {
        return unit < units.size();
    }

    @Override
    public int next(byte[] out, int at) {
        byte[] octets = units.get(unit).octets();
        if (octets.length > most) return fragment(octets, out, at);
        int together = mode == 0 ? 1 : together();
        if (together > 1) return aggregate(together, out, at);
        System.arraycopy(octets, 0, out, at, octets.length);
        unit++;
        leaveOutTooLarge();
        return octets.length;
    }

    private int together() {
        int count = 0;
        int length = 1;
        for (int i = unit; i < units.size(); i++, count++) {
            length += 2 + units.get(i).octets().length;
            if (length > most) break;
        }
        return count;
    }

    /// §5.7.1: the indicator has the highest importance of all, and their forbidden bits.
    private int aggregate(int count, byte[] out, int at) {
        int importance = 0;
        int forbidden = 0;
        int length = 1;
        for (; count > 0; count--, unit++) {
            byte[] octets = units.get(unit).octets();
            importance = Math.max(importance, octets[0] & 0x60);
            forbidden |= octets[0] & 0x80;
            out[at + length] = (byte) (octets.length >> 8);
            out[at + length + 1] = (byte) octets.length;
            System.arraycopy(octets, 0, out, at + length + 2, octets.length);
            length += 2 + octets.length;
        }
        out[at] = (byte) (forbidden | importance | STAP_A);
        return length;
    }

    /// §5.8: the first octet of the unit is not sent, but its parts are in the two of the fragment.
    private int fragment(byte[] octets, byte[] out, int at) {
        int from = 1 + fragment * (most - 2);
        int length = Math.min(most - 2, octets.length - from);
        boolean first = fragment == 0;
        boolean last = from + length == octets.length;
        out[at] = (byte) (octets[0] & 0xe0 | FU_A);
        out[at + 1] = (byte) ((first ? 0x80 : 0) | (last ? 0x40 : 0) | octets[0] & 31);
        System.arraycopy(octets, from, out, at + 2, length);
        fragment = last ? 0 : fragment + 1;
        if (last) unit++;
        return 2 + length;
    }

    /// NAL units that were left out, for mode 0 has no fragments.
    @Override
    public long tooLarge() {
        return tooLarge;
    }
}
