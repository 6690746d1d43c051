package io.switchhook.sip.transport;

import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The keys that session tickets are sealed with (RFC 5077, RFC 8446 §4.6.1): a peer that comes back with one skips the
/// expensive half of the handshake, and the server keeps nothing for it. They outlive a reload of the certificates, and
/// are replaced every [#LIFETIME], so that what is sealed today cannot be opened by who takes the process tomorrow.
///
/// For BoringSSL; the JDK makes its own keys.
final class TicketKeys {
    /// How long a key seals. It opens as long again.
    static final Duration LIFETIME = Duration.ofHours(12);

    private final RandomGenerator random;
    private OpenSslSessionTicketKey current;
    private @Nullable OpenSslSessionTicketKey former;

    TicketKeys(RandomGenerator random) {
        this.random = random;
        this.current = key();
    }

    private OpenSslSessionTicketKey key() {
        return new OpenSslSessionTicketKey(
                bytes(OpenSslSessionTicketKey.NAME_SIZE),
                bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    synchronized void rotate() {
        former = current;
        current = key();
    }

    /// Makes all tickets worthless: whom they were given to need not be trusted any more.
    synchronized void forget() {
        current = key();
        former = null;
    }

    /// Has a context seal with the current key and open with both.
    synchronized void applyTo(SslContext context) {
        if (!(context.sessionContext() instanceof OpenSslServerSessionContext sessions)) return;
        sessions.setSessionCacheEnabled(false);
        if (former == null) sessions.setTicketKeys(current);
        else sessions.setTicketKeys(current, former);
    }
}
