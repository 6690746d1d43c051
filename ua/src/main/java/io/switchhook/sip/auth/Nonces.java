package io.switchhook.sip.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Nonces without state, and nonce counts that work once (RFC 7616 §3.3, §3.4.5). Shared by all threads.
///
/// A nonce is its stamp (the microsecond it was made in, and a salt), with an HMAC-SHA-256 of that and of the address it was
/// given to, cut to 16 bytes: base64url, 32 characters. A challenge therefore costs no memory, and nobody can fill any. Only
/// a nonce that was *used* with the right response is remembered, until it expires: its highest nonce count and which
/// of the 31 below were used; a count below that window is refused as if it had been used.
///
/// From another address a nonce is worth nothing: whoever answers a challenge has received it there, so that what he
/// does wrong can be held against that address. A phone whose address changes is asked once more.
///
/// At the bound the oldest twentieth or so of the remembered nonces goes, and all nonces as old as these become
/// stale, which costs their phones one more challenge but lets nobody replay them. For the same reason nonces made
/// before this object are stale, whether the secret is kept over a restart or not.
public final class Nonces {
    /// How long a nonce is good for, if nobody says otherwise.
    public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

    /// How many used nonces are remembered, if nobody says otherwise: about 100 bytes each.
    public static final int DEFAULT_BOUND = 131_072;

    /// For about as long a request may come again (RFC 3261 §17.1.2.2, Timer F).
    private static final long AGAIN_MICROS = 32_000_000;

    /// The salt stands in the low bits of a stamp; the microseconds above it fit until the year 2041.
    private static final int SALT_BITS = 12;

    private static final int TAG_BYTES = 16;
    private static final int BYTES = Long.BYTES + TAG_BYTES;
    private static final int LENGTH = BYTES / 3 * 4;
    private static final int SLICES = 16;

    private final Mac prototype;
    private final long lifetimeMicros;
    private final int bound;

    /// When the youngest nonce was made.
    private final AtomicLong youngest;

    /// Nonces of this microsecond and older are stale, whatever is remembered of them.
    private final AtomicLong floor;

    /// The stamps of used nonces by the slice of time they were made in, so that the oldest go at once.
    private final ConcurrentSkipListMap<Long, ConcurrentHashMap<Long, AtomicLong>> slices =
            new ConcurrentSkipListMap<>();

