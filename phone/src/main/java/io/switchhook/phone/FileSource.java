package io.switchhook.phone;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/// Where a phone fetches its files: TFTP, and HTTP and HTTPS with the user's name and password if the server asks for them. Waits, so
/// for virtual threads.
final class FileSource implements AutoCloseable {
    static final int LARGEST = 4 * 1024 * 1024;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration TFTP_PATIENCE = Duration.ofSeconds(1);

    private final HttpClient client;
    private final String userAgent;
    private final MessageDigest seen = digest();
    private boolean failed;

    /// @param userAgent what the phone says it is, with its MAC address
    FileSource(String userAgent) {
        this.userAgent = userAgent;
        client =
                HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(10))
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
    }

    /// @return empty if there is no such file
    /// @throws IOException saying which file and why
    Optional<byte[]> fetch(URI file) throws IOException {
        try {
            var bytes = fetched(file);
            count(file.toString(), bytes.orElse(new byte[0]));
            return bytes;
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    /// Makes a file part of the fingerprint.
    void count(String name, byte[] bytes) {
        seen.update((name + '\n' + bytes.length + '\n').getBytes(StandardCharsets.UTF_8));
        seen.update(bytes);
    }

    /// Of all files until now; another one if any of them was changed, is gone or is new. It begins anew after this.
    String fingerprint() {
        return HexFormat.of().formatHex(seen.digest());
    }

    /// Whether a file could not be had that may be there.
    boolean hasFailed() {
        return failed;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Optional<byte[]> fetched(URI file) throws IOException {
        String scheme = String.valueOf(file.getScheme());
        if (scheme.equals("tftp")) return transferred(file);
        if (!scheme.equals("http") && !scheme.equals("https"))
            throw new IOException(file + ": only tftp:, http: and https: are understood");
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

    private static Optional<byte[]> transferred(URI file) throws IOException {
        try {
            return new TftpClient(TFTP_PATIENCE, DEADLINE, LARGEST).fetch(file);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
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
