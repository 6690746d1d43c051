package io.switchhook.bench;

import io.switchhook.bench.TlsPhones.Phone;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Peers that misbehave, in a process of their own, so that they take no time from those who measure: half-open TLS
/// handshakes, and connections that ask for long answers and never read. Whom the server closes comes again.
final class BadPeers {
    private static final int HALF_OPEN = 500;
    private static final int DEAF = 100;

    /// In milliseconds, between two requests of the peers that do not read: each asks twice a second.
    private static final long PAUSE = 500 / DEAF;

    /// In milliseconds, between the first handshakes: as far as a server that waits 10 s for the rest spreads them anyway.
    private static final long APART = 20;

    private static final int LONG = 30_000;

    /// The first bytes of a ClientHello, which promise more.
    private static final byte[] HALF_A_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    private final InetSocketAddress server;
    private final TlsPhones phones;
    private final AtomicInteger renewed = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicLong unread = new AtomicLong();
    private volatile boolean ended;

    private BadPeers(InetSocketAddress server, TlsPhones phones) {
        this.server = server;
        this.phones = phones;
    }

    /// Prints a line when all are there, and another when standard input has ended.
    static void run(int port) throws Exception {
        var server = new InetSocketAddress("127.0.0.1", port);
        try (var phones = new TlsPhones(server)) {
            var bad = new BadPeers(server, phones);
            var deaf = Thread.startVirtualThread(bad::deaf);
            for (int i = 0; i < HALF_OPEN; i++) {
                Thread.startVirtualThread(bad::halfOpen);
                TimeUnit.MILLISECONDS.sleep(APART);
            }
            System.out.println("there");
            while (System.in.read() >= 0) {}
            bad.ended = true;
            deaf.join();
            System.out.printf(
                    "%d half-open handshakes, closed by the server and renewed %d times; %d peers that"
                            + " left %d MB unread, closed %d times%n",
                    HALF_OPEN,
                    bad.renewed.get(),
                    DEAF,
                    bad.unread.get() / 1_000_000,
                    bad.closed.get());
        }
    }

    /// Opens a handshake, lets the server wait, and comes again when it gives up.
    private void halfOpen() {
        while (!ended) {
            try (var socket = new Socket()) {
                socket.bind(new InetSocketAddress("127.0.2.1", 0));
                socket.connect(server);
                socket.getOutputStream().write(HALF_A_HELLO);
                if (socket.getInputStream().read() < 0) renewed.incrementAndGet();
            } catch (IOException e) {
                renewed.incrementAndGet();
            }
        }
    }

    /// All peers that never read.
    private void deaf() {
        var peers = new ArrayList<Phone>();
        for (int number = 1; !ended; number++) {
            try {
                peers.removeIf(peer -> !peer.isOpen() && closed.incrementAndGet() > 0);
                while (peers.size() < DEAF) {
                    var peer = phones.connect().get(30, TimeUnit.SECONDS);
                    peer.stopReading();
                    peers.add(peer);
                }
                for (int i = 0; i < peers.size() && !ended; i++) {
                    peers.get(i).send(Requests.longOptions(i, number, LONG));
                    unread.addAndGet(LONG);
                    TimeUnit.MILLISECONDS.sleep(PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (ExecutionException | TimeoutException | IllegalStateException e) {
                if (!ended) System.err.println("a peer that never reads: " + e);
            }
        }
        peers.forEach(Phone::close);
    }
}
