package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A web server on loopback: it has the files that it is given, and answers 204 to everything else under `/action/`.
final class WebServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<String> actions = new LinkedBlockingQueue<>();
    final List<String> fetched = new CopyOnWriteArrayList<>();

    WebServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            if (path.startsWith("/action/")) {
                actions.add(path.substring("/action/".length()));
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            fetched.add(path);
            var file = files.get(path);
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
        }
    }

    WebServer file(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    void remove(String path) {
        files.remove(path);
    }

    String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /// The next one that was fetched from `/action/`.
    String action() throws InterruptedException {
        var next = actions.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("nothing was fetched").isNotNull();
        return next == null ? "" : next;
    }

    List<String> actions(int count) throws InterruptedException {
        var all = new java.util.ArrayList<String>();
        for (int i = 0; i < count; i++) all.add(action());
        return all;
    }

    boolean isQuiet() {
        return actions.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
