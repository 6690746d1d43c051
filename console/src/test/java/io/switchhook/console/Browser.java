package io.switchhook.console;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An HTTP client that says what it is told to say, and keeps cookies and the proof of a login.
final class Browser {
    private final InetSocketAddress server;
    private final Map<String, String> headers = new LinkedHashMap<>();

    /// @param headers names in lower case
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        Optional<String> header(String name) {
            var values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null ? Optional.empty() : Optional.of(values.getFirst());
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return Api.JSON.readTree(body);
        }
    }

    Browser(InetSocketAddress server) {
        this.server = server;
        headers.put("Host", "127.0.0.1:" + server.getPort());
    }

    Browser with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Browser without(String name) {
        headers.remove(name);
        return this;
    }

    Answer logIn(String user, String password) throws IOException {
        var body = Api.JSON.writeValueAsString(Map.of("user", user, "password", password));
        var answer = send("POST", "/api/v1/session", body);
        if (answer.status() == 200) {
            headers.put("Cookie", answer.header("Set-Cookie").orElseThrow().split(";", 2)[0]);
            headers.put(Guard.PROOF, answer.json().path("proof").asString());
        }
        return answer;
    }

    Answer get(String path) throws IOException {
        return send("GET", path, "");
    }

    Answer send(String method, String path, String body) throws IOException {
        try (var socket = open(method, path, body)) {
            return read(new BufferedInputStream(socket.getInputStream()));
        }
    }

    /// The caller reads the answer, or does not.
    Socket open(String method, String path, String body) throws IOException {
        var socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(20_000);
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (bytes.length > 0) {
            head.append("Content-Length: " + bytes.length + "\r\n");
            if (!headers.containsKey("Content-Type"))
                head.append("Content-Type: application/json\r\n");
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bytes);
        socket.getOutputStream().write(out.toByteArray());
        return socket;
    }

    private static Answer read(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ")[1]);
        var headers = new LinkedHashMap<String, List<String>>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        var body = in.readAllBytes();
        if (headers.containsKey("transfer-encoding")) body = unchunked(body);
        return new Answer(status, headers, body);
    }

    private static byte[] unchunked(byte[] chunks) {
        var body = new ByteArrayOutputStream();
        var text = new String(chunks, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (true) {
            int end = text.indexOf("\r\n", at);
            int size = Integer.parseInt(text.substring(at, end), 16);
            if (size == 0) return body.toByteArray();
            body.write(chunks, end + 2, size);
            at = end + 2 + size + 2;
        }
    }

    static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) if (b != '\r') line.write(b);
        return line.toString(StandardCharsets.UTF_8);
    }
}
