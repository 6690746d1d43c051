package io.switchhook.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/// A self-signed certificate and its key, as PEM files.
record Certificate(Path certificate, Path key) {
    private static final String STORE = "identity.p12";
    private static final String PASSWORD = "changeit";

    static Certificate selfSigned(Path folder, String subjectAlternativeNames)
            throws IOException, GeneralSecurityException {
        var store = folder.resolve(STORE);
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command =
                List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "sip",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + Config.DOMAIN,
                        "-ext",
                        "san=" + subjectAlternativeNames,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD);
        try (var process = Child.start(folder, "keytool", command)) {
            if (process.awaitExit(Duration.ofSeconds(30)) != 0) {
                throw new IllegalStateException(process.tail());
            }
        }
        var password = PASSWORD.toCharArray();
        var identity = KeyStore.getInstance(store.toFile(), password);
        return new Certificate(
                pem(
                        folder.resolve("cert.pem"),
                        "CERTIFICATE",
                        identity.getCertificate("sip").getEncoded()),
                pem(
                        folder.resolve("key.pem"),
                        "PRIVATE KEY",
                        identity.getKey("sip", password).getEncoded()));
    }

    /// What has a Java virtual machine believe it, and no other.
    String trustOptions() {
        return "-Djavax.net.ssl.trustStore="
                + certificate.resolveSibling(STORE)
                + " -Djavax.net.ssl.trustStorePassword="
                + PASSWORD;
    }

    private static Path pem(Path file, String label, byte[] content) throws IOException {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                file, "-----BEGIN %s-----\n%s\n-----END %1$s-----\n".formatted(label, base64));
    }
}
