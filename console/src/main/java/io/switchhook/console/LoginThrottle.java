package io.switchhook.console;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// Who guesses passwords waits: an address has [#BURST] wrong ones, and one more each [#FORGIVING].
///
/// IPv6 counts by /64, which is what one customer has. Addresses past [#MOST] push out those that were not seen for longest.
final class LoginThrottle {
    static final int BURST = 5;
    static final Duration FORGIVING = Duration.ofSeconds(30);
    static final int MOST = 10_000;

    private final LongSupplier nanoTime;

    /// Until when each address has wrong passwords to be forgiven.
    private final Map<ByteBuffer, Long> debts =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
                    return size() > MOST;
                }
            };

    LoginThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Counts a try, before anything is hashed.
    ///
    /// @return seconds to wait, if it may not be made now
    synchronized OptionalLong attempt(InetAddress address) {
        long now = nanoTime.getAsLong();
        long each = FORGIVING.toNanos();
        long debt = Math.max(0, debts.getOrDefault(key(address), now) - now);
        if (debt > (BURST - 1) * each)
            return OptionalLong.of(
                    Duration.ofNanos(debt - (BURST - 1) * each).plusMillis(999).toSeconds());
        debts.put(key(address), now + debt + each);
        return OptionalLong.empty();
    }

    synchronized void succeeded(InetAddress address) {
        debts.remove(key(address));
    }

    private static ByteBuffer key(InetAddress address) {
        var bytes = address.getAddress();
        return ByteBuffer.wrap(bytes, 0, address instanceof Inet6Address ? 8 : bytes.length)
                .slice();
    }

    synchronized int size() {
        return debts.size();
    }
}
