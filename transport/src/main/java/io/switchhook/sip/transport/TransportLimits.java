package io.switchhook.sip.transport;

import java.time.Duration;

/// The bounds and deadlines of the ground floor.
///
/// @param handshake how long TLS and WebSocket handshakes may take together
/// @param message how long a message may take from its first byte to its last, on a stream
/// @param idle how long a connection may be silent; keep-alives count as sound
/// @param connect how long a connection attempt may take
/// @param queuedBytes how much may wait for a peer that does not read, before its connection is closed
/// @param connections how many connections may be open in all
/// @param connectionsPerAddress how many of them from or to one address
/// @param socketBufferBytes the size asked for the kernel's buffers of a UDP socket, each way
/// @param mtuBytes a larger request whose transport nobody chose goes over TCP (RFC 3261 §18.1.1)
/// @param tcpRefusalMemory how long an address that took no TCP connection is not asked again
/// @param streamThreads how many threads serve the connections
public record TransportLimits(
        Duration handshake,
        Duration message,
        Duration idle,
        Duration connect,
        int queuedBytes,
        int connections,
        int connectionsPerAddress,
        int socketBufferBytes,
        int mtuBytes,
        Duration tcpRefusalMemory,
        int streamThreads) {

    public static final TransportLimits DEFAULT =
            new TransportLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(15),
                    Duration.ofSeconds(5),
                    1024 * 1024,
                    100_000,
                    10_000,
                    4 * 1024 * 1024,
                    1300,
                    Duration.ofMinutes(10),
                    2);

    public TransportLimits {
        positive("handshake", handshake);
        positive("message", message);
        positive("idle", idle);
        positive("connect", connect);
        positive("queuedBytes", queuedBytes);
        positive("connections", connections);
        positive("connectionsPerAddress", connectionsPerAddress);
        positive("socketBufferBytes", socketBufferBytes);
        positive("mtuBytes", mtuBytes);
        positive("tcpRefusalMemory", tcpRefusalMemory);
        positive("streamThreads", streamThreads);
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero())
            throw new IllegalArgumentException(name + " must be more than zero");
    }

    private static void positive(String name, int number) {
        if (number < 1) throw new IllegalArgumentException(name + " must be more than zero");
    }
}
