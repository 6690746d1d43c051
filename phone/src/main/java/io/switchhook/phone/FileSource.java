package io.switchhook.phone;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Where a phone fetches its files: HTTP, HTTPS and TFTP, with the user's name and password if the server asks for them. Waits, so
/// for virtual threads.
final class FileSource implements AutoCloseable {
    static final int LARGEST = 4 * 1024 * 1024;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /// For one block of TFTP.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final HttpClient client;
    private final String userAgent;

    /// @param userAgent what the phone says it is, with its MAC address
    /// @param authorities whom it believes over HTTPS
    FileSource(String userAgent, Authorities authorities) {
        this.userAgent = userAgent;
        client =
                authorities
                        .judge(HttpClient.newBuilder())
                        .connectTimeout(Duration.ofSeconds(10))
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
    }

    /// @return empty if there is no such file
    /// @throws IOException saying which file and why
    Optional<byte[]> fetch(URI file) throws IOException {
        String scheme = String.valueOf(file.getScheme());
        if (scheme.equals("tftp"))
            return new TftpClient(InstantSource.system(), PATIENCE, DEADLINE, LARGEST).fetch(file);
        if (!scheme.equals("http") && !scheme.equals("https"))
            throw new IOException(file + ": only http:, https: and tftp: are understood");
        try {
            var request =
                    HttpRequest.newBuilder(file)
                            .timeout(DEADLINE)
                            .header("User-Agent", userAgent)
                            .build();
            var response = client.send(request, info -> BodySubscribers.ofInputStream());
            return body(file, response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(file + ": interrupted", e);
        } catch (IOException | IllegalArgumentException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IOException(file + ": " + why, e);
        }
    }

    private static Optional<byte[]> body(URI file, HttpResponse<InputStream> response)
            throws IOException {
        try (var in = response.body()) {
            int status = response.statusCode();
            if (status == 404) return Optional.empty();
            if (status != 200) throw new IOException("the server answered " + status);
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) throw new IOException("more than " + LARGEST + " bytes");
            return Optional.of(bytes);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
