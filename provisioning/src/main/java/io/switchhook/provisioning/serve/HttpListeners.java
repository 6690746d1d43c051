package io.switchhook.provisioning.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listeners for HTTP and HTTPS, with a virtual thread for each request.
final class HttpListeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListeners.class);

    /// Connections that wait until they are accepted, if the kernel has room for as many. It does not answer one more, and a phone
    /// tries again after 1, 3, 7 and more seconds, when the server may long have nothing to do.
    private static final int AT_THE_DOOR = 4096;

    private final Server server = new Server(new VirtualThreadPool());
    private final List<ServerConnector> connectors = new ArrayList<>();
    private final ScheduledExecutorService deadlines =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("provisioning-deadlines").factory());

    private HttpListeners(FileDesk desk, FileServer.Bounds bounds) {
        server.setHandler(new HttpDesk(desk));
        server.setErrorHandler(new BareErrors());
        server.addBean(new NetworkConnectionLimit(bounds.connections(), server));
    }

    static HttpListeners start(
            List<DeskAddress> addresses,
            FileDesk desk,
            FileServer.Bounds bounds,
            Optional<FileServer.Tls> tls)
            throws IOException {
        var listeners = new HttpListeners(desk, bounds);
        for (var address : addresses) listeners.add(address, bounds, tls);
        listeners.open(addresses);
        return listeners;
    }

    private void add(DeskAddress address, FileServer.Bounds bounds, Optional<FileServer.Tls> tls) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true); // phones may take the time from it
        http.setRequestHeaderSize(bounds.request());
        http.setIdleTimeout(bounds.time().toMillis());
        // So the deadline of a connection is that of its request.
        http.setPersistentConnectionsEnabled(false);
        var connector =
                address.scheme() == Scheme.HTTPS
                        ? new ServerConnector(server, secure(http, tls.orElseThrow()))
                        : new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(address.address().getAddress().getHostAddress());
        connector.setPort(address.address().getPort());
        connector.setAcceptQueueSize(AT_THE_DOOR);
        connector.setIdleTimeout(bounds.time().toMillis());
        connector.addBean(new ConnectionBounds(deadlines, bounds));
        server.addConnector(connector);
        connectors.add(connector);
    }

    private static ConnectionFactory[] secure(HttpConfiguration http, FileServer.Tls tls) {
        var context = new SslContextFactory.Server();
        context.setSslContext(tls.context());
        context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        context.setWantClientAuth(tls.asks());
        http.addCustomizer(new SecureRequestCustomizer(false)); // any name of the host will do
        return new ConnectionFactory[] {
            new SslConnectionFactory(context, "http/1.1"), new HttpConnectionFactory(http)
        };
    }

    /// Ports are taken before anything is accepted, so that what fails can say which one it was.
    private void open(List<DeskAddress> addresses) throws IOException {
        int at = 0;
        try {
            for (; at < connectors.size(); at++) connectors.get(at).open();
            server.start();
        } catch (IOException e) {
            close();
            throw new IOException(
                    addresses.get(Math.min(at, addresses.size() - 1)) + ": " + why(e), e);
        } catch (Exception e) {
            close();
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String why(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        return String.valueOf(cause.getMessage());
    }

    /// In the order of the addresses.
    List<Integer> ports() {
        return connectors.stream().map(ServerConnector::getLocalPort).toList();
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        try {
            server.stop();
        } catch (Exception e) {
            LOG.error("cannot stop the listeners for files", e);
        }
    }
}
