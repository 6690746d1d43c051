package io.switchhook.media.video;

/// Makes frames of VP8 of payloads: RFC 7741 §4. For one thread.
final class Vp8Depacketizer extends FrameDepacketizer {
    private static final int PICTURE_ID = 0x80;
    private static final int LONG_PICTURE_ID = 0x80;
    private static final int LAYER_ZERO_INDEX = 0x40;
    private static final int LAYER_OR_KEY_INDEX = 0x30;

    /// Whether the first payload that came of this frame was its first one.
    private boolean begins;

    @Override
    boolean take(byte[] payload, int from, int length) {
        int descriptor = descriptor(payload, from, length);
        if (descriptor == 0) return false;
        boolean isFirst =
                (payload[from] & Vp8Packetizer.START) != 0
                        && (payload[from] & Vp8Packetizer.PARTITION) == 0;
        if (isEmpty()) begins = isFirst;
        else if (isFirst) return false;
        return append(payload, from + descriptor, length - descriptor);
    }

    /// How long it is; 0 if there is nothing behind it.
    private static int descriptor(byte[] payload, int from, int length) {
        if (length < 2) return 0;
        int own = 1;
        if ((payload[from] & Vp8Packetizer.EXTENDED) != 0) {
            int extensions = payload[from + own++];
            if ((extensions & PICTURE_ID) != 0) {
                if (own >= length) return 0;
                own += (payload[from + own] & LONG_PICTURE_ID) != 0 ? 2 : 1;
            }
            if ((extensions & LAYER_ZERO_INDEX) != 0) own++;
            if ((extensions & LAYER_OR_KEY_INDEX) != 0) own++;
        }
        return own < length ? own : 0;
    }

    @Override
    boolean isFrame(byte[] gathered, int length) {
        return begins && Vp8Frame.isFrame(gathered, length);
    }

    @Override
    Picture frame(byte[] whole) {
        return new Vp8Frame(whole);
    }
}
