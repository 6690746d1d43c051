package io.switchhook.server;

import io.switchhook.server.ControlFault.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// The socket in the data folder over which commands talk to the running server. A connection carries one request, a line
/// of JSON, and perhaps bytes behind it; the answer is any number of items and a last line with `ok` or `error`.
final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    static final ObjectMapper JSON = new ObjectMapper();

    /// What the server does for a request.
    interface Handler {
        /// @return the last line of the answer
        ObjectNode handle(Exchange exchange) throws ControlFault, IOException;
    }

    /// One request and its answer.
    static final class Exchange {
        private final ObjectNode request;
        private final InputStream in;
        private final OutputStream out;
        private final Runnable deadline;

        private Exchange(ObjectNode request, InputStream in, OutputStream out, Runnable deadline) {
            this.request = request;
            this.in = in;
            this.out = out;
            this.deadline = deadline;
        }

        /// The answer takes longer: its deadline begins anew.
        void goesOn() {
            deadline.run();
        }

        String command() {
            return text("command");
        }

        boolean has(String key) {
            return request.has(key);
        }

        /// Empty if it is not there.
        String text(String key) {
            return request.path(key).asString("");
        }

        long number(String key) {
            return request.path(key).asLong(0);
        }

        /// False if it is not there.
        boolean flag(String key) {
            return request.path(key).asBoolean(false);
        }

        /// The bytes behind the request; ends after that many.
        InputStream body(long bytes) {
            return new BoundedInput(in, bytes);
        }

        void item(ObjectNode item) throws IOException {
            write(out, item);
        }
    }

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Handler handler;
    private final Semaphore slots;
    private final int longestRequest;
    private final Duration deadline;
    private final ScheduledExecutorService deadlines =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("control-deadlines").factory());

    private ControlServer(
            Path socket, ServerSocketChannel channel, Limits limits, Handler handler) {
        this.socket = socket;
        this.channel = channel;
        this.handler = handler;
        this.slots = new Semaphore(limits.number(Limit.CONTROL_CONNECTIONS));
        this.longestRequest = limits.number(Limit.CONTROL_REQUEST);
        this.deadline = limits.time(Limit.CONTROL_TIME);
    }

    /// @param socket where to listen; what a process left there that was killed is no obstacle
    static ControlServer start(Path socket, Limits limits, Handler handler) throws StartException {
        try {
            var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            var address = ControlAddress.fresh(socket);
            channel.bind(address);
            Files.setPosixFilePermissions(
                    address.getPath(), PosixFilePermissions.fromString("rw-------"));
            var server = new ControlServer(socket, channel, limits, handler);
            Thread.ofVirtual().name("control").start(server::accept);
            return server;
        } catch (IOException e) {
            throw new StartException("cannot listen on " + socket + ": " + Reasons.of(e), e);
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                var connection = channel.accept();
                Thread.ofVirtual().name("control-request").start(() -> serve(connection));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("cannot accept a command", e);
            }
        }
    }

    private void serve(SocketChannel connection) {
        boolean free = slots.tryAcquire();
        try (connection) {
            var end = new Deadline(connection);
            try {
                var in = Channels.newInputStream(connection);
                var out = Channels.newOutputStream(connection);
                write(
                        out,
                        free
                                ? answer(in, out, end)
                                : error(Kind.UNAVAILABLE, "the server is busy"));
            } finally {
                end.cancel();
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("a command came when the server had ended");
        } catch (IOException e) {
            LOG.debug("a command went away", e);
        } finally {
            if (free) slots.release();
        }
    }

    /// When a connection is closed, whatever it waits for.
    private final class Deadline {
        private final SocketChannel connection;
        private Future<?> end;

        Deadline(SocketChannel connection) {
            this.connection = connection;
            end = scheduled();
        }

        private Future<?> scheduled() {
            return deadlines.schedule(
                    () -> ControlServer.close(connection),
                    deadline.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        void cancel() {
            end.cancel(false);
        }

        void renew() {
            cancel();
            end = scheduled();
        }
    }

    private ObjectNode answer(InputStream in, OutputStream out, Deadline deadline)
            throws IOException {
        try {
            return handler.handle(new Exchange(request(in), in, out, deadline::renew))
                    .put("ok", true);
        } catch (ControlFault e) {
            return error(e.kind(), String.valueOf(e.getMessage()));
        } catch (RejectedExecutionException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a command failed", e);
            return error(Kind.FAILED, "the server failed: " + e);
        }
    }

    private ObjectNode request(InputStream in) throws IOException, ControlFault {
        var line = new byte[longestRequest];
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) throw new IOException("no request");
            if (length == line.length)
                throw new ControlFault(
                        Kind.INVALID,
                        "the request is longer than "
                                + longestRequest
                                + " bytes (limits.controlRequest)");
            line[length++] = (byte) b;
        }
        try {
            var text = new String(line, 0, length, StandardCharsets.UTF_8);
            if (JSON.readTree(text) instanceof ObjectNode request) return request;
        } catch (JacksonException e) {
            LOG.debug("a command is not JSON", e);
        }
        throw new ControlFault(Kind.INVALID, "the request is not a JSON object");
    }

    private static ObjectNode error(Kind kind, String message) {
        return JSON.createObjectNode().put("error", message).put("kind", kind.name());
    }

    static void write(OutputStream out, ObjectNode line) throws IOException {
        out.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void close(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("cannot close the connection of a command", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            ControlAddress.remove(socket);
        } catch (IOException e) {
            LOG.warn("cannot remove {}", socket, e);
        }
        deadlines.shutdownNow();
    }

    /// The next bytes of a stream, and no more.
    private static final class BoundedInput extends InputStream {
        private final InputStream in;
        private long left;

        BoundedInput(InputStream in, long bytes) {
            this.in = in;
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) return -1;
            int b = in.read();
            if (b < 0) throw new IOException("the file broke off");
            left--;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left == 0) return -1;
            int count = in.read(bytes, from, (int) Math.min(length, left));
            if (count < 0) throw new IOException("the file broke off");
            left -= count;
            return count;
        }
    }
}
