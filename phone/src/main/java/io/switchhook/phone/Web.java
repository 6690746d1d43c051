package io.switchhook.phone;

import java.net.Socket;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The way of the phones of one site to web servers: one client for all that check certificates, one for those that do not.
/// Thread-safe.
final class Web implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Map<Boolean, HttpClient> clients = new HashMap<>();

    /// @param checksCertificates whether a server needs a certificate that this machine trusts
    synchronized HttpClient client(boolean checksCertificates) {
        return clients.computeIfAbsent(checksCertificates, Web::made);
    }

    /// HTTP/1.1: programs that take action URLs are small, and stumble over an offer to upgrade.
    private static HttpClient made(boolean checksCertificates) {
        var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NORMAL);
        return (checksCertificates ? client : client.sslContext(trusting())).build();
    }

    private static SSLContext trusting() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
    }

    /// `security.trust_certificates = 0`. An extended trust manager, since any other has its names checked by Java.
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
