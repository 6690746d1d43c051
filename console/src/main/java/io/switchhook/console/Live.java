package io.switchhook.console;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Server-sent events: what happens now, once a second, and word of a call that somebody looks at.
///
/// Each viewer has a virtual thread, which asks and writes by itself. Nothing waits for a viewer and nothing is kept for one: who
/// reads slowly is told less often, and who does not read at all is dropped when the connection's time is over.
final class Live implements AutoCloseable {
    private final Supplier<Map<String, Object>> now;
    private final CallsView calls;
    private final Duration tick;
    private final Semaphore places;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param viewers how many at once
    Live(Supplier<Map<String, Object>> now, CallsView calls, int viewers, Duration tick) {
        this.now = now;
        this.calls = calls;
        this.tick = tick;
        places = new Semaphore(viewers);
    }

    /// Returns when the viewer is gone, logged out, or the console is closed.
    void serve(Context context, Guard guard) throws IOException, InterruptedException {
        var session = guard.require(context);
        var call = new Parameters(context, java.util.Set.of("call")).text("call");
        if (!places.tryAcquire())
            throw RequestProblem.busy("Many look already; close a window that nobody needs.");
        try {
            context.disableCompression();
            var response = context.res();
            response.setContentType("text/event-stream");
            response.setCharacterEncoding("UTF-8");
            response.setHeader("X-Accel-Buffering", "no");
            var out = response.getOutputStream();
            long seen = -1;
            do {
                if (!call.isEmpty()) {
                    long revision = calls.revision(call);
                    if (revision != seen) write(out, "call", Map.of("revision", revision));
                    seen = revision;
                }
                write(out, "now", now.get());
                response.flushBuffer();
            } while (!closed.await(tick.toNanos(), TimeUnit.NANOSECONDS) && guard.isAlive(session));
        } finally {
            places.release();
        }
    }

    private static void write(OutputStream out, String event, Object value) throws IOException {
        out.write(("event: " + event + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        out.write(Api.JSON.writeValueAsBytes(value));
        out.write('\n');
        out.write('\n');
    }

    int free() {
        return places.availablePermits();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
