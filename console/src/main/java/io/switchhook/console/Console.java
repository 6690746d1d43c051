package io.switchhook.console;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import io.switchhook.console.Health.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectMapper;

/// The HTTP server of the operator. Each request has a virtual thread.
public final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REQUEST_BYTES = 64 * 1024;

    private final Javalin javalin;
    private final InetSocketAddress address;
    private final Metrics metrics;
    private final Health health;

    private Console(InetSocketAddress asked, int connections, Metrics metrics, Health health) {
        this.metrics = metrics;
        this.health = health;
        this.javalin = Javalin.create(config -> configure(config, connections));
        javalin.start(asked.getAddress().getHostAddress(), asked.getPort());
        this.address = new InetSocketAddress(asked.getAddress(), javalin.port());
    }

    /// @param address with port 0 for any
    /// @param connections how many may be open; others wait
    /// @throws IOException if it cannot listen there
    public static Console start(
            InetSocketAddress address, int connections, Metrics metrics, Health health)
            throws IOException {
        try {
            return new Console(address, connections, metrics, health);
        } catch (JavalinBindException e) {
            Throwable root = e;
            while (root.getCause() != null) root = root.getCause();
            var cause = new BindException(String.valueOf(root.getMessage()));
            cause.initCause(e);
            throw cause;
        }
    }

    private void configure(JavalinConfig config, int connections) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = REQUEST_BYTES;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setIdleTimeout(30_000);
        });
        config.jetty.modifyServer(
                server -> server.addBean(new NetworkConnectionLimit(connections, server)));
        config.routes.exception(
                Exception.class,
                (e, context) -> {
                    LOG.error("cannot answer {}", context.path(), e);
                    context.status(500).result("failed; the log says why\n");
                });
        config.routes.get("/health", this::health);
        config.routes.get("/metrics", this::metrics);
        config.routes.get(
                "/",
                context ->
                        context.result(
                                "Switchhook\n\n/health   is all well?\n/metrics  for Prometheus\n"));
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    private void health(Context context) {
        var report = health.report();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("status", word(report.status()));
        answer.put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
        var problems =
                report.problems().entrySet().stream()
                        .map(problem ->
                                Map.of(
                                        "part", problem.getKey(),
                                        "status", word(problem.getValue().status()),
                                        "problem", problem.getValue().what()))
                        .toList();
        answer.put("problems", problems);
        context.status(report.status().serves() ? 200 : 503)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(JSON.writeValueAsString(answer) + "\n");
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private void metrics(Context context) throws IOException {
        var accept = context.header("Accept");
        var writer = metrics.writerFor(accept == null ? "" : accept);
        var text = new ByteArrayOutputStream(16 * 1024);
        writer.write(text, metrics.scrape());
        context.contentType(writer.getContentType()).result(text.toByteArray());
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