    /// @param secret at least 16 bytes that nobody can guess; the same on all nodes that know each other's nonces
    /// @param lifetime how long a nonce is good for
    /// @param bound how many used nonces are remembered
    /// @param start nonces made until now are stale
    public Nonces(byte[] secret, Duration lifetime, int bound, Instant start) {
        if (secret.length < 16) throw new IllegalArgumentException("a secret needs 16 bytes");
        if (lifetime.toMillis() < 1) throw new IllegalArgumentException("lifetime " + lifetime);
        if (bound < 1) throw new IllegalArgumentException("bound " + bound);
        try {
            this.prototype = Mac.getInstance("HmacSHA256");
            this.prototype.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
        this.lifetimeMicros = lifetime.toNanos() / 1000;
        this.bound = bound;
        this.floor = new AtomicLong(micros(start));
        this.youngest = new AtomicLong(micros(start));
    }

    /// With the default lifetime and bound.
    public Nonces(byte[] secret, Instant start) {
        this(secret, DEFAULT_LIFETIME, DEFAULT_BOUND, start);
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    }

    /// A nonce that was never given before.
    ///
    /// @param source to whom it is given: an address in text
    public String issue(Instant now, String source) {
        long made = youngest.accumulateAndGet(micros(now), (last, t) -> Math.max(last + 1, t));
        return sealed(made << SALT_BITS, source);
    }

    /// A nonce for a request that nothing is kept of: the same if the request comes again soon, so that the answer is the
    /// same (RFC 3261 §8.2.7). It dates back by 32 s at most, or a quarter of the lifetime, to a time that follows
    /// from the request, which also gives the salt. That two requests share one is most unlikely; the second to use it is
    /// asked once more.
    ///
    /// @param source to whom it is given: an address in text
    /// @param request what tells this request from others
    String issue(Instant now, String source, String request) {
        long period = Math.min(AGAIN_MICROS, lifetimeMicros / 4 + 1);
        long hash = ByteBuffer.wrap(tag(-1, request)).getLong();
        long made = micros(now) - Math.floorMod(micros(now) - hash, period);
        if (made <= floor.get()) made += period;
        youngest.accumulateAndGet(made, Math::max);
        return sealed(made << SALT_BITS | hash >>> Long.SIZE - SALT_BITS, source);
    }

    private String sealed(long stamp, String source) {
        byte[] bytes = new byte[BYTES];
        ByteBuffer.wrap(bytes).putLong(stamp).put(tag(stamp, source), 0, TAG_BYTES);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private byte[] tag(long stamp, String source) {
        try {
            var mac = (Mac) prototype.clone();
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(stamp).array());
            return mac.doFinal(source.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("HmacSHA256 cannot be cloned", e);
        }
    }

    /// Uses a nonce count, which is not good a second time. To be asked only once the response was found right.
    ///
    /// @param source who uses it: an address in text
    /// @param count 1 to 2^32-1; 0 for a response without one, which makes the whole nonce good only once
    NonceStanding use(String nonce, String source, long count, Instant now) {
        long stamp = stamp(nonce, source);
        if (stamp < 0) return NonceStanding.FOREIGN;
        long made = stamp >>> SALT_BITS;
        long oldest = micros(now) - lifetimeMicros;
        if (made < oldest || made <= floor.get()) return NonceStanding.EXPIRED;
        var used = slices.computeIfAbsent(slice(made), _ -> new ConcurrentHashMap<>());
        var window = used.get(stamp);
        boolean isNew = window == null;
        if (window == null) window = used.computeIfAbsent(stamp, _ -> new AtomicLong());
        boolean first = NonceCounts.use(window, count == 0 ? NonceCounts.MAX : count);
        if (isNew) forget(oldest);
        // The floor rises before a slice is dropped: whoever got a new slice in the place of a
        // dropped one sees it here.
        if (made <= floor.get()) return NonceStanding.EXPIRED;
        return first ? NonceStanding.GOOD : NonceStanding.REPLAYED;
    }

    /// What a nonce is worth as far as can be told without its count: [NonceStanding#GOOD], FOREIGN or EXPIRED.
    NonceStanding standing(String nonce, String source, Instant now) {
        long stamp = stamp(nonce, source);
        if (stamp < 0) return NonceStanding.FOREIGN;
        long made = stamp >>> SALT_BITS;
        boolean expired = made < micros(now) - lifetimeMicros || made <= floor.get();
        return expired ? NonceStanding.EXPIRED : NonceStanding.GOOD;
    }

    /// The stamp of a nonce, or -1 if it was not made here or not for this source.
    private long stamp(String nonce, String source) {
        if (nonce.length() != LENGTH) return -1;
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(nonce);
            if (bytes.length != BYTES) return -1;
            long stamp = ByteBuffer.wrap(bytes).getLong();
            byte[] expected =
                    ByteBuffer.allocate(BYTES)
                            .putLong(stamp)
                            .put(tag(stamp, source), 0, TAG_BYTES)
                            .array();
            return MessageDigest.isEqual(expected, bytes) ? stamp : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private long slice(long micros) {
        return micros / (lifetimeMicros / SLICES + 1);
    }

    /// How many used nonces are remembered now.
    public int remembered() {
        long size = 0;
        for (var used : slices.values()) size += used.mappingCount();
        return (int) size;
    }

    private void forget(long oldest) {
        var first = slices.firstEntry();
        boolean expired = first != null && first.getKey() < slice(oldest);
        if (expired || remembered() > bound) drop(oldest);
    }

    /// Raises the floor over the oldest slices and drops what is below it; never anything above, since a nonce may be used
    /// while this runs. The floor rises with what expired too, so that a clock that is set back revives nothing.
    private synchronized void drop(long oldest) {
        for (var entry : slices.entrySet()) {
            if (entry.getKey() >= slice(oldest) && remembered() <= bound) return;
            long last = (entry.getKey() + 1) * (lifetimeMicros / SLICES + 1) - 1;
            long risen = floor.accumulateAndGet(Math.min(last, youngest.get()), Math::max);
            if (risen >= last) slices.remove(entry.getKey());
            else entry.getValue().keySet().removeIf(stamp -> stamp >>> SALT_BITS <= risen);
        }
    }
}
