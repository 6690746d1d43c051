package io.switchhook.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/// Ports of 127.0.0.1 that nobody has, for UDP and TCP alike; none is given twice.
final class Ports {
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    static synchronized int free() {
        for (var tries = 0; tries < 100; tries++) {
            try (var tcp = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                    var udp = new DatagramSocket(null)) {
                var port = tcp.getLocalPort();
                if (GIVEN.contains(port)) {
                    continue;
                }
                udp.bind(new InetSocketAddress("127.0.0.1", port));
                GIVEN.add(port);
                return port;
            } catch (java.net.BindException _) {
                // free for TCP, taken for UDP
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no free port");
    }
}
