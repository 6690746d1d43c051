package io.switchhook.bench;

import io.switchhook.bench.TlsPhones.Phone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What well-behaved phones notice of [BadPeers]: the time to the 200 of a REGISTER, over UDP and over TLS, alone and beside
/// them.
final class RegisterTimes {
    private static final int PHONES = 50;

    /// Between two REGISTERs of one transport.
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final ServerProcess server;
    private final ServerProcess other;
    private final TlsPhones phones;

    private RegisterTimes(ServerProcess server, ServerProcess other, TlsPhones phones) {
        this.server = server;
        this.other = other;
        this.phones = phones;
    }

    static void measure(int seconds) throws Exception {
        try (var server = ServerProcess.start(List.of());
                var other = ServerProcess.start(List.of());
                var phones = new TlsPhones(server.tls())) {
            new RegisterTimes(server, other, phones).run(seconds);
        }
    }

    private void run(int seconds) throws Exception {
        var registering = new ArrayList<Phone>();
        for (int i = 0; i < PHONES; i++)
            registering.add(phones.connect().get(30, TimeUnit.SECONDS));
        round("warm-up", registering, seconds);
        round("alone", registering, seconds);
        beside("with bad peers", server, registering, seconds);
        beside("at another server", other, registering, seconds);
        round("alone again", registering, seconds);
    }

    /// Beside bad peers of this server, or of another one: that shows what they take of the machine alone.
    private void beside(String what, ServerProcess victim, List<Phone> registering, int seconds)
            throws Exception {
        String port = Integer.toString(victim.tls().getPort());
        var bad = ServerProcess.javaWith("io.switchhook.bench.TlsBench", "bad-peers", port);
        bad.inputReader().readLine();
        round(what, registering, seconds);
        bad.outputWriter().close();
        System.out.println(bad.inputReader().readLine());
        bad.waitFor();
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
}
