package io.switchhook.sip.transaction;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// Makes branches and tags of 64 bits each (RFC 3261 §8.1.1.7, §19.3). For one shard's thread.
///
/// They are keyed hashes of a counter: as little to be guessed as the key, and some 20 ns each where a draw of
/// [java.security.SecureRandom] costs ten times that.
public final class Identifiers {
    private static final byte[] BASE32 =
            "abcdefghijklmnopqrstuvwxyz234567".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COOKIE = Via.MAGIC_COOKIE.getBytes(StandardCharsets.US_ASCII);

    /// 64 bits in base 32.
    private static final int DIGITS = 13;

    private final long k0;
    private final long k1;
    private long count;

    /// @param random where the key of 128 bits comes from, such as [java.security.SecureRandom]: who guesses a branch can
    ///     answer in another's name
    public Identifiers(RandomGenerator random) {
        k0 = random.nextLong();
        k1 = random.nextLong();
    }

    /// A fresh branch with the magic cookie.
    public String branch() {
        byte[] text = new byte[COOKIE.length + DIGITS];
        System.arraycopy(COOKIE, 0, text, 0, COOKIE.length);
        write(bits(), text, COOKIE.length);
        return ascii(text);
    }

    /// A fresh tag.
    public String tag() {
        return tag(bits());
    }

    /// The To tag for responses made here to a request: the same for its retransmissions, its CANCEL and its ACK, so that
    /// it need not be remembered (§8.2.7, §9.2), and different for another server of the same kind.
    public String toTag(Request request) {
        var headers = request.headers();
        var hash = new SipHash(k0, k1);
        hash.put(headers.require(Header.VIA).branch());
        hash.put(headers.require(Header.CALL_ID).value());
        hash.put(headers.require(Header.FROM).tag());
        hash.put(headers.require(Header.CSEQ).number());
        return tag(hash.finish());
    }

    /// Whether the To tag of a request was made by [#toTag] for it.
    boolean madeToTag(Request request) {
        var tag = request.headers().require(Header.TO).tag();
        return tag.length() == DIGITS && tag.equals(toTag(request));
    }

    /// What makes the keys of a shard's transactions, with a secret that nobody else has.
    TransactionKeys keys() {
        return new TransactionKeys(bits(), bits());
    }

    /// A number by chance, both ends included.
    int between(int least, int most) {
        return least + (int) Long.remainderUnsigned(bits(), most - least + 1);
    }

    private long bits() {
        var hash = new SipHash(k0, k1);
        hash.put(count++);
        return hash.finish();
    }

    private static String tag(long bits) {
        byte[] text = new byte[DIGITS];
        write(bits, text, 0);
        return ascii(text);
    }

    private static void write(long bits, byte[] text, int at) {
        for (int i = 0; i < DIGITS; i++, bits >>>= 5) text[at + i] = BASE32[(int) (bits & 31)];
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
