package io.switchhook.bench;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Kamailio, as Debian has it, in memory: the yardstick.
///
/// @param program where it is installed
/// @param children its processes for UDP, and as many for connections
record Kamailio(Path program, int children) implements Contender {
    private static final int SECONDS_TO_START = 20;
    private static final int SECONDS_TO_END = 8;

    /// Where Debian has it, which is not on everybody's path.
    private static final String USUAL_PLACE = "/usr/sbin";

    /// There is none on this machine.
    static final class NotInstalled extends Exception {
        private static final long serialVersionUID = 1;

        private NotInstalled() {
            super(
                    """
                    kamailio is not installed; there is nothing to compare with.
                    Install it: apt install kamailio kamailio-tls-modules
                    or measure Switchhook alone: --without-kamailio\
                    """);
        }
    }

    /// The one of this machine.
    static Optional<Path> installed() {
        return program(System.getenv("PATH") + ":" + USUAL_PLACE);
    }

    static Path required() throws NotInstalled {
        return installed().orElseThrow(NotInstalled::new);
    }

    /// The program in one of the folders, between which are colons; empty if it is in none.
    static Optional<Path> program(String path) {
        return Stream.of(path.split(":", -1))
                .map(folder -> Path.of(folder.isEmpty() ? "." : folder, "kamailio"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public String name() {
        return "kamailio-" + children;
    }

    @Override
    public ContestServer start(Load load, int users) throws Exception {
        var folder = Files.createTempDirectory("kamailio-bench");
        boolean streams = !load.needs().transport().equals("UDP");
        int port = freePort();
        int tlsPort = streams ? freePort() : 0;
        var configuration = folder.resolve("kamailio.cfg");
        try (var text = Objects.requireNonNull(getClass().getResourceAsStream("kamailio.cfg"))) {
            Files.copy(text, configuration);
        }
        var command = new ArrayList<>(List.of(program.toString(), "-f", configuration.toString()));
        for (String definition :
                List.of("PORT=" + port, "CHILDREN=" + children, "TLS_PORT=" + tlsPort))
            command.addAll(List.of("-A", definition));
        if (load.needs().digest()) command.addAll(List.of("-A", "DIGEST"));
        if (streams) {
            var certificate = Certificate.in(folder);
            command.addAll(List.of("-A", "STREAMS"));
            command.addAll(List.of("-A", "CERTIFICATE=\"" + certificate.chain() + "\""));
            command.addAll(List.of("-A", "KEY=\"" + certificate.key() + "\""));
        }
        command.addAll(List.of("-b", "4194304", "-m", "1024", "-M", "32", "-x", "tlsf", "-DD"));
        command.addAll(List.of("-Y", folder.toString(), "-w", folder.toString()));
        command.addAll(List.of("-P", folder.resolve("kamailio.pid").toString()));
        var log = folder.resolve("log").toFile();
        var process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        var server = new Running(process, folder, port, tlsPort);
        server.awaitAnswer();
        return server;
    }

    private static int freePort() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (var stream = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var datagrams =
                            new DatagramSocket(
                                    stream.getLocalPort(), InetAddress.getLoopbackAddress())) {
                return datagrams.getLocalPort();
            } catch (BindException _) {
                // free for one of both only
            }
        }
        throw new IOException("found no port of loopback that is free for UDP and TCP");
    }

    private record Running(Process server, Path folder, int port, int tlsPort)
            implements ContestServer {
        @Override
        public long process() {
            return server.pid();
        }

        @Override
        public InetSocketAddress address(String transport) {
            return new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), transport.equals("TLS") ? tlsPort : port);
        }

        /// Asks until there is an answer.
        private void awaitAnswer() throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
            try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                socket.setSoTimeout(300);
                for (int i = 0; System.nanoTime() < end && server.isAlive(); i++) {
                    byte[] question = question(socket.getLocalPort(), i);
                    try {
                        socket.send(new DatagramPacket(question, question.length, address("UDP")));
                        socket.receive(new DatagramPacket(new byte[2048], 2048));
                        return;
                    } catch (SocketTimeoutException | PortUnreachableException _) {
                        // not yet
                    }
                }
            }
            String said = Files.readString(folder.resolve("log"));
            close();
            throw new IOException("kamailio did not start; it said: " + said.strip());
        }

        private static byte[] question(int port, int number) {
            return StormText.bytes(
                    "OPTIONS sip:bench.local SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:"
                            + port
                            + ";branch=z9hG4bKready"
                            + number
                            + "\r\nMax-Forwards: 70\r\nFrom: <sip:a@bench.local>;tag=1\r\n"
                            + "To: <sip:bench.local>\r\nCall-ID: ready\r\nCSeq: "
                            + (1 + number)
                            + " OPTIONS\r\nContent-Length: 0\r\n\r\n");
        }

        @Override
        public void close() throws IOException {
            var below = server.descendants().toList();
            server.destroy();
            if (!hasEnded()) {
                below.forEach(ProcessHandle::destroyForcibly);
                server.destroyForcibly();
            }
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList())
                    Files.deleteIfExists(file);
            }
        }

        private boolean hasEnded() {
            try {
                return server.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
