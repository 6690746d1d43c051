package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.device.Mac;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// The certificate that a maker has put into a device.
final class DeviceCertificate {
    private DeviceCertificate() {}

    /// The MAC address that stands in the common name of its subject, such as `001565abcdef` or `00:15:65:AB:CD:EF`.
    static Optional<Mac> mac(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(it -> it.getType().equalsIgnoreCase("CN"))
                            .flatMap(it -> Mac.of(it.getValue().toString()).stream())
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
