package io.switchhook.server;

import io.switchhook.sip.transport.Credential;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// What the console and the listeners for files show over TLS: the first certificate of `tls`, also when its file is another one later.
final class WebTls extends X509ExtendedKeyManager {
    private static final String ALIAS = "web";

    private volatile Credential credential;

    WebTls(Configuration.Tls tls) throws IOException {
        credential = Credential.read(tls.certificate(), tls.key());
    }

    void use(Configuration.Tls tls) throws IOException {
        credential = Credential.read(tls.certificate(), tls.key());
    }

    List<X509Certificate> inUse() {
        return List.of(credential.certificate());
    }

    SSLContext context() {
        try {
            return context((TrustManager[]) null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param authorities in PEM form, of the certificates that peers show
    /// @throws IOException if that file is of no use
    SSLContext context(Path authorities) throws IOException {
        try (var in = Files.newInputStream(authorities)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in))
                store.setCertificateEntry("authority" + number++, one);
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            return context(trust.getTrustManagers());
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities + ": " + e.getMessage(), e);
        }
    }

    private SSLContext context(TrustManager @Nullable [] trust) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {this}, trust, null);
        return context;
    }

    private @Nullable String alias(String keyType) {
        var algorithm = credential.key().getAlgorithm();
        return keyType.startsWith(algorithm) ? ALIAS : null; // EC, or EC_EC as TLS 1.2 says
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return alias(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return credential.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return credential.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        var alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null; // it is no client
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
