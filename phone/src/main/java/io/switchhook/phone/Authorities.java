package io.switchhook.phone;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Whom a phone believes over HTTPS: servers whose certificate comes from one of them, and is for the name in the URL (RFC 9110 §4.3.4).
public final class Authorities {
    private static final Authorities USUAL = new Authorities(Optional.empty());

    private final Optional<SSLContext> context;

    private Authorities(Optional<SSLContext> context) {
        this.context = context;
    }

    /// Those that the Java runtime knows.
    public static Authorities usual() {
        return USUAL;
    }

    /// Those of a file, and nobody else.
    ///
    /// @param file certificates in PEM form
    /// @throws IOException naming the file, if it cannot be read or has no certificate
    public static Authorities of(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in))
                store.setCertificateEntry(Integer.toString(store.size()), certificate);
            if (store.size() == 0) throw new IOException(file + ": has no certificate");
            var managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return new Authorities(Optional.of(context));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    HttpClient.Builder judge(HttpClient.Builder client) {
        return context.map(client::sslContext).orElse(client);
    }
}
