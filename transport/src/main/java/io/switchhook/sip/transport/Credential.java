package io.switchhook.sip.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What one side of TLS shows: a certificate, the chain behind it, and its private key.
///
/// @param chain at least one; the first is the one that the key belongs to
public record Credential(List<X509Certificate> chain, PrivateKey key) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /// A file of certificates or a key is some kilobytes long; what is longer is something else.
    public static final int LARGEST_FILE = 4 * 1024 * 1024;

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// Reads two files in PEM form, and sees whether they belong together.
    ///
    /// @param key in PKCS #8, without a password
    /// @throws IOException saying which file is of no use, why, and what to do
    public static Credential read(Path certificate, Path key) throws IOException {
        var chain = certificates(certificate);
        var privateKey = privateKey(key, certificate, chain.getFirst());
        return new Credential(chain, privateKey);
    }

    /// All certificates of a file in PEM form; at least one.
    ///
    /// @throws IOException saying why the file is of no use
    public static List<X509Certificate> certificates(Path file) throws IOException {
        try (var in = new ByteArrayInputStream(bytes(file))) {
            var chain = new ArrayList<X509Certificate>();
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in))
                if (one instanceof X509Certificate certificate) chain.add(certificate);
            if (chain.isEmpty()) throw new CertificateException("none");
            return List.copyOf(chain);
        } catch (CertificateException e) {
            throw new IOException("the file " + file + " holds no certificate in PEM form", e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!Files.exists(file)) throw new IOException("there is no file " + file);
        if (!Files.isRegularFile(file)) throw new IOException(file + " is not a file");
        if (!Files.isReadable(file))
            throw new IOException("the file " + file + " may not be read by this user");
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE)
                throw new IOException("it is larger than " + LARGEST_FILE + " bytes");
            return bytes;
        } catch (IOException e) {
            throw new IOException("the file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(Path file, Path certificateFile, X509Certificate of)
            throws IOException {
        String pem = new String(bytes(file), StandardCharsets.ISO_8859_1);
        int from = pem.indexOf(BEGIN);
        int to = pem.indexOf(END);
        if (from < 0 || to < from) throw new IOException(noKey(file, pem));
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.length(), to));
            var key =
                    KeyFactory.getInstance(of.getPublicKey().getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(der));
            if (belongs(key, of)) return key;
            throw new IOException(foreign(file, certificateFile));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(foreign(file, certificateFile), e);
        }
    }

    private static String noKey(Path file, String pem) {
        if (pem.contains(BEGIN)) return "the file " + file + " ends within its private key";
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
