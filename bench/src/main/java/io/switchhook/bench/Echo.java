package io.switchhook.bench;

import java.io.IOException;
import java.net.InetSocketAddress;

/// A thread with a UDP socket of loopback that sends each datagram back to where it came from.
interface Echo extends AutoCloseable {
    InetSocketAddress address();

    Thread thread();

    @Override
    void close() throws IOException;
}
