package io.switchhook.sip.transport;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The certificates of a listener and whom it trusts. All files are in PEM form.
///
/// @param certificate the server's certificate and the chain behind it
/// @param key its private key in PKCS #8, without a password
/// @param hosts further certificates, for peers that ask for one of their names (SNI, RFC 6066 §3)
/// @param clientCertificates whether peers that connect must show a certificate
/// @param trust the authorities that peers' certificates must come from; empty for those the Java runtime knows, and
///     then no certificate proves who a phone is
/// @param verifyServers whether the certificate of a server that is connected to must be valid for its name
public record TlsSettings(
        Path certificate,
        Path key,
        List<Host> hosts,
        ClientCertificates clientCertificates,
        Optional<Path> trust,
        boolean verifyServers) {

    /// One more certificate, chosen by the names in its subjectAltName.
    public record Host(Path certificate, Path key) {}

    /// Whether peers that connect are asked for a certificate.
    public enum ClientCertificates {
        NONE,
        /// One that does not come from [TlsSettings#trust] counts as none.
        OPTIONAL,
        /// Without one that comes from [TlsSettings#trust] there is no connection.
        REQUIRED
    }

    public TlsSettings {
        hosts = List.copyOf(hosts);
    }

    public static TlsSettings of(Path certificate, Path key) {
        return new TlsSettings(
                certificate, key, List.of(), ClientCertificates.NONE, Optional.empty(), true);
    }

    public TlsSettings withHosts(List<Host> hosts) {
        return new TlsSettings(certificate, key, hosts, clientCertificates, trust, verifyServers);
    }

    public TlsSettings withTrust(Path trust) {
        return new TlsSettings(
                certificate, key, hosts, clientCertificates, Optional.of(trust), verifyServers);
    }

    public TlsSettings withClientCertificates(ClientCertificates asked) {
        return new TlsSettings(certificate, key, hosts, asked, trust, verifyServers);
    }

    public TlsSettings withoutServerVerification() {
        return new TlsSettings(certificate, key, hosts, clientCertificates, trust, false);
    }
}
