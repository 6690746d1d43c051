package io.switchhook.sip.transport;

import java.nio.file.Path;
import java.util.Optional;

/// The certificate of a listener and whom it trusts. All files are in PEM form.
///
/// @param certificate the server's certificate and the chain behind it
/// @param key its private key in PKCS #8, without a password
/// @param clientCertificates whether peers that connect must show a certificate
/// @param trust the authorities that peers' certificates must come from; empty for those the Java runtime knows
/// @param verifyServers whether the certificate of a server that is connected to must be valid for its name
public record TlsSettings(
        Path certificate,
        Path key,
        ClientCertificates clientCertificates,
        Optional<Path> trust,
        boolean verifyServers) {

    /// Whether peers that connect are asked for a certificate.
    public enum ClientCertificates {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    public static TlsSettings of(Path certificate, Path key) {
        return new TlsSettings(certificate, key, ClientCertificates.NONE, Optional.empty(), true);
    }

    public TlsSettings withTrust(Path trust) {
        return new TlsSettings(
                certificate, key, clientCertificates, Optional.of(trust), verifyServers);
    }

    public TlsSettings withClientCertificates(ClientCertificates asked) {
        return new TlsSettings(certificate, key, asked, trust, verifyServers);
    }

    public TlsSettings withoutServerVerification() {
        return new TlsSettings(certificate, key, clientCertificates, trust, false);
    }
}
