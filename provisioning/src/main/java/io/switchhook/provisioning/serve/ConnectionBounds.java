package io.switchhook.provisioning.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/// Ends connections that take too long, however busy they seem: who sends a byte now and then keeps nothing open. And nobody
/// takes all connections that there are.
final class ConnectionBounds implements Connection.Listener {
    /// @param source whose it is, which a closed connection does not tell any more; empty for what is inside of TLS, since it is
    ///     counted outside
    private record Opened(Future<?> end, Optional<InetAddress> source) {}

    private final ScheduledExecutorService timer;
    private final FileServer.Bounds bounds;
    private final Map<Connection, Opened> opened = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> counts = new ConcurrentHashMap<>();

    ConnectionBounds(ScheduledExecutorService timer, FileServer.Bounds bounds) {
        this.timer = timer;
        this.bounds = bounds;
    }

    @Override
    public void onOpened(Connection connection) {
        var source = source(connection);
        int count = source.map(it -> counts.merge(it, 1, Integer::sum)).orElse(0);
        try {
            long time = bounds.time().toMillis();
            Runnable end = () -> connection.getEndPoint().close();
            opened.put(
                    connection,
                    new Opened(timer.schedule(end, time, TimeUnit.MILLISECONDS), source));
            if (count > bounds.perAddress()) end.run();
        } catch (RejectedExecutionException e) {
            connection.close();
        }
    }

    private static Optional<InetAddress> source(Connection connection) {
        var end = connection.getEndPoint();
        return !(end instanceof SslConnection.SslEndPoint)
                        && end.getRemoteSocketAddress() instanceof InetSocketAddress remote
                ? Optional.of(remote.getAddress())
                : Optional.empty();
    }

    @Override
    public void onClosed(Connection connection) {
        var its = opened.remove(connection);
        if (its == null) return;
        its.end().cancel(false);
        its.source()
                .ifPresent(it ->
                        counts.computeIfPresent(it, (_, count) -> count == 1 ? null : count - 1));
    }
}
