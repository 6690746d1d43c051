package io.switchhook.ladder;

import java.util.Set;

/// Signs that something goes wrong, as they are seen in a frame without reading all of it. What has none of them may be wrong all
/// the same; what has one need not be.
final class Trouble {
    /// Final answers that belong to the daily life of a telephone.
    private static final Set<Integer> USUAL = Set.of(401, 407, 423, 486, 487, 491, 600, 603);

    /// `SIP/2.0 404`
    private static final byte[] RESPONSE = {'S', 'I', 'P', '/', '2', '.', '0', ' '};

    private static final int STATUS = RESPONSE.length + 3;

    private Trouble() {}

    static boolean isIn(byte[] bytes, int frame, int length) {
        int end = frame + length;
        int what = frame + Frames.HEAD;
        if (Frames.kind(bytes, frame) == Frames.REMARKED)
            return what + 1 < end && RemarkForm.isTrouble(bytes[what], bytes[what + 1]);
        int message = messageOf(bytes, what, end);
        if (message + STATUS > end) return false;
        for (int i = 0; i < RESPONSE.length; i++)
            if (bytes[message + i] != RESPONSE[i]) return false;
        int status = 0;
        for (int i = RESPONSE.length; i < STATUS; i++)
            status = status * 10 + bytes[message + i] - '0';
        return status >= 400 && status < 700 && !USUAL.contains(status);
    }

    /// Behind the path and the two lengths; the end if the path is none.
    private static int messageOf(byte[] bytes, int what, int end) {
        int at = what + 1;
        for (int i = 0; i < 2; i++) {
            if (at >= end) return end;
            at += 1 + (bytes[at] & 0xff) + Short.BYTES;
        }
        return at + 2 * Integer.BYTES;
    }
}
