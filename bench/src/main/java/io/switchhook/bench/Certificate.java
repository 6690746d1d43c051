package io.switchhook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate that a server signed itself, for some hours, and its key, in PEM form.
record Certificate(Path chain, Path key) {
    private static final String PASSWORD = "changeit";

    /// Makes one with what every JDK has. The key is of P-256, as public authorities sign them.
    static Certificate in(Path folder) throws Exception {
        var store = folder.resolve("bench.p12");
        keytool(
                store,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=bench",
                "-validity",
                "2");
        var chain = folder.resolve("bench.pem");
        keytool(store, "-exportcert", "-rfc", "-file", chain.toString());
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var der = keys.getKey("bench", PASSWORD.toCharArray()).getEncoded();
        var text = Base64.getMimeEncoder().encodeToString(der);
        var key = folder.resolve("bench.key");
        Files.writeString(
                key, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
        return new Certificate(chain, key);
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "bench", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", store.toString()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IOException("keytool failed: " + said);
    }
}
