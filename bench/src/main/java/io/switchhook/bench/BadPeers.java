package io.switchhook.bench;

import io.switchhook.bench.TlsPhones.Phone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What well-behaved phones notice of peers that misbehave: the time to the 200 of a REGISTER, over UDP and over TLS, first
/// alone, then beside half-open TLS handshakes and peers that send and never read.
final class BadPeers {
    private static final int HALF_OPEN = 500;
    private static final int DEAF = 100;
    private static final int PHONES = 50;

    /// Between two REGISTERs of one transport.
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int LONG = 30_000;

    /// The first bytes of a ClientHello, which promise more.
    private static final byte[] HALF_A_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    private final ServerProcess server;
    private final TlsPhones phones;
    private final AtomicInteger renewed = new AtomicInteger();
    private final AtomicLong unread = new AtomicLong();
    private volatile boolean ended;

    private BadPeers(ServerProcess server, TlsPhones phones) {
        this.server = server;
        this.phones = phones;
    }

    static void measure(int seconds) throws Exception {
        try (var server = ServerProcess.start(List.of());
                var phones = new TlsPhones(server.tls())) {
            new BadPeers(server, phones).run(seconds);
        }
    }

    private void run(int seconds) throws Exception {
        var registering = new ArrayList<Phone>();
        for (int i = 0; i < PHONES; i++)
            registering.add(phones.connect().get(30, TimeUnit.SECONDS));
        round("warm-up", registering, seconds);
        round("alone", registering, seconds);
        var bad = new ArrayList<Thread>();
        for (int i = 0; i < HALF_OPEN; i++) bad.add(Thread.startVirtualThread(this::halfOpen));
        var deaf = Thread.startVirtualThread(this::deaf);
        TimeUnit.SECONDS.sleep(2);
        round("with bad peers", registering, seconds);
        ended = true;
        deaf.join();
        for (var one : bad) one.interrupt();
        System.out.printf(
                "%d half-open handshakes, and %d peers that left %d MB unread; %d were closed by the"
                        + " server and came again%n",
                HALF_OPEN, DEAF, unread.get() / 1_000_000, renewed.get());
        round("alone again", registering, seconds);
    }

    private void round(String what, List<Phone> registering, int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        var overUdp = new ArrayList<Long>();
        var udp = Thread.ofPlatform().start(() -> udp(overUdp, end));
        var overTls = new ArrayList<Long>();
        for (int i = 0; System.nanoTime() < end; i++) {
            long begin = System.nanoTime();
            var phone = registering.get(i % registering.size());
            String answer = phone.register().get(10, TimeUnit.SECONDS);
            if (!answer.startsWith("SIP/2.0 200 ")) throw new IOException(answer);
            overTls.add(System.nanoTime() - begin);
            TimeUnit.NANOSECONDS.sleep(PAUSE);
        }
        udp.join();
        print(what + ", UDP", overUdp);
        print(what + ", TLS", overTls);
    }

    private void udp(List<Long> times, long end) {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            var answer = new DatagramPacket(new byte[2048], 2048);
            for (int i = 1; System.nanoTime() < end; i++) {
                var user = "2" + socket.getLocalPort();
                byte[] bytes =
                        Requests.register("UDP", user, socket.getLocalPort(), i)
                                .getBytes(StandardCharsets.UTF_8);
                long begin = System.nanoTime();
                socket.send(new DatagramPacket(bytes, bytes.length, server.udp()));
                socket.receive(answer);
                if (!new String(answer.getData(), 0, 12, StandardCharsets.UTF_8)
                        .equals("SIP/2.0 200 ")) throw new IOException("no 200");
                times.add(System.nanoTime() - begin);
                TimeUnit.NANOSECONDS.sleep(PAUSE);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void print(String what, List<Long> times) {
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%-22s %5d answered, p50 %.2f ms, p99 %.2f ms, longest %.2f ms%n",
                what,
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                Arrays.stream(sorted).max().orElse(0) / 1e6);
    }

    /// Opens a handshake, lets the server wait, and comes again when it gives up.
    private void halfOpen() {
        while (!ended) {
            try (var socket = new Socket()) {
                socket.bind(new InetSocketAddress("127.0.2.1", 0));
                socket.connect(server.tls());
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
                peers.removeIf(peer -> !peer.isOpen() && renewed.incrementAndGet() > 0);
                while (peers.size() < DEAF) {
                    var peer = phones.connect().get(30, TimeUnit.SECONDS);
                    peer.stopReading();
                    peers.add(peer);
                }
                for (int i = 0; i < peers.size(); i++) {
                    peers.get(i).send(Requests.longOptions(i, number, LONG));
                    unread.addAndGet(LONG);
                }
                TimeUnit.MILLISECONDS.sleep(250);
            } catch (Exception e) {
                if (!ended) System.err.println("a peer that never reads: " + e);
            }
        }
        peers.forEach(Phone::close);
    }
}
