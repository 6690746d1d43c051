package io.switchhook.sip.transport;

import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The authorities that peers' certificates must come from.
final class Authorities {
    private static final Logger LOG = LoggerFactory.getLogger(Authorities.class);

    private static volatile @Nullable Authorities ofJava;

    private final X509ExtendedTrustManager manager;

    private Authorities(X509ExtendedTrustManager manager) {
        this.manager = manager;
    }

    /// @param file certificates in PEM form
    /// @throws IOException saying why the file is of no use
    static Authorities read(Path file) throws IOException {
        return of(Credential.certificates(file));
    }

    /// None: for who is asked for nothing.
    static Authorities none() throws IOException {
        return of(List.of());
    }

    private static Authorities of(List<X509Certificate> certificates) throws IOException {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++)
                store.setCertificateEntry(Integer.toString(i), certificates.get(i));
            return new Authorities(manager(store));
        } catch (GeneralSecurityException e) {
            throw new IOException("no use of authorities: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (var one : factory.getTrustManagers())
            if (one instanceof X509ExtendedTrustManager found) return found;
        throw new GeneralSecurityException("this Java has no PKIX trust manager");
    }

    /// Those that the Java runtime knows: more than a hundred, so they are read once and not at every reload.
    static Authorities ofJava() throws IOException {
        try {
            var known = ofJava;
            if (known == null) ofJava = known = new Authorities(manager(null));
            return known;
        } catch (GeneralSecurityException e) {
            throw new IOException("Java's own authorities cannot be read: " + e.getMessage(), e);
        }
    }

    Set<X509Certificate> certificates() {
        return Set.of(manager.getAcceptedIssuers());
    }

    X509ExtendedTrustManager manager() {
        return manager;
    }

    /// Who a peer is that has shown this chain, and proven that it has the key: nobody, if the chain does not lead to one
    /// of these authorities now. So a resumed session counts no longer than its certificate.
    List<SipUri> identities(X509Certificate[] chain) {
        try {
            manager.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return SubjectAltNames.of(chain[0]).sipUris();
        } catch (CertificateException | IllegalArgumentException e) {
            LOG.debug("certificate of {} not trusted", chain[0].getSubjectX500Principal(), e);
            return List.of();
        }
    }

    /// Lets any client through the handshake, and names the authorities whose certificates are of use. What a certificate
    /// is worth is asked behind the handshake: a phone with a foreign one from its factory is one without.
    X509ExtendedTrustManager lenientWithClients() {
        return new LenientWithClients(manager);
    }

    private static final class LenientWithClients extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager strict;

        LenientWithClients(X509ExtendedTrustManager strict) {
            this.strict = strict;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            strict.checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            strict.checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            strict.checkServerTrusted(chain, type, engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return strict.getAcceptedIssuers();
        }
    }
}
