package io.switchhook.console;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.switchhook.console.Health.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server of the operator: the page, its API, health and metrics. Each request has a virtual thread.
public final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final int REQUEST_BYTES = 64 * 1024;

    /// Where and how it serves.
    ///
    /// @param address with port 0 for any
    /// @param tls the certificate to show; empty for plain HTTP
    /// @param connections how many may be open; others wait
    /// @param viewers how many may be told of what happens at once
    /// @param tick how often they are told
    /// @param patience how long a connection may be without a sound, or a viewer not read
    public record Settings(
            InetSocketAddress address,
            Optional<SSLContext> tls,
            int connections,
            int viewers,
            Duration tick,
            Duration patience) {

        public static Settings of(
                InetSocketAddress address, Optional<SSLContext> tls, int connections, int viewers) {
            return new Settings(
                    address,
                    tls,
                    connections,
                    viewers,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30));
        }
    }

    private final Settings settings;
    private final Javalin javalin;
    private final InetSocketAddress address;
    private final Metrics metrics;
    private final Health health;
    private final Live live;
    private final Guard guard;
    private final List<Route> routes;

    private Console(
            Settings settings,
            Metrics metrics,
            Health health,
            Users users,
            Views views,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.settings = settings;
        this.metrics = metrics;
        this.health = health;
        var sessions = new Sessions(nanoTime, random);
        guard = new Guard(users, sessions, settings.tls().isPresent());
        live =
                new Live(
                        () -> Api.now(health, views),
                        views.calls(),
                        settings.viewers(),
                        settings.tick());
        var throttle = new LoginThrottle(nanoTime);
        routes = new Api(health, views, users, sessions, throttle, guard, live).routes();
        javalin = Javalin.create(this::configure);
        var asked = settings.address();
        if (settings.tls().isEmpty())
            javalin.start(asked.getAddress().getHostAddress(), asked.getPort());
        else javalin.start();
        address = new InetSocketAddress(asked.getAddress(), javalin.port());
    }

    /// @param random for passwords and sessions: must be hard to guess
    /// @throws IOException if it cannot listen there
    public static Console start(
            Settings settings,
            Metrics metrics,
            Health health,
            Users users,
            Views views,
            LongSupplier nanoTime,
            RandomGenerator random)
            throws IOException {
        try {
            return new Console(settings, metrics, health, users, views, nanoTime, random);
        } catch (JavalinBindException e) {
            Throwable root = e;
            while (root.getCause() != null) root = root.getCause();
            var cause = new BindException(String.valueOf(root.getMessage()));
            cause.initCause(e);
            throw cause;
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = REQUEST_BYTES;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setIdleTimeout(settings.patience().toMillis());
        });
        config.jetty.modifyServer(server -> {
            server.addBean(new NetworkConnectionLimit(settings.connections(), server));
            server.setErrorHandler(new UnreadRequests());
        });
        settings.tls()
                .ifPresent(tls ->
                        config.jetty.addConnector((server, http) -> connector(server, http, tls)));
        config.routes.before(Guard::headers);
        config.routes.get("/", Assets::page);
        config.routes.get("/assets/{name}", Assets::asset);
        config.routes.get("/health", this::health);
        config.routes.get("/metrics", this::metrics);
        for (var route : routes)
            config.routes.addHttpHandler(
                    route.method(), Route.ROOT + route.path(), context -> serve(route, context));
        config.routes.exception(RequestProblem.class, Console::refuse);
        config.routes.exception(
                Refusal.class, (refusal, context) -> refuse(refusal.problem(), context));
        config.routes.exception(HttpResponseException.class, Console::refuse);
        config.routes.exception(Exception.class, Console::fail);
    }

    private ServerConnector connector(Server server, HttpConfiguration http, SSLContext tls) {
        var context = new SslContextFactory.Server();
        context.setSslContext(tls);
        context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        var secure = new HttpConfiguration(http);
        secure.addCustomizer(new SecureRequestCustomizer(false)); // any name of the host will do
        var connector =
                new ServerConnector(
                        server,
                        new SslConnectionFactory(context, "http/1.1"),
                        new HttpConnectionFactory(secure));
        connector.setHost(settings.address().getAddress().getHostAddress());
        connector.setPort(settings.address().getPort());
        return connector;
    }

    private void serve(Route route, Context context) throws Exception {
        context.header("Cache-Control", "no-store");
        guard.check(route, context);
        route.handler().handle(context);
    }

    private static void refuse(RequestProblem problem, Context context) {
        problem.retryAfter()
                .ifPresent(seconds -> context.header("Retry-After", Long.toString(seconds)));
        context.status(problem.status())
                .result(Api.JSON.writeValueAsBytes(problem.json()))
                .contentType("application/problem+json");
    }

    private static void refuse(HttpResponseException e, Context context) {
        var advice =
                switch (e.getStatus()) {
                    case 404 -> "There is no such path; see /api/v1/openapi.yaml.";
                    case 413 -> "The body may have " + REQUEST_BYTES + " bytes at most.";
                    default -> String.valueOf(e.getMessage());
                };
        context.header("Cache-Control", "no-store");
        refuse(RequestProblem.other(e.getStatus(), advice), context);
    }

    private static void fail(Exception e, Context context) {
        if (context.res().isCommitted()) {
            LOG.debug("{} ended", context.path(), e); // the browser went away
            return;
        }
        LOG.error("cannot answer {}", context.path(), e);
        refuse(RequestProblem.failed(), context);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// What it serves below [Route#ROOT].
    List<Route> routes() {
        return routes;
    }

    Live live() {
        return live;
    }

    private void health(Context context) {
        var report = health.report();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("status", word(report.status()));
        answer.put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
        answer.put("problems", problems(report));
        context.status(report.status().serves() ? 200 : 503)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(Api.JSON.writeValueAsString(answer) + "\n");
    }

    static List<Map<String, String>> problems(Health.Report report) {
        return report.problems().entrySet().stream()
                .map(problem ->
                        Map.of(
                                "part", problem.getKey(),
                                "status", word(problem.getValue().status()),
                                "problem", problem.getValue().what()))
                .toList();
    }

    static String word(Status status) {
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
        live.close();
        javalin.stop();
    }
}
