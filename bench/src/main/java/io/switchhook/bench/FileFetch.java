package io.switchhook.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// One file over HTTP/1.1, with a connection of its own that ends with it (RFC 9112 §9.6). The thread that asks waits.
///
/// @param server where the files are
/// @param patience milliseconds to wait for the connection, and again for whatever comes next
record FileFetch(InetSocketAddress server, int patience) {
    private static final String END_OF_HEADER = "\r\n\r\n";

    /// Asks as a phone.
    ///
    /// @return the file
    /// @throws IOException with the status, if that is not 200, or what else is wrong
    byte[] get(FilePhone phone, String name) throws IOException {
        String request =
                "GET /%s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n"
                        .formatted(
                                name,
                                server.getAddress().getHostAddress(),
                                server.getPort(),
                                phone.agent());
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(phone.address(), 0));
            socket.connect(server, patience);
            socket.setSoTimeout(patience);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return body(socket.getInputStream().readAllBytes());
        }
    }

    /// @param response all of it
    /// @throws IOException if it is no file, or not all of one
    static byte[] body(byte[] response) throws IOException {
        String text = new String(response, ISO_8859_1);
        int end = text.indexOf(END_OF_HEADER);
        if (!text.startsWith("HTTP/1.1 ") || end < 0)
            throw new IOException("an answer that is not complete");
        String status = text.substring(9, Math.min(12, end));
        if (!status.equals("200")) throw new IOException(status);
        String length = StormText.value(text.substring(0, end + 4), "Content-Length");
        byte[] body = text.substring(end + END_OF_HEADER.length()).getBytes(ISO_8859_1);
        if (!length.equals(Integer.toString(body.length)))
            throw new IOException("%d bytes of %s".formatted(body.length, length));
        return body;
    }
}
