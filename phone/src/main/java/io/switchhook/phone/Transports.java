package io.switchhook.phone;

import io.switchhook.sip.transport.Transport;

/// What the setting of an account means on the wire.
final class Transports {
    private Transports() {}

    static Transport of(io.switchhook.phone.settings.Transport setting) {
        return switch (setting) {
            case UDP, DNS_SRV -> Transport.UDP;
            case TCP -> Transport.TCP;
            case TLS -> Transport.TLS;
        };
    }
}
