package io.switchhook.sip.transport;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.switchhook.sip.transport.StreamTest.Phone;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// The TLS side of a phone, by the JDK. Remembers sessions, and trusts every server.
final class TlsClient {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLContext context = SSLContext.getInstance("TLS");
    private String[] versions = {"TLSv1.3", "TLSv1.2"};
    private Optional<String[]> suites = Optional.empty();
    private List<SNIServerName> names = List.of();

    private TlsClient(Optional<Certificates> own) throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        if (own.isPresent()) {
            var credential = Credential.read(own.get().certificate(), own.get().key());
            var chain = credential.chain().toArray(new X509Certificate[0]);
            keys.setKeyEntry("own", credential.key(), PASSWORD, chain);
        }
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, PASSWORD);
        var trust = InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
        context.init(managers.getKeyManagers(), trust, null);
    }

    static TlsClient anonymous() throws Exception {
        return new TlsClient(Optional.empty());
    }

    static TlsClient with(Certificates own) throws Exception {
        return new TlsClient(Optional.of(own));
    }

    TlsClient over(String... chosen) {
        versions = chosen;
        return this;
    }

    TlsClient offering(String... chosen) {
        suites = Optional.of(chosen);
        return this;
    }

    TlsClient askingFor(String host) {
        names = List.of(new SNIHostName(host));
        return this;
    }

    Phone connect(InetSocketAddress server) throws Exception {
        var plain = new Socket(server.getAddress(), server.getPort());
        // Sessions are remembered by this name.
        var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(plain, "server.invalid", server.getPort(), true);
        socket.setEnabledProtocols(versions);
        suites.ifPresent(socket::setEnabledCipherSuites);
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(names);
        socket.setSSLParameters(parameters);
        return new Phone(socket);
    }
}
