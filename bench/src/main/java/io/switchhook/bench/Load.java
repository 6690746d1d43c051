package io.switchhook.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a server is made to do, one exchange again and again at a steady rate.
enum Load {
    REGISTER("a new phone registers, without a challenge", 1500, Needs.udp(false, 0)),
    REGISTER_DIGEST("a new phone registers: 401, answer, 200", 1000, Needs.udp(true, 0)),
    REFRESH("a phone registers again, without a challenge", 2000, Needs.udp(false, 10_000)),
    REFRESH_DIGEST("a phone registers again: 401, answer, 200", 1000, Needs.udp(true, 10_000)),
    REFRESH_CHAIN(
            "one challenge and ten registrations with its nonce", 200, Needs.udp(true, 1_000)),
    STORM("all of 20,000 phones come back, each with a 401", 3000, Needs.udp(true, 20_000)),
    CALL("a call of 13 datagrams", 1000, Needs.udp(false, 1_000)),
    CALL_DIGEST("a call with 407", 800, Needs.udp(true, 1_000)),
    HOLD("a call that is put on hold", 800, Needs.udp(false, 1_000)),
    FORK("a call to a user with five phones, of which one answers", 300, Needs.fork(5, 200)),
    OPTIONS("the server is asked for its capabilities", 2000, Needs.udp(false, 0)),
    UNKNOWN("a call to nobody: 404 or 480", 1500, Needs.udp(false, 0)),
    CALL_TCP("a call between phones with a TCP connection each", 600, Needs.stream("TCP", 200)),
    CALL_TLS("a call between phones with a TLS connection each", 600, Needs.stream("TLS", 200)),
    IDLE_TLS(
            "1,000 TLS connections, of which each keeps itself alive (RFC 5626 §4.4.1)",
            200,
            Needs.stream("TLS", 1_000));

    private final String description;
    private final int rate;
    private final Needs needs;

    Load(String description, int rate, Needs needs) {
        this.description = description;
        this.rate = rate;
        this.needs = needs;
    }

    /// What has to be there before.
    ///
    /// @param digest phones prove who they are
    /// @param phones registered users
    /// @param contacts phones of each of them
    /// @param transport of all phones
    record Needs(boolean digest, int phones, int contacts, String transport) {
        static Needs udp(boolean digest, int phones) {
            return new Needs(digest, phones, 1, "UDP");
        }

        static Needs fork(int contacts, int phones) {
            return new Needs(false, phones, contacts, "UDP");
        }

        static Needs stream(String transport, int phones) {
            return new Needs(false, phones, 1, transport);
        }
    }

    Needs needs() {
        return needs;
    }

    /// Exchanges a second, unless somebody wants another rate.
    int rate() {
        return rate;
    }

    String description() {
        return description;
    }

    /// As it is called on the command line and in tables.
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws IllegalArgumentException with the words that would have been right
    static Load of(String label) {
        return Arrays.stream(values())
                .filter(load -> load.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no load '"
                                        + label
                                        + "'; there are "
                                        + Arrays.stream(values())
                                                .map(Load::label)
                                                .collect(Collectors.joining(", "))));
    }

    /// What the comparison plays if nobody chooses.
    static List<Load> usual() {
        return List.of(REGISTER_DIGEST, REFRESH, CALL, CALL_DIGEST, HOLD, OPTIONS, UNKNOWN);
    }
}
