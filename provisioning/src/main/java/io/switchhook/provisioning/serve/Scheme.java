package io.switchhook.provisioning.serve;

import java.util.Locale;

/// How files are fetched.
public enum Scheme {
    HTTP(80),
    HTTPS(443),
    TFTP(69);

    private final int port;

    Scheme(int port) {
        this.port = port;
    }

    /// Where none is given.
    public int defaultPort() {
        return port;
    }

    /// Whether nobody can ask in another's name.
    boolean isConnection() {
        return this != TFTP;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
