package io.switchhook.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An administrator at the console's API, logged in; and phones that ask for files.
final class ConsoleClient implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server;
    private final String root;
    private String cookie = "";
    private String proof = "";

    /// What was answered, all of it, to look for what must not be told.
    final List<String> told = new ArrayList<>();

    record Answer(int status, String text) {
        JsonNode json() {
            return JSON.readTree(text);
        }

        JsonNode items() {
            return json().path("items");
        }

        String detail() {
            return json().path("detail").asString("");
        }
    }

    ConsoleClient(Server server) throws Exception {
        this.server = server;
        root = url(server, "console ") + "/api/v1";
        var password = server.firstLogin().orElseThrow().replaceAll(".*password (\\S+) .*", "$1");
        var answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(root + "/session"))
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                JSON.writeValueAsString(
                                                        Map.of(
                                                                "user",
                                                                "admin",
                                                                "password",
                                                                password))))
                                .build(),
                        BodyHandlers.ofString());
        cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        proof = JSON.readTree(answer.body()).path("proof").asString();
    }

    private static String url(Server server, String what) {
        return server.addresses().stream()
                .filter(it -> it.startsWith(what + "http:"))
                .map(it -> it.substring(what.length()))
                .findFirst()
                .orElseThrow();
    }

    Answer get(String path) throws Exception {
        return send(request(path).GET());
    }

    Answer send(String method, String path, Object body) throws Exception {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    Answer send(String method, String path) throws Exception {
        return send(request(path).method(method, BodyPublishers.noBody()));
    }

    Answer upload(String method, String path, String type, byte[] body) throws Exception {
        return send(
                request(path)
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofByteArray(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path))
                .header("Cookie", cookie)
                .header("X-Switchhook-Proof", proof);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        told.add(answer.body());
        return new Answer(answer.statusCode(), answer.body());
    }

    /// Where phones ask.
    String files() {
        return url(server, "provisioning ");
    }

    /// A phone asks for a file.
    HttpResponse<String> fetch(String name, String agent) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(files() + "/" + name))
                        .header("User-Agent", agent);
        return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        client.close();
    }
}
