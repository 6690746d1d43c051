package io.switchhook.server;

import io.switchhook.phone.Authorities;
import io.switchhook.phone.Site;
import io.switchhook.phone.settings.Transport;
import io.switchhook.sip.transport.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A site for phones of a command. Those that talk over TLS show a certificate that is made for them.
///
/// @param folder of that certificate; null for none
record PhoneSite(Site site, @Nullable Path folder) implements AutoCloseable {

    /// @param trust the authorities that servers' certificates must come from; empty to take any SIP server's, and for files
    ///     those that the Java runtime knows
    static PhoneSite at(InetAddress address, Transport over, Optional<Path> trust)
            throws IOException {
        if (over != Transport.TLS) return new PhoneSite(Site.on(address, authorities(trust)), null);
        var folder = Files.createTempDirectory("switchhook-");
        var own = OwnCertificate.in(folder, address.getHostAddress());
        var tls = TlsSettings.of(own.certificate(), own.key());
        var trusting =
                trust.isPresent() ? tls.withTrust(trust.get()) : tls.withoutServerVerification();
        return new PhoneSite(Site.on(address, trusting), folder);
    }

    static Authorities authorities(Optional<Path> trust) throws IOException {
        return trust.isPresent() ? Authorities.of(trust.get()) : Authorities.usual();
    }

    @Override
    public void close() throws IOException {
        site.close();
        if (folder != null) OwnServer.delete(folder);
    }
}
