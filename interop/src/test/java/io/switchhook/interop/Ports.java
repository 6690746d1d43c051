package io.switchhook.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Ports of 127.0.0.1 that nobody has, for UDP and TCP alike; none is given twice.
///
/// They lie between those of the phones' sound (up to 29999) and those that a system gives to whoever asks for any (on Linux
/// from 32768 on): a port that a test has not yet opened could else be taken by the test beside it.
final class Ports {
    private static final int FIRST = 30_000;
    private static final int COUNT = 2_700;

    /// Another run on the same machine looks elsewhere.
    private static int next = (int) (ProcessHandle.current().pid() * 61 % COUNT);

    private Ports() {}

    static synchronized int free() {
        for (var tries = 0; tries < COUNT; tries++) {
            var port = FIRST + next;
            next = (next + 1) % COUNT;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
                var udp = new DatagramSocket(null)) {
            udp.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (BindException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
