package io.switchhook.server;

import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Transport;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the options of commands that have phones say.
final class PhoneWords {
    /// For messages.
    static final String PROFILES = "t38g, t32g and vp530";

    static final String TRANSPORTS = "udp, tcp and tls";

    private PhoneWords() {}

    static Optional<Profile> profile(String word) {
        return Arrays.stream(Profile.values())
                .filter(it -> it.name().equalsIgnoreCase(word))
                .findFirst();
    }

    static Optional<Transport> transport(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "udp" -> Optional.of(Transport.UDP);
            case "tcp" -> Optional.of(Transport.TCP);
            case "tls" -> Optional.of(Transport.TLS);
            default -> Optional.empty();
        };
    }

    /// A server's name or address, and its port.
    record Place(String host, int port) {
        /// Empty if the port is none.
        static Optional<Place> of(String text, int defaultPort) {
            int colon = text.lastIndexOf(':');
            if (colon < 0 || text.endsWith("]")) return Optional.of(new Place(text, defaultPort));
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                return port > 0 && port < 65_536
                        ? Optional.of(new Place(text.substring(0, colon), port))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        /// The address of this host that leads there; nothing is sent.
        InetAddress towards() {
            try (var probe = new DatagramSocket()) {
                probe.connect(new InetSocketAddress(host, port));
                var local = probe.getLocalAddress();
                return local.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : local;
            } catch (SocketException | UncheckedIOException | IllegalArgumentException e) {
                return InetAddress.getLoopbackAddress();
            }
        }
    }
}
