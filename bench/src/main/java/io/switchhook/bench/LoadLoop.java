package io.switchhook.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// The one thread of a load: its UDP sockets and its timers. Everything of a load runs on it, so nothing in it locks.
final class LoadLoop implements AutoCloseable {
    private static final int SOCKET_BUFFER = 4 << 20;

    /// So many datagrams of one socket are read before timers get their turn.
    private static final int AT_ONCE = 64;

    private final Selector selector;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    private final ByteBuffer out = ByteBuffer.allocateDirect(64 * 1024);
    private final byte[] bytes = new byte[64 * 1024];
    private final Thread thread;
    private long timersMade;
    private volatile boolean closed;

    LoadLoop() throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().name("load").daemon().start(this::run);
    }

    /// Something to be done at a moment, of [System#nanoTime()]; of two at once the older one first.
    static final class Timer implements Comparable<Timer> {
        private final long due;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        private Timer(long due, long order, Runnable action) {
            this.due = due;
            this.order = order;
            this.action = action;
        }

        void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(due - other.due, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /// For the thread of the loop.
    Timer after(long millis, Runnable action) {
        return at(System.nanoTime() + millis * 1_000_000, action);
    }

    /// For the thread of the loop.
    Timer at(long due, Runnable action) {
        var timer = new Timer(due, timersMade++, action);
        timers.add(timer);
        return timer;
    }

    /// For any thread.
    void post(Runnable action) {
        posted.add(action);
        selector.wakeup();
    }

    /// What only the thread of the loop can answer.
    interface Question<T> {
        T answer() throws IOException;
    }

    /// For any other thread, which waits for the result.
    ///
    /// @throws IOException if there is none
    <T> T ask(Question<T> question) throws IOException, InterruptedException {
        var answer = new CompletableFuture<T>();
        post(() -> {
            try {
                answer.complete(question.answer());
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IOException("the generator of the load cannot: " + e.getCause(), e);
        }
    }

    /// A socket of loopback that hears the server and nobody else. For the thread of the loop.
    Wire udp(InetSocketAddress server, Consumer<String> received) throws IOException {
        var channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
        channel.bind(new InetSocketAddress(server.getAddress(), 0));
        channel.connect(server);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, received);
        var local = (InetSocketAddress) channel.getLocalAddress();
        return new Udp(channel, local.getAddress().getHostAddress() + ":" + local.getPort());
    }

    private final class Udp implements Wire {
        private final DatagramChannel channel;
        private final String place;

        private Udp(DatagramChannel channel, String place) {
            this.channel = channel;
            this.place = place;
        }

        @Override
        public void send(String message) {
            out.clear().put(message.getBytes(ISO_8859_1)).flip();
            try {
                channel.write(out);
            } catch (IOException _) {
                // the server is not there: what waits for an answer will fail
            }
        }

        @Override
        public String transport() {
            return "UDP";
        }

        @Override
        public String place() {
            return place;
        }
    }

    private void run() {
        try {
            while (!closed) {
                for (Runnable task = posted.poll(); task != null; task = posted.poll()) task.run();
                long wait = fire();
                if (wait <= 0) selector.selectNow();
                else selector.select(wait);
                for (var key : selector.selectedKeys()) read(key);
                selector.selectedKeys().clear();
            }
            for (var key : selector.keys()) key.channel().close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return how long there is nothing to do, in milliseconds
    private long fire() {
        for (var next = timers.peek(); next != null; next = timers.peek()) {
            long wait = next.due - System.nanoTime();
            if (!next.cancelled && wait > 0) return Math.max(1, wait / 1_000_000);
            timers.remove();
            if (!next.cancelled) next.action.run();
        }
        return 1_000;
    }

    private void read(SelectionKey key) {
        @SuppressWarnings("unchecked")
        var received = (Consumer<String>) key.attachment();
        var channel = (DatagramChannel) key.channel();
        for (int i = 0; i < AT_ONCE; i++) {
            try {
                if (channel.read(in.clear()) <= 0) return;
            } catch (IOException _) {
                return; // an ICMP error of an earlier datagram
            }
            int length = in.flip().remaining();
            in.get(bytes, 0, length);
            received.accept(new String(bytes, 0, length, ISO_8859_1));
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
