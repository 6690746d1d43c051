package io.switchhook.sip.transaction;

/// SipHash-2-4 (Aumasson and Bernstein, 2012) over words of 64 bits: a keyed hash that cannot be foreseen without its
/// key.
final class SipHash {
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private int words;

    SipHash(long k0, long k1) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    /// Takes a text and its length, so that two texts cannot trade characters.
    void put(String text) {
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            word = word << 16 | text.charAt(i);
            if (i % 4 == 3) put(word);
        }
        put(word);
        put((long) text.length());
    }

    void put(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
        words++;
    }

    long finish() {
        put((long) words << 56);
        v2 ^= 0xff;
        for (int i = 0; i < 4; i++) round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
