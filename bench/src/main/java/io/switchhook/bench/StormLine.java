package io.switchhook.bench;

import java.util.function.Consumer;

/// How a phone of a storm reaches the server.
interface StormLine {
    boolean isOpen();

    void open(Runnable opened, Consumer<Throwable> failed);

    void send(byte[] message);

    /// `UDP` or `TLS`.
    String transport();

    /// Where the phone is, host and port.
    String contact();

    default boolean isReliable() {
        return !transport().equals("UDP");
    }
}
