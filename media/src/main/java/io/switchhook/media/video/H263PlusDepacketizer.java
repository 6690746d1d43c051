package io.switchhook.media.video;

/// Makes pictures of H.263 of payloads: RFC 4629 §5. What they repeat of the picture's header, and say of redundant streams, is
/// passed over. For one thread.
final class H263PlusDepacketizer extends FrameDepacketizer {
    private static final byte[] ZEROS = new byte[H263PlusPacketizer.ZEROS];

    /// V.
    private static final int REDUNDANT = 2;

    @Override
    boolean take(byte[] payload, int from, int length) {
        if (length < H263PlusPacketizer.HEADER) return false;
        int header = (payload[from] & 0xff) << 8 | payload[from + 1] & 0xff;
        int pictureHeader = header >> 3 & 63;
        int own = H263PlusPacketizer.HEADER + pictureHeader;
        if ((payload[from] & REDUNDANT) != 0) own++;
        if (own >= length) return false;
        boolean starts = (payload[from] & H263PlusPacketizer.START) != 0;
        if (starts && !append(ZEROS, 0, ZEROS.length)) return false;
        return append(payload, from + own, length - own);
    }

    @Override
    boolean isFrame(byte[] gathered, int length) {
        return H263Picture.isPicture(gathered, length);
    }

    @Override
    Picture frame(byte[] whole) {
        return new H263Picture(whole);
    }
}
