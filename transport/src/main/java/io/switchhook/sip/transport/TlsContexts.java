package io.switchhook.sip.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.internal.tcnative.SSL;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.switchhook.sip.transport.TlsSettings.ClientCertificates;
import io.switchhook.sip.transport.TransportCounters.Handshake;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// What TLS handshakes of a listener need, read from its files; BoringSSL where it can be loaded, else the JDK's.
///
/// Native memory is counted: contexts are released when they are replaced, and live on for as long as a connection that
/// was made with them.
final class TlsContexts implements AutoCloseable {
    private static final boolean NATIVE = OpenSsl.isAvailable();
    private static final SslProvider PROVIDER =
            NATIVE ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /// Forward secrecy and authenticated encryption only (RFC 9325 §4.2).
    private static final List<String> CIPHER_SUITES =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /// How long a peer may take to acknowledge the end of a connection.
    private static final long CLOSE_MILLIS = 1_000;

    /// What was read at one moment.
    private record Read(
            TlsSettings settings,
            SslContext server,
            SslContext client,
            List<X509Certificate> certificates,
            Authorities authorities) {
        void release() {
            ReferenceCountUtil.release(server);
            ReferenceCountUtil.release(client);
        }
    }

    private final TicketKeys tickets;
    private volatile Read current;

    /// @param random for the keys of session tickets
    /// @throws IOException naming the file that is of no use, and why
    TlsContexts(TlsSettings settings, RandomGenerator random) throws IOException {
        this.tickets = new TicketKeys(random);
        this.current = read(settings);
        tickets.applyTo(current.server());
    }

    /// Reads the files, for handshakes to come; on failure what was read before stays.
    synchronized void reload(TlsSettings settings) throws IOException {
        var former = current;
        var fresh = read(settings);
        if (!fresh.authorities().certificates().equals(former.authorities().certificates()))
            tickets.forget();
        tickets.applyTo(fresh.server());
        current = fresh;
        former.release();
    }

    /// Seals session tickets with new keys; to be called every [TicketKeys#LIFETIME].
    synchronized void rotateTickets() {
        tickets.rotate();
        tickets.applyTo(current.server());
    }

    @Override
    public synchronized void close() {
        current.release();
    }

    /// Those that are shown to peers, the default first.
    List<X509Certificate> certificates() {
        return current.certificates();
    }

    private static Read read(TlsSettings settings) throws IOException {
        try {
            var credentials = new ArrayList<Credential>();
            credentials.add(Credential.read(settings.certificate(), settings.key()));
            for (var host : settings.hosts())
                credentials.add(Credential.read(host.certificate(), host.key()));
            var choice = new CertificateChoice(credentials);
            var trust = settings.trust();
            var authorities =
                    trust.isPresent() ? Authorities.read(trust.get()) : Authorities.ofJava();
            return new Read(
                    settings,
                    forPeers(settings, choice, authorities),
                    forServers(settings, choice, authorities),
                    choice.certificates(),
                    authorities);
        } catch (SSLException e) {
            throw new IOException("TLS cannot use its files: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("TLS: " + e.getMessage(), e);
        }
    }

    private static SslContext forPeers(
            TlsSettings settings, CertificateChoice choice, Authorities authorities)
            throws IOException {
        var builder = modern(SslContextBuilder.forServer(keys(choice)));
        return switch (settings.clientCertificates()) {
            case NONE ->
                    builder.clientAuth(ClientAuth.NONE)
                            .trustManager(Authorities.none().manager())
                            .build();
            case OPTIONAL ->
                    builder.clientAuth(ClientAuth.OPTIONAL)
                            .trustManager(authorities.lenientWithClients())
                            .build();
            case REQUIRED ->
                    builder.clientAuth(ClientAuth.REQUIRE)
                            .trustManager(authorities.manager())
                            .build();
        };
    }

    /// We show our certificate to servers too, if they ask for one.
    private static SslContext forServers(
            TlsSettings settings, CertificateChoice choice, Authorities authorities)
            throws IOException {
        var builder = modern(SslContextBuilder.forClient().keyManager(keys(choice)));
        return settings.verifyServers()
                ? builder.endpointIdentificationAlgorithm("HTTPS")
                        .trustManager(authorities.manager())
                        .build()
                : builder.endpointIdentificationAlgorithm(null)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build();
    }

    private static SslContextBuilder modern(SslContextBuilder builder) {
        return builder.sslProvider(PROVIDER)
                .protocols(VERSIONS)
                .ciphers(CIPHER_SUITES, SupportedCipherSuiteFilter.INSTANCE);
    }

    /// BoringSSL parses chain and key once, not in every handshake, and its connections share them.
    private static KeyManagerFactory keys(CertificateChoice choice) {
        var factory = choice.factory();
        return NATIVE ? new OpenSslCachingX509KeyManagerFactory(factory) : factory;
    }

    SslHandler forPeer(ByteBufAllocator allocator) {
        while (true) {
            try {
                return deadlineElsewhere(current.server().newHandler(allocator));
            } catch (IllegalReferenceCountException e) {
                // It was replaced at this moment.
            }
        }
    }

    /// @param host what the server's certificate must be valid for
    SslHandler forServer(ByteBufAllocator allocator, String host, int port) {
        while (true) {
            try {
                return deadlineElsewhere(current.client().newHandler(allocator, host, port));
            } catch (IllegalReferenceCountException e) {
                // It was replaced at this moment.
            }
        }
    }

    private static SslHandler deadlineElsewhere(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_MILLIS);
        return handler;
    }

    /// How the handshake of a connection went. The JDK does not tell.
    static Handshake handshake(SslHandler handler) {
        return handler.engine() instanceof ReferenceCountedOpenSslEngine engine
                        && SSL.isSessionReused(engine.sslPointer())
                ? Handshake.RESUMED
                : Handshake.FULL;
    }

    /// Who a peer is whose handshake is done: the SIP URIs of its certificate, if that is trusted.
    List<SipUri> identities(SslHandler handler) {
        var read = current;
        if (read.settings().trust().isEmpty()
                || read.settings().clientCertificates() == ClientCertificates.NONE)
            return List.of();
        try {
            var shown = handler.engine().getSession().getPeerCertificates();
            var chain = new X509Certificate[shown.length];
            for (int i = 0; i < shown.length; i++) {
                if (!(shown[i] instanceof X509Certificate certificate)) return List.of();
                chain[i] = certificate;
            }
            return chain.length == 0 ? List.of() : read.authorities().identities(chain);
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }
}
