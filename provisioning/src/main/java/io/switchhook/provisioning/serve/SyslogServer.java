package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.syslog.MalformedFrame;
import io.switchhook.provisioning.syslog.SyslogFrames;
import io.switchhook.provisioning.syslog.SyslogParser;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listeners of a [LogDesk], a virtual thread for each socket.
public final class SyslogServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogServer.class);
    private static final int BACKLOG = 128;
    private static final int PIECE = 4096;

    /// For what comes while a line is being kept.
    private static final int BUFFER = 1 << 20;

    /// @param connections open at once; further ones are closed
    /// @param perAddress of these
    /// @param idle a connection without a byte; also how long a handshake may take
    public record Bounds(int connections, int perAddress, Duration idle) {}

    private final LogDesk desk;
    private final Bounds bounds;
    private final Semaphore free;
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final Set<AutoCloseable> sockets = ConcurrentHashMap.newKeySet();
    private final List<SyslogAddress> addresses = new ArrayList<>();

    private SyslogServer(LogDesk desk, Bounds bounds) {
        this.desk = desk;
        this.bounds = bounds;
        this.free = new Semaphore(bounds.connections());
    }

    /// Returns when all of them take lines.
    ///
    /// @param tls needed for TLS
    /// @throws IOException naming the address that cannot be had, with nothing left open
    public static SyslogServer start(
            List<SyslogAddress> addresses, LogDesk desk, Bounds bounds, Optional<SSLContext> tls)
            throws IOException {
        var server = new SyslogServer(desk, bounds);
        for (var address : addresses) {
            try {
                server.listen(address, tls);
            } catch (IOException e) {
                server.close();
                throw new IOException(address + ": " + e.getMessage(), e);
            }
        }
        return server;
    }

    private void listen(SyslogAddress address, Optional<SSLContext> tls) throws IOException {
        var real =
                switch (address.over()) {
                    case UDP -> datagrams(address.address());
                    case TCP -> connections(new ServerSocket(), address.address());
                    case TLS -> connections(secure(tls.orElseThrow()), address.address());
                };
        addresses.add(new SyslogAddress(address.over(), real));
    }

    private static ServerSocket secure(SSLContext tls) throws IOException {
        var socket = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket();
        socket.setEnabledProtocols(new String[] {"TLSv1.2", "TLSv1.3"});
        return socket;
    }

    private InetSocketAddress datagrams(InetSocketAddress address) throws IOException {
        var socket = new DatagramSocket(null);
        sockets.add(socket);
        socket.setReceiveBufferSize(BUFFER);
        socket.bind(address);
        Thread.ofVirtual().name("syslog-udp").start(() -> read(socket));
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void read(DatagramSocket socket) {
        var packet = new DatagramPacket(new byte[SyslogParser.LONGEST], SyslogParser.LONGEST);
        while (!socket.isClosed()) {
            try {
                packet.setLength(SyslogParser.LONGEST);
                socket.receive(packet);
                desk.take(packet.getAddress(), Arrays.copyOf(packet.getData(), packet.getLength()));
            } catch (IOException | RuntimeException e) {
                if (!socket.isClosed()) LOG.warn("cannot take a line of a log", e);
            }
        }
    }

    private InetSocketAddress connections(ServerSocket socket, InetSocketAddress address)
            throws IOException {
        sockets.add(socket);
        socket.setReuseAddress(true);
        socket.bind(address, BACKLOG);
        Thread.ofVirtual().name("syslog-accept").start(() -> accept(socket));
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void accept(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                if (!isRoom(socket)) socket.close();
                else Thread.ofVirtual().name("syslog").start(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) LOG.warn("cannot take a connection for logs", e);
            }
        }
    }

    private boolean isRoom(Socket socket) {
        if (!free.tryAcquire()) return false;
        int count = open.merge(socket.getInetAddress(), 1, Integer::sum);
        if (count <= bounds.perAddress()) return true;
        left(socket);
        return false;
    }

    private void left(Socket socket) {
        free.release();
        open.computeIfPresent(socket.getInetAddress(), (_, count) -> count == 1 ? null : count - 1);
    }

    private void serve(Socket socket) {
        sockets.add(socket);
        try (socket) {
            socket.setSoTimeout((int) bounds.idle().toMillis());
            read(socket);
        } catch (IOException e) {
            LOG.debug("a connection for logs ends", e);
        } finally {
            sockets.remove(socket);
            left(socket);
        }
    }

    /// What is no log is counted before its sender sees the end of the connection.
    private void read(Socket socket) throws IOException {
        var frames = new SyslogFrames();
        var piece = new byte[PIECE];
        var in = socket.getInputStream();
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece))
                for (var frame : frames.feed(Arrays.copyOf(piece, count)))
                    desk.take(socket.getInetAddress(), frame);
        } catch (MalformedFrame e) {
            desk.malformed();
            LOG.debug("{} sends no log: {}", socket.getInetAddress(), e.getMessage());
        }
    }

    /// Where it listens, with the ports that it really has, in the order in which they were asked for.
    public List<SyslogAddress> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public void close() {
        for (var socket : sockets) {
            try {
                socket.close();
            } catch (Exception e) {
                LOG.debug("cannot close a socket for logs", e);
            }
        }
    }
}
