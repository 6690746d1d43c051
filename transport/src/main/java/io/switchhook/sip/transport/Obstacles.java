package io.switchhook.sip.transport;

import io.netty.handler.ssl.NotSslRecordException;
import io.switchhook.ladder.Remark.Obstacle;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/// Why a handshake failed.
final class Obstacles {
    private static final int DEEPEST = 10;

    /// The alerts about certificates (RFC 8446 §6.2), as the engines spell them: they give an alert no type of its own.
    private static final List<String> ALERTS =
            List.of(
                    "bad_certificate",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "certificate_expired",
                    "certificate_unknown",
                    "certificate_required",
                    "unknown_ca",
                    "peer_did_not_return_a_certificate",
                    "certificate_verify_failed");

    private Obstacles() {}

    static Obstacle of(Throwable failure) {
        var cause = failure;
        for (int depth = 0; depth < DEEPEST && cause != null; depth++, cause = cause.getCause()) {
            switch (cause) {
                case NotSslRecordException _ -> {
                    return Obstacle.PLAIN;
                }
                case CertificateException _, CertPathValidatorException _ -> {
                    return Obstacle.CERTIFICATE;
                }
                case SSLException alert when isAboutCertificate(alert) -> {
                    return Obstacle.CERTIFICATE;
                }
                default -> {}
            }
        }
        return Obstacle.OTHER;
    }

    private static boolean isAboutCertificate(SSLException alert) {
        String text = String.valueOf(alert.getMessage()).toLowerCase(Locale.ROOT).replace(' ', '_');
        return ALERTS.stream().anyMatch(text::contains);
    }

    /// Why a certificate was refused stands in the innermost cause.
    static Throwable root(Throwable failure) {
        var root = failure;
        for (int depth = 0; depth < DEEPEST; depth++) {
            var next = root.getCause();
            if (next == null) break;
            root = next;
        }
        return root;
    }
}
