package io.switchhook.sip.registrar;

import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.transport.Flow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One contact address of an address-of-record, and all that is known of it: RFC 3261 §10. Immutable.
///
/// Fifty thousand of them are held, so addresses are kept as text and read when asked for, which costs about a
/// microsecond: 520 bytes a binding with its place in the location service (measured with 100,000 of one phone each).
public final class Binding {
    private static final String[] NO_PATH = {};

    private final String contact;
    private final String callId;
    private final String userAgent;
    private final String[] path;
    private final @Nullable Flow flow;
    private final long cseq;
    private final long expires;
    private final long registered;
    private final long seen;

    /// @param contact with its parameters, but for `expires`
    /// @param callId of the REGISTER that made it, or refreshed it last
    /// @param cseq of the same
    /// @param expires when it ends, to the millisecond
    /// @param path the routes to put before a request, first hop first (RFC 3327)
    /// @param flow the path the phone registered over, if it must be reached that way
    /// @param userAgent what the phone says it is; empty for nothing
    /// @param registered when it was made
    /// @param seen when it was made or refreshed last
    public Binding(
            NameAddr contact,
            String callId,
            long cseq,
            Instant expires,
            List<NameAddr> path,
            Optional<Flow> flow,
            String userAgent,
            Instant registered,
            Instant seen) {
        this.contact = contact.toString();
        this.callId = callId;
        this.cseq = cseq;
        this.expires = expires.toEpochMilli();
        this.path =
                path.isEmpty()
                        ? NO_PATH
                        : path.stream().map(NameAddr::toString).toArray(String[]::new);
        this.flow = flow.orElse(null);
        this.userAgent = userAgent;
        this.registered = registered.toEpochMilli();
        this.seen = seen.toEpochMilli();
    }

    /// As it was sent, with all its parameters but `expires`.
    public NameAddr contact() {
        return NameAddr.parse(Scanner.of(contact));
    }

    /// The phone itself, whatever its address (RFC 5626 §3.1): the value of `+sip.instance` without brackets, a UUID in
    /// lower case. Empty if it does not say.
    public Optional<String> instance() {
        return contact.contains("instance") ? InstanceFlow.instance(contact()) : Optional.empty();
    }

    /// What it is known by if outbound is in use: RFC 5626 §6.
    Optional<InstanceFlow> instanceFlow() {
        return contact.contains("reg-id") ? InstanceFlow.of(contact()) : Optional.empty();
    }

    /// Whether both are the same flow of the same phone, at different times.
    public boolean isSameFlow(Binding other) {
        return instanceFlow().isPresent() && instanceFlow().equals(other.instanceFlow());
    }

    /// The contact's preference: 0 to 1000, in thousandths; 1000 if it states none.
    public int q() {
        return Q.of(contact()).orElse(Q.MAX);
    }

    public String callId() {
        return callId;
    }

    public long cseq() {
        return cseq;
    }

    public Instant expires() {
        return Instant.ofEpochMilli(expires);
    }

    public boolean isAlive(Instant now) {
        return expires > now.toEpochMilli();
    }

    /// Whole seconds until it ends, at least 1 for one that is alive.
    public long secondsLeft(Instant now) {
        return Math.max(0, Math.ceilDiv(expires - now.toEpochMilli(), 1000L));
    }

    public List<NameAddr> path() {
        if (path.length == 0) return List.of();
        return List.of(path).stream().map(hop -> NameAddr.parse(Scanner.of(hop))).toList();
    }

    public Optional<Flow> flow() {
        return Optional.ofNullable(flow);
    }

    boolean isOver(Flow other) {
        return flow != null && flow.equals(other);
    }

    public String userAgent() {
        return userAgent;
    }

    public Instant registered() {
        return Instant.ofEpochMilli(registered);
    }

    public Instant seen() {
        return Instant.ofEpochMilli(seen);
    }

    @Override
    public String toString() {
        return contact + " until " + expires();
    }
}
