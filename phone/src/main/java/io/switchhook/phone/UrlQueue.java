package io.switchhook.phone;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// URLs that are fetched one after the other, in the order that they came, whatever is answered. Nobody who adds one waits.
/// Thread-safe.
final class UrlQueue implements AutoCloseable {
    /// How many wait at most; past that, one is not fetched.
    static final int MOST = 64;

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final HttpClient client;
    private final String userAgent;
    private final Duration deadline;
    private final ArrayDeque<Errand> waiting = new ArrayDeque<>();
    private boolean isRunning;
    private boolean isClosed;

    /// @param failed hears why it was not fetched, on the thread that fetches or on that which added it
    private record Errand(String url, Consumer<String> failed) {}

    /// @param deadline of one, from the connection to the last byte
    UrlQueue(HttpClient client, String userAgent, Duration deadline) {
        this.client = client;
        this.userAgent = userAgent;
        this.deadline = deadline;
    }

    void add(String url, Consumer<String> failed) {
        if (!take(new Errand(url, failed)))
            failed.accept("more than " + MOST + " wait to be fetched");
    }

    private synchronized boolean take(Errand errand) {
        if (isClosed || waiting.size() >= MOST) return false;
        waiting.add(errand);
        if (!isRunning) Thread.ofVirtual().name("action-urls").start(this::run);
        isRunning = true;
        return true;
    }

    private void run() {
        for (var next = next(); next.isPresent(); next = next()) {
            var errand = next.get();
            fetch(errand.url).ifPresent(errand.failed);
        }
    }

    private synchronized Optional<Errand> next() {
        var next = Optional.ofNullable(waiting.poll());
        if (next.isEmpty()) {
            isRunning = false;
            notifyAll();
        }
        return next;
    }

    /// @return why not
    private Optional<String> fetch(String url) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(deadline)
                            .header("User-Agent", userAgent)
                            .build();
            var response = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
            try {
                int status = response.get(deadline.toMillis(), TimeUnit.MILLISECONDS).statusCode();
                return status < 400
                        ? Optional.empty()
                        : Optional.of("the server answered " + status);
            } finally {
                response.cancel(true);
            }
        } catch (TimeoutException e) {
            return Optional.of("no answer within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Optional.of(reason(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (RuntimeException e) {
            return Optional.of(reason(e));
        }
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }

    /// Takes no more; waits two seconds at most for those that there are.
    @Override
    public synchronized void close() {
        isClosed = true;
        long end = System.nanoTime() + GRACE.toNanos();
        try {
            for (long left = GRACE.toNanos(); isRunning && left > 0; left = end - System.nanoTime())
                TimeUnit.NANOSECONDS.timedWait(this, left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.clear();
    }
}
