package io.switchhook.media.video;

import java.io.ByteArrayOutputStream;

/// Writes a picture bit by bit, the highest first: ITU-T H.264 §7.2, §9.1 and §7.4.1.
final class BitWriter {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private int partial;
    private int bits;

    /// u(n).
    BitWriter fixed(int count, int value) {
        for (int i = count - 1; i >= 0; i--) {
            partial = partial << 1 | value >>> i & 1;
            if (++bits < 8) continue;
            octets.write(partial);
            partial = 0;
            bits = 0;
        }
        return this;
    }

    BitWriter flag(boolean value) {
        return fixed(1, value ? 1 : 0);
    }

    /// ue(v): as many zeros as there are bits behind the first one of the value and one.
    BitWriter unsigned(int value) {
        int length = 32 - Integer.numberOfLeadingZeros(value + 1);
        return fixed(length - 1, 0).fixed(length, value + 1);
    }

    /// se(v): 0, 1, -1, 2, -2 and so on.
    BitWriter signed(int value) {
        return unsigned(value > 0 ? 2 * value - 1 : -2 * value);
    }

    /// Zeros up to the next octet.
    BitWriter align() {
        return bits == 0 ? this : fixed(8 - bits, 0);
    }

    /// What was written, with zeros up to the next octet.
    byte[] octets() {
        align();
        return octets.toByteArray();
    }

    /// Ends the unit with a one and zeros, and keeps start codes out of it with a three wherever two zeros would be
    /// followed by less.
    ///
    /// @param importance nal_ref_idc, 0 to 3
    NalUnit unit(int importance, int type) {
        fixed(1, 1).align();
        var unit = new ByteArrayOutputStream(octets.size() + 8);
        unit.write(importance << 5 | type);
        int zeros = 0;
        for (byte octet : octets.toByteArray()) {
            if (zeros == 2 && (octet & 0xff) <= 3) {
                unit.write(3);
                zeros = 0;
            }
            unit.write(octet);
            zeros = octet == 0 ? zeros + 1 : 0;
        }
        return new NalUnit(unit.toByteArray());
    }
}
