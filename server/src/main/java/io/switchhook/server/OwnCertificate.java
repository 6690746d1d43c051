package io.switchhook.server;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/// A certificate for this host that is signed by its own key, for as long as a command runs. Whoever is to trust it is given
/// the file.
///
/// @param certificate in PEM form
/// @param key its private key, PKCS #8 in PEM form
record OwnCertificate(Path certificate, Path key) {
    private static final Duration BEFORE = Duration.ofHours(1);
    private static final Duration LIFETIME = Duration.ofDays(30);

    /// @param folder where the two files are made
    /// @param address of this host, which the certificate is valid for, as it is for `localhost`
    static OwnCertificate in(Path folder, String address) throws IOException {
        var made = new OwnCertificate(folder.resolve("own.crt"), folder.resolve("own.key"));
        try {
            var random = new SecureRandom();
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var keys = generator.generateKeyPair();
            var name = new X500Name("CN=Switchhook " + address);
            var now = Instant.now();
            var names =
                    new GeneralNames(
                            new GeneralName[] {
                                new GeneralName(GeneralName.iPAddress, address),
                                new GeneralName(GeneralName.dNSName, "localhost")
                            });
            var certificate =
                    new JcaX509v3CertificateBuilder(
                                    name,
                                    new BigInteger(64, random),
                                    Date.from(now.minus(BEFORE)),
                                    Date.from(now.plus(LIFETIME)),
                                    name,
                                    keys.getPublic())
                            .addExtension(Extension.subjectAlternativeName, false, names)
                            .build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(keys.getPrivate()));
            write(made.certificate, "CERTIFICATE", certificate.getEncoded());
            write(made.key, "PRIVATE KEY", keys.getPrivate().getEncoded());
            return made;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make a certificate: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, String what, byte[] der) throws IOException {
        try (var pem = new PemWriter(Files.newBufferedWriter(file))) {
            pem.writeObject(new PemObject(what, der));
        }
    }
}
