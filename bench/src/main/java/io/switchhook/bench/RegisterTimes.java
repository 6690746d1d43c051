package io.switchhook.bench;

import io.switchhook.bench.TlsPhones.Phone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What well-behaved phones notice of [BadPeers]: the time to the 200 of a REGISTER, over UDP and over TLS, alone and beside
/// them.
final class RegisterTimes {
    private static final int PHONES = 50;

    /// Between two REGISTERs of one transport.
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    /// So often in turn: alone, beside bad peers, beside bad peers of another server.
    private static final int ROUNDS = 5;

    private final Map<String, List<StormTimes>> rounds = new LinkedHashMap<>();
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
        rounds.clear();
        for (int i = 0; i < ROUNDS; i++) {
            round("alone", registering, seconds);
            beside("with bad peers", server, registering, seconds);
            beside("at another server", other, registering, seconds);
        }
        rounds.forEach(RegisterTimes::summary);
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
        var overUdp = new StormTimes();
        var udp = Thread.ofPlatform().start(() -> udp(overUdp, end));
        var overTls = new StormTimes();
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

    private void udp(StormTimes times, long end) {
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

    private void print(String what, StormTimes times) {
        rounds.computeIfAbsent(what, _ -> new ArrayList<>()).add(times);
        System.out.printf("%-22s %5d answered, %s%n", what, times.count(), times);
    }

    private static void summary(String what, List<StormTimes> rounds) {
        double[] p99 = rounds.stream().mapToDouble(times -> times.at(0.99)).sorted().toArray();
        double[] p50 = rounds.stream().mapToDouble(times -> times.at(0.5)).sorted().toArray();
        System.out.printf(
                "%-22s median of %d: p50 %.2f ms, p99 %.2f ms (%.2f to %.2f)%n",
                what,
                rounds.size(),
                p50[p50.length / 2],
                p99[p99.length / 2],
                p99[0],
                p99[p99.length - 1]);
    }
}
