package io.switchhook.provisioning.dhcp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Asks the DHCP servers of a network what they tell phones: as a phone does (DISCOVER, RFC 2131 §3.1), and as a host that has an
/// address (INFORM, §3.4). An offer is not taken, so nothing is leased. Waits.
public final class DhcpProbe {
    /// In which phones look for a URL: the name of a TFTP server, what vendors want, and what makers agreed on.
    public static final List<Integer> OPTIONS = List.of(66, 43, 160);

    /// What the makers' phones say they are.
    private static final String VENDOR = "yealink";

    private static final int AGAIN_MILLIS = 1000;

    /// Answers that are looked at; somebody might send them without end.
    private static final int MOST = 1000;

    private final InetSocketAddress local;
    private final InetSocketAddress servers;
    private final byte[] hardware;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;

    /// @param local where answers come, port 68 for real servers
    /// @param servers where it asks: port 67 of everybody, or of one of them
    /// @param hardware six bytes, as whom it asks
    /// @param nanoClock a monotonic clock
    public DhcpProbe(
            InetSocketAddress local,
            InetSocketAddress servers,
            byte[] hardware,
            RandomGenerator random,
            LongSupplier nanoClock) {
        this.local = local;
        this.servers = servers;
        this.hardware = hardware.clone();
        this.random = random;
        this.nanoClock = nanoClock;
    }

    /// Asks each second until the time is over, so that every server has its chance.
    ///
    /// @return of each server one, none if nobody answers
    /// @throws IOException if it cannot ask from there
    public List<DhcpAnswer> ask(Duration time) throws IOException {
        var answers = new LinkedHashMap<String, DhcpAnswer>();
        try (var socket = new DatagramSocket(null)) {
            socket.setReuseAddress(true);
            socket.setBroadcast(true);
            socket.bind(local);
            int transaction = random.nextInt();
            long end = nanoClock.getAsLong() + time.toNanos();
            long next = nanoClock.getAsLong();
            for (int heard = 0; heard < MOST; heard++) {
                long now = nanoClock.getAsLong();
                if (now >= end) break;
                if (now >= next) {
                    send(socket, transaction);
                    next = now + Duration.ofMillis(AGAIN_MILLIS).toNanos();
                }
                receive(socket, Math.min(end, next) - now)
                        .filter(it -> it.message.isReply())
                        .filter(it -> it.message.transaction() == transaction)
                        .ifPresent(it -> put(answers, it));
            }
        }
        return List.copyOf(answers.values());
    }

    private void send(DatagramSocket socket, int transaction) throws IOException {
        for (int type : new int[] {DhcpMessage.INFORM, DhcpMessage.DISCOVER}) {
            var message = question(type, transaction);
            if (message.isEmpty()) continue;
            var bytes = message.get().bytes();
            socket.send(new DatagramPacket(bytes, bytes.length, servers));
        }
    }

    /// @return empty for an INFORM of who has no address
    private Optional<DhcpMessage> question(int type, int transaction) throws IOException {
        var here = local.getAddress();
        boolean informs = type == DhcpMessage.INFORM;
        if (informs && (here.isAnyLocalAddress() || !(here instanceof Inet4Address)))
            return Optional.empty();
        var options = new TreeMap<Integer, byte[]>();
        options.put(DhcpMessage.MESSAGE_TYPE, new byte[] {(byte) type});
        var wanted = new byte[OPTIONS.size()];
        for (int i = 0; i < wanted.length; i++) wanted[i] = OPTIONS.get(i).byteValue();
        options.put(DhcpMessage.PARAMETERS, wanted);
        options.put(DhcpMessage.VENDOR_CLASS, VENDOR.getBytes(StandardCharsets.US_ASCII));
        var nobody = InetAddress.getByAddress(new byte[4]);
        return Optional.of(
                new DhcpMessage(false, transaction, informs ? here : nobody, hardware, options));
    }

    private record Heard(DhcpMessage message, InetAddress from) {}

    private static Optional<Heard> receive(DatagramSocket socket, long nanos) throws IOException {
        socket.setSoTimeout((int) Math.max(1, nanos / 1_000_000));
        var packet = new DatagramPacket(new byte[DhcpMessage.LONGEST], DhcpMessage.LONGEST);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
        return DhcpMessage.read(packet.getData(), packet.getLength())
                .map(it -> new Heard(it, packet.getAddress()));
    }

    /// What a server says in one of its answers holds, too, where another one says nothing.
    private static void put(LinkedHashMap<String, DhcpAnswer> answers, Heard heard) {
        var message = heard.message;
        if (message.type() != DhcpMessage.OFFER && message.type() != DhcpMessage.ACK) return;
        String server = message.address(DhcpMessage.SERVER).orElse(heard.from).getHostAddress();
        var options = new TreeMap<Integer, String>();
        var before = answers.get(server);
        if (before != null) options.putAll(before.options());
        for (int option : OPTIONS)
            message.text(option).ifPresent(text -> options.put(option, text));
        answers.put(server, new DhcpAnswer(server, options));
    }
}
