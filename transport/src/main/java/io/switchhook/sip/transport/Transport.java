package io.switchhook.sip.transport;

import java.util.Optional;

/// How messages travel: RFC 3261 §18, RFC 7118.
public enum Transport {
    UDP(false, false, 5060),
    TCP(true, false, 5060),
    TLS(true, true, 5061),
    WS(true, false, 80),
    WSS(true, true, 443);

    private final boolean reliable;
    private final boolean secure;
    private final int defaultPort;

    Transport(boolean reliable, boolean secure, int defaultPort) {
        this.reliable = reliable;
        this.secure = secure;
        this.defaultPort = defaultPort;
    }

    /// Whether it retransmits by itself, so that transactions need not.
    public boolean isReliable() {
        return reliable;
    }

    public boolean isSecure() {
        return secure;
    }

    /// The port that is meant where none is said.
    public int defaultPort() {
        return defaultPort;
    }

    public boolean isWebSocket() {
        return this == WS || this == WSS;
    }

    /// The transport of a Via or of a `transport` parameter, in any case.
    public static Optional<Transport> of(String token) {
        for (var transport : values())
            if (transport.name().equalsIgnoreCase(token)) return Optional.of(transport);
        return Optional.empty();
    }
}
