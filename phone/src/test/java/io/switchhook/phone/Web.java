package io.switchhook.phone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/// A server of files on loopback, one request to a connection.
final class Web implements AutoCloseable {
    private final ServerSocket listener;

    /// By their names, without the slash in front.
    final Map<String, String> files = new ConcurrentHashMap<>();

    /// What was asked for.
    final BlockingQueue<String> got = new LinkedBlockingQueue<>();

    Web() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/";
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            String request = in.readLine();
            for (String line = request; line != null && !line.isEmpty(); ) line = in.readLine();
            if (request == null) return;
            String name = request.split(" ", -1)[1].substring(1);
            got.add(name);
            var file = files.get(name);
            byte[] body = (file == null ? "" : file).getBytes(StandardCharsets.UTF_8);
            String head =
                    "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                            .formatted(file == null ? "404 Not Found" : "200 OK", body.length);
            var out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
        } catch (IOException e) {
            // The phone has left.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
