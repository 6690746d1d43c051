package io.switchhook.bench;

import java.io.IOException;
import java.net.InetSocketAddress;

/// A server that runs and takes part in a comparison.
interface ContestServer extends AutoCloseable {
    /// The process below which everything is the server's.
    long process();

    /// @param transport `UDP`, `TCP` or `TLS`
    InetSocketAddress address(String transport);

    @Override
    void close() throws IOException;
}
