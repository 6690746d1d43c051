package io.switchhook.media.video;

/// Makes pictures of H.263 of payloads of RFC 2190, of modes A, B and C (§5). For one thread.
final class H263Depacketizer extends FrameDepacketizer {
    private static final int MODE_A = 4;
    private static final int MODE_B = 8;
    private static final int MODE_C = 12;

    /// EBIT of the payload before: so many bits of its last octet are in the first one of the next.
    private int open;

    @Override
    boolean take(byte[] payload, int from, int length) {
        if (length < 1) return false;
        int own =
                switch ((payload[from] & 0xff) >> 6) {
                    case 0, 1 -> MODE_A;
                    case 2 -> MODE_B;
                    default -> MODE_C;
                };
        if (length <= own) return false;
        int skipped = payload[from] >> 3 & 7;
        int ignored = payload[from] & 7;
        int at = from + own;
        int left = length - own;
        if (!isEmpty() && (open + skipped) % 8 != 0) return false;
        if (!isEmpty() && skipped > 0) {
            last(0xff, payload[at] & 0xff >> skipped);
            at++;
            left--;
        }
        if (!append(payload, at, left)) return false;
        last(0xff << ignored, 0);
        open = ignored;
        return true;
    }

    @Override
    boolean isFrame(byte[] gathered, int length) {
        return H263Picture.isPicture(gathered, length);
    }

    @Override
    Picture frame(byte[] whole) {
        return new H263Picture(whole);
    }

    @Override
    void clear() {
        super.clear();
        open = 0;
    }
}
