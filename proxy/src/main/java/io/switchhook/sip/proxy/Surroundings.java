package io.switchhook.sip.proxy;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.ServerLocator;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.util.Locale;
import java.util.Optional;

/// What one proxy core stands on, shared by everything in it.
record Surroundings(
        TransactionLayer layer,
        Timers timers,
        Shard shard,
        Flows flows,
        ServerLocator locator,
        Router router,
        ProxySettings settings,
        TokenSeal seal,
        RecordRoute recordRoute,
        ProxyEvents events,
        ProxyCounters counters,
        ByteSink scratch) {

    /// What our Via and our Record-Route values add to a message at most, about.
    private static final int ADDED = 300;

    /// Whether a URI's host and port name this server, its user aside.
    boolean isOurs(SipUri uri) {
        return isOurs(uri.host(), uri.hostPort().portOrZero());
    }

    boolean isOurs(String host, int port) {
        return isDomain(host, port) || flows.isOurs(host, port);
    }

    /// A name stands for the whole domain; an address with a port may just as well be a phone on this machine.
    private boolean isDomain(String host, int port) {
        return settings.domains().contains(host.toLowerCase(Locale.ROOT))
                && (port == 0 || !HostPort.of(host).isNumeric());
    }

    /// The flow that a request in a dialog must leave over, if one is named and open.
    Optional<Flow> flowAhead(DialogPass pass) {
        var named = pass.flowAhead();
        return named.isEmpty() ? Optional.empty() : flows.byToken(named).filter(Flow::isOpen);
    }

    /// How long a message will be when it is forwarded, about.
    int lengthOf(SipMessage message) {
        message.writeTo(scratch.clear());
        return scratch.length() + ADDED;
    }
}
