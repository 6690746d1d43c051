package io.switchhook.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// An administrator at the API of a server's console.
///
/// @param root of the API
/// @param proof goes with what changes something
record ConsoleLogin(HttpClient client, String root, String cookie, String proof) {
    private static final JsonMapper JSON = new JsonMapper();

    static ConsoleLogin of(HttpClient client, InetSocketAddress console, String password)
            throws IOException, InterruptedException {
        String root =
                "http://%s:%d/api/v1"
                        .formatted(console.getAddress().getHostAddress(), console.getPort());
        var login = JSON.writeValueAsString(Map.of("user", "admin", "password", password));
        var answer =
                good(
                        client.send(
                                HttpRequest.newBuilder(URI.create(root + "/session"))
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(login))
                                        .build(),
                                BodyHandlers.ofString()));
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        return new ConsoleLogin(
                client, root, cookie, JSON.readTree(answer.body()).path("proof").asString(""));
    }

    /// Brings devices in, all of them or none.
    ///
    /// @param csv as a spreadsheet writes it
    void importDevices(String csv) throws IOException, InterruptedException {
        good(
                client.send(
                        HttpRequest.newBuilder(URI.create(root + "/devices.csv?apply=true"))
                                .header("Cookie", cookie)
                                .header("X-Switchhook-Proof", proof)
                                .header("Content-Type", "text/csv")
                                .POST(BodyPublishers.ofString(csv))
                                .build(),
                        BodyHandlers.ofString()));
    }

    private static HttpResponse<String> good(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2)
            throw new IOException(
                    "the console refuses: " + answer.statusCode() + ' ' + answer.body());
        return answer;
    }
}
