package io.switchhook.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// A transport of SIP, down to its bytes.
enum Wire {
    UDP,
    TCP,
    TLS,
    WS,
    WSS;

    private static final int PATIENCE = 10_000;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int PING = 9;
    static final int CLOSE = 8;

    String scheme() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isSecure() {
        return this == TLS || this == WSS;
    }

    boolean isWebSocket() {
        return this == WS || this == WSS;
    }

    /// A connection that messages can be written to; reads wait for ten seconds at most.
    Socket connect(int port, SSLSocketFactory secure) throws IOException {
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE);
            plain.setSoTimeout(PATIENCE);
            var socket = isSecure() ? secure.createSocket(plain, "127.0.0.1", port, true) : plain;
            if (isWebSocket()) {
                upgrade(socket);
            }
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static void upgrade(Socket socket) throws IOException {
        var request =
                """
                GET / HTTP/1.1\r
                Host: 127.0.0.1\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Protocol: sip\r
                \r
                """;
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        var answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            var b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("closed in the handshake: " + answer);
            }
            answer.append((char) b);
        }
    }

    /// What carries a message over this transport.
    byte[] framed(byte[] message) {
        if (!isWebSocket()) {
            return message;
        }
        // a text frame that is no UTF-8 ends the connection
        return frame(0x80 | (isAscii(message) ? TEXT : BINARY), message, 0x01020304);
    }

    private static boolean isAscii(byte[] message) {
        for (var b : message) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /// A WebSocket frame (RFC 6455 §5.2).
    ///
    /// @param first its first byte: FIN, the reserved bits and the opcode
    /// @param mask 0 for none, which no client may send
    static byte[] frame(int first, byte[] payload, int mask) {
        var frame = new ByteArrayOutputStream(payload.length + 14);
        var masked = mask == 0 ? 0 : 0x80;
        frame.write(first);
        if (payload.length < 126) {
            frame.write(masked | payload.length);
        } else if (payload.length < 65536) {
            frame.write(masked | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(masked | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        if (mask != 0) {
            frame.writeBytes(ByteBuffer.allocate(4).putInt(mask).array());
        }
        for (var i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask >> 8 * (3 - i % 4));
        }
        return frame.toByteArray();
    }

    /// Sockets that trust one certificate.
    static SSLSocketFactory trusting(Certificate certificate)
            throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var pem = Files.newInputStream(certificate.certificate())) {
            var x509 = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            store.setCertificateEntry("server", x509);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
