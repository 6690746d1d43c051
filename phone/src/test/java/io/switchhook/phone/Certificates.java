package io.switchhook.phone;

import io.switchhook.sip.transport.TlsSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A certificate that signs itself, made by the JDK's keytool, as PEM files.
record Certificates(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    static Certificates make(Path folder, String name, String subjectAlternativeNames)
            throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve(name + ".p12");
        var keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "SAN=" + subjectAlternativeNames,
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .start();
        keytool.getInputStream().transferTo(OutputStream.nullOutputStream());
        if (keytool.waitFor() != 0) throw new IOException("keytool failed");
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var certificate = folder.resolve(name + ".crt");
        var key = folder.resolve(name + ".key");
        write(certificate, "CERTIFICATE", keys.getCertificate("a").getEncoded());
        write(key, "PRIVATE KEY", keys.getKey("a", PASSWORD.toCharArray()).getEncoded());
        return new Certificates(certificate, key);
    }

    private static void write(Path file, String type, byte[] bytes) throws IOException {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        Files.writeString(
                file,
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(type, lines.encodeToString(bytes), type));
    }

    TlsSettings settings() {
        return TlsSettings.of(certificate, key);
    }
}
