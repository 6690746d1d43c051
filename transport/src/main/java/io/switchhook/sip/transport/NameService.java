package io.switchhook.sip.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// The DNS, as far as RFC 3263 needs it; blocking.
interface NameService {
    enum Type {
        NAPTR,
        SRV,
        A,
        AAAA
    }

    /// @param name without a dot at its end, in lower case
    record Question(String name, Type type) {}

    /// One resource record.
    sealed interface Resource {}

    /// RFC 3403 §4.1.
    record Naptr(int order, int preference, String flags, String service, String replacement)
            implements Resource {}

    /// RFC 2782.
    record Srv(int priority, int weight, int port, String target) implements Resource {}

    record Address(InetAddress ip) implements Resource {}

    /// What there is, which may be nothing, and how long that holds.
    record Answer(List<? extends Resource> resources, Duration timeToLive) {
        static Answer none(Duration timeToLive) {
            return new Answer(List.of(), timeToLive);
        }
    }

    /// Asks, and waits for the answer for as long as the implementation thinks fit. A failure is an answer with nothing
    /// in it.
    Answer ask(Question question);
}
