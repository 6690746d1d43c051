package io.switchhook.media.video;

/// Puts pictures of H.263 into payloads of RFC 2190, mode A (§5.1): each begins with the start code of a picture or of a group of
/// blocks. Where a group does not fit, mode B would cut it between its macroblocks, for which it would have to be decoded; such a
/// picture is left out, and so is one that mode A cannot describe: of 1998, or with a B-picture within. For one thread.
final class H263Packetizer implements Packetizer {
    private static final int HEADER = 4;

    private final int room;
    private byte[] octets = new byte[0];
    private int sent;
    private long tooLarge;

    H263Packetizer(int most) {
        room = most - HEADER;
    }

    @Override
    public void picture(Picture picture) {
        octets = new byte[0];
        sent = 0;
        if (!(picture instanceof H263Picture whole)) return;
        if (fits(whole)) octets = whole.octets();
        else tooLarge++;
    }

    private boolean fits(H263Picture picture) {
        byte[] all = picture.octets();
        boolean withBPicture = (all[5] & 0x20) != 0;
        if (picture.isExtended() || withBPicture) return false;
        for (int from = 0; from < all.length; ) {
            int to = end(all, from);
            if (to == from) return false;
            from = to;
        }
        return true;
    }

    /// Where the payload ends that begins at a place; there itself if it would not fit.
    private int end(byte[] all, int from) {
        if (all.length - from <= room) return all.length;
        return H263Picture.lastStart(all, from, from + room);
    }

    @Override
    public boolean hasNext() {
        return sent < octets.length;
    }

    @Override
    public int next(byte[] out, int at) {
        int to = end(octets, sent);
        // F, P, SBIT and EBIT are zeros, and so is what is said of B-pictures.
        out[at] = 0;
        // SRC, I and U; S and A: as the header of the picture has them.
        out[at + 1] = (byte) ((octets[4] & 0x1f) << 3 | (octets[5] & 0xc0) >> 5);
        out[at + 2] = 0;
        out[at + 3] = 0;
        System.arraycopy(octets, sent, out, at + HEADER, to - sent);
        int length = HEADER + to - sent;
        sent = to;
        return length;
    }

    @Override
    public long tooLarge() {
        return tooLarge;
    }
}
