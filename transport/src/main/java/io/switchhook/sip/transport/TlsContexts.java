package io.switchhook.sip.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;

/// What TLS handshakes of a listener need, read from its files; BoringSSL where it can be loaded, else the JDK's.
final class TlsContexts {
    private static final SslProvider PROVIDER =
            OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /// How long a peer may take to acknowledge the end of a connection.
    private static final long CLOSE_MILLIS = 1_000;

    private record Pair(SslContext server, SslContext client) {}

    private final TlsSettings settings;
    private volatile Pair contexts;

    /// @throws IOException naming the file that is of no use, and why
    TlsContexts(TlsSettings settings) throws IOException {
        this.settings = settings;
        this.contexts = build(settings);
    }

    /// Reads the files again, for handshakes to come; on failure the old ones stay.
    void reload() throws IOException {
        contexts = build(settings);
    }

    private static Pair build(TlsSettings settings) throws IOException {
        certificates("certificate", settings.certificate());
        readable("key", settings.key());
        try {
            return new Pair(forPeers(settings), forServers(settings));
        } catch (IllegalArgumentException | SSLException e) {
            throw new IOException(
                    "TLS key "
                            + settings.key()
                            + " is of no use with certificate "
                            + settings.certificate()
                            + " (it must be PKCS #8 without a password): "
                            + e.getMessage(),
                    e);
        }
    }

    private static SslContext forPeers(TlsSettings settings) throws IOException {
        var builder =
                SslContextBuilder.forServer(
                                settings.certificate().toFile(), settings.key().toFile())
                        .sslProvider(PROVIDER)
                        .protocols(VERSIONS)
                        .clientAuth(
                                switch (settings.clientCertificates()) {
                                    case NONE -> ClientAuth.NONE;
                                    case OPTIONAL -> ClientAuth.OPTIONAL;
                                    case REQUIRED -> ClientAuth.REQUIRE;
                                });
        if (settings.trust().isPresent())
            builder.trustManager(certificates("trust", settings.trust().get()));
        return builder.build();
    }

    /// We show our certificate to servers too, if they ask for one.
    private static SslContext forServers(TlsSettings settings) throws IOException {
        var builder =
                SslContextBuilder.forClient()
                        .sslProvider(PROVIDER)
                        .protocols(VERSIONS)
                        .keyManager(settings.certificate().toFile(), settings.key().toFile());
        if (!settings.verifyServers())
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null);
        else {
            builder.endpointIdentificationAlgorithm("HTTPS");
            if (settings.trust().isPresent())
                builder.trustManager(certificates("trust", settings.trust().get()));
        }
        return builder.build();
    }

    private static void readable(String what, Path file) throws IOException {
        if (!Files.exists(file))
            throw new IOException("TLS " + what + " " + file + ": no such file");
        if (!Files.isReadable(file) || Files.isDirectory(file))
            throw new IOException("TLS " + what + " " + file + ": cannot be read");
    }

    private static X509Certificate[] certificates(String what, Path file) throws IOException {
        readable(what, file);
        try (var in = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) throw new CertificateException("it has no certificate");
            return found.toArray(new X509Certificate[0]);
        } catch (CertificateException e) {
            throw new IOException("TLS " + what + " " + file + ": " + e.getMessage(), e);
        }
    }

    SslHandler forPeer(ByteBufAllocator allocator) {
        return deadlineElsewhere(contexts.server().newHandler(allocator));
    }

    /// @param host what the server's certificate must be valid for
    SslHandler forServer(ByteBufAllocator allocator, String host, int port) {
        return deadlineElsewhere(contexts.client().newHandler(allocator, host, port));
    }

    private static SslHandler deadlineElsewhere(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_MILLIS);
        return handler;
    }
}
