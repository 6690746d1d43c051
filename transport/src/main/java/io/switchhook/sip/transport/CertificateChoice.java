package io.switchhook.sip.transport;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Which certificate a handshake shows: the one whose names fit the server name that the peer asked for (RFC 6066 §3),
/// else the first. Of two that fit equally, such as RSA and EC for one name, the one that the peer can verify.
///
/// Aliases are the places in the list.
final class CertificateChoice extends X509ExtendedKeyManager {
    private final List<Credential> credentials;
    private final List<SubjectAltNames> names;

    /// @param credentials the default first
    CertificateChoice(List<Credential> credentials) {
        this.credentials = List.copyOf(credentials);
        this.names =
                credentials.stream().map(one -> SubjectAltNames.of(one.certificate())).toList();
    }

    List<X509Certificate> certificates() {
        return credentials.stream().map(Credential::certificate).toList();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        String host = askedFor(engine);
        boolean known = false;
        for (int i = 0; i < credentials.size(); i++) {
            if (!names.get(i).match(host)) continue;
            known = true;
            if (isOfType(i, keyType)) return Integer.toString(i);
        }
        return !known && isOfType(0, keyType) ? "0" : null;
    }

    /// The name of SNI in lower case; empty for none.
    private static String askedFor(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session)
            for (var name : session.getRequestedServerNames())
                if (name instanceof SNIHostName host)
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
        return "";
    }

    private boolean isOfType(int number, String keyType) {
        return credentials.get(number).key().getAlgorithm().equals(keyType);
    }

    /// To servers we show the default, if they can use it.
    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return Arrays.stream(keyTypes).anyMatch(type -> isOfType(0, type)) ? "0" : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return credentials.get(Integer.parseInt(alias)).chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return credentials.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    /// As the form in which libraries take key managers.
    KeyManagerFactory factory() {
        return new Factory(this);
    }

    private static final class Factory extends KeyManagerFactory {
        Factory(CertificateChoice choice) {
            super(
                    new KeyManagerFactorySpi() {
                        @Override
                        protected void engineInit(@Nullable KeyStore store, char[] password) {}

                        @Override
                        protected void engineInit(ManagerFactoryParameters parameters) {}

                        @Override
                        protected KeyManager[] engineGetKeyManagers() {
                            return new KeyManager[] {choice};
                        }
                    },
                    new Provider("Switchhook", "1", "certificates that were read from files") {
                        private static final long serialVersionUID = 1;
                    },
                    "PEM");
        }
    }
}
