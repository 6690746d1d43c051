package io.switchhook.media.video;

/// Puts frames of VP8 into payloads: RFC 7741 §4, without regard to partitions (§4.4) and without the optional parts of the
/// descriptor. For one thread.
final class Vp8Packetizer implements Packetizer {
    /// The first octet of a descriptor.
    static final int EXTENDED = 0x80;

    static final int START = 0x10;
    static final int PARTITION = 7;

    private final int room;
    private byte[] octets = new byte[0];
    private int sent;

    Vp8Packetizer(int most) {
        room = most - 1;
    }

    @Override
    public void picture(Picture picture) {
        octets = picture instanceof Vp8Frame(var frame) ? frame : new byte[0];
        sent = 0;
    }

    @Override
    public boolean hasNext() {
        return sent < octets.length;
    }

    @Override
    public int next(byte[] out, int at) {
        int length = Math.min(room, octets.length - sent);
        out[at] = (byte) (sent == 0 ? START : 0);
        System.arraycopy(octets, sent, out, at + 1, length);
        sent += length;
        return 1 + length;
    }

    @Override
    public long tooLarge() {
        return 0;
    }
}
