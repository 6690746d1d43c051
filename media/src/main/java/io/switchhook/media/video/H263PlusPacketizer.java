package io.switchhook.media.video;

/// Puts pictures of H.263 into payloads: RFC 4629 §5. What begins with a start code goes without the two zeros of it; a picture is
/// cut between groups of blocks where that can be, and anywhere else (§5.2). For one thread.
final class H263PlusPacketizer implements Packetizer {
    static final int HEADER = 2;

    /// P.
    static final int START = 4;

    /// The octets of a start code that are left out.
    static final int ZEROS = 2;

    private final int room;
    private byte[] octets = new byte[0];
    private int sent;

    H263PlusPacketizer(int most) {
        room = most - HEADER;
    }

    @Override
    public void picture(Picture picture) {
        octets = picture instanceof H263Picture(var whole) ? whole : new byte[0];
        sent = 0;
    }

    @Override
    public boolean hasNext() {
        return sent < octets.length;
    }

    @Override
    public int next(byte[] out, int at) {
        boolean starts = H263Picture.isStart(octets, sent);
        int from = starts ? sent + ZEROS : sent;
        int to = octets.length;
        if (to - from > room) {
            int cut = H263Picture.lastStart(octets, from, from + room);
            to = cut > from ? cut : from + room;
        }
        out[at] = (byte) (starts ? START : 0);
        out[at + 1] = 0;
        System.arraycopy(octets, from, out, at + HEADER, to - from);
        sent = to;
        return HEADER + to - from;
    }

    @Override
    public long tooLarge() {
        return 0;
    }
}
