package io.switchhook.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/// Whether the files of `tls` are what they should be. Each check gives what is wrong, or nothing.
final class TlsFiles {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private TlsFiles() {}

    static Optional<String> readable(Path file) {
        if (!Files.exists(file)) return Optional.of("there is no file " + file);
        if (!Files.isRegularFile(file)) return Optional.of(file + " is not a file");
        if (!Files.isReadable(file)) return Optional.of("the file " + file + " may not be read");
        return Optional.empty();
    }

    static Optional<String> certificate(Path file) {
        try {
            certificateIn(file);
            return Optional.empty();
        } catch (CertificateException e) {
            return Optional.of("the file " + file + " holds no certificate in PEM form");
        } catch (IOException e) {
            return Optional.of("the file " + file + " cannot be read: " + Reasons.of(e));
        }
    }

    private static X509Certificate certificateIn(Path file)
            throws IOException, CertificateException {
        try (var in = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty() || !(found.iterator().next() instanceof X509Certificate first))
                throw new CertificateException("none");
            return first;
        }
    }

    /// Whether the key can be used, and is that of the certificate.
    static Optional<String> key(Path file, Path certificate) {
        try {
            String pem = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
            int from = pem.indexOf(BEGIN);
            int to = pem.indexOf(END);
            if (from < 0 || to < from) return Optional.of(noKey(file, pem));
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.length(), to));
            var of = certificateIn(certificate);
            var algorithm = of.getPublicKey().getAlgorithm();
            var key =
                    KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            return belongs(key, of) ? Optional.empty() : Optional.of(foreign(file, certificate));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.of(foreign(file, certificate));
        } catch (IOException e) {
            return Optional.of("the file " + file + " cannot be read: " + Reasons.of(e));
        }
    }

    private static String noKey(Path file, String pem) {
        if (!pem.contains("PRIVATE KEY-----"))
            return "the file " + file + " holds no private key in PEM form";
        return "the key in "
                + file
                + " must be PKCS #8 without a password; openssl pkcs8 -topk8 -nocrypt converts it";
    }

    private static String foreign(Path file, Path certificate) {
        return "the key in " + file + " is not that of the certificate in " + certificate;
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        byte[] text = {1, 2, 3};
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }
}
