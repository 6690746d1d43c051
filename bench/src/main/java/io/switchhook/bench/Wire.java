package io.switchhook.bench;

import java.util.Locale;

/// How a message of a load leaves, and what stands in its Via and Contact. The other way messages come as [LoadLoop] delivers
/// them.
interface Wire {
    /// @param message all of it, in characters of one byte
    void send(String message);

    /// `UDP`, `TCP` or `TLS`.
    String transport();

    /// Where the phone is, host and port.
    String place();

    default boolean isReliable() {
        return !transport().equals("UDP");
    }

    /// A SIP URI that leads to a user here.
    default String contact(String user) {
        String uri = "sip:" + user + "@" + place();
        return isReliable() ? uri + ";transport=" + transport().toLowerCase(Locale.ROOT) : uri;
    }
}
