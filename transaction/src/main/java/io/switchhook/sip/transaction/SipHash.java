package io.switchhook.sip.transaction;

/// SipHash-2-4 (Aumasson and Bernstein, 2012) with an output of 128 bits, over words of 64 bits: a keyed hash that nobody
/// can foresee or forge without its key, made for short texts. Some 20 ns and one more for each two characters.
public final class SipHash {
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private int words;

    /// @param k0 the first half of the key
    /// @param k1 the second
    public SipHash(long k0, long k1) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    /// Takes a text and its length, so that two texts cannot trade characters.
    public void put(String text) {
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            word = word << 16 | text.charAt(i);
            if (i % 4 == 3) put(word);
        }
        put(word);
        put((long) text.length());
    }

    public void put(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
        words++;
    }

    /// Ends the text; once.
    ///
    /// @return the first half of the hash
    public long finish() {
        put((long) (words * Long.BYTES) << 56);
        v2 ^= 0xee;
        return half();
    }

    /// The second half, after [#finish]; once.
    public long more() {
        v1 ^= 0xdd;
        return half();
    }

    private long half() {
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
