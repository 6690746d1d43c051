package io.switchhook.sip.transaction;

import java.util.concurrent.atomic.LongAdder;

/// What the transactions of all shards did since the start. Written by the shards, read by anyone.
public final class TransactionCounters {
    final LongAdder inviteServers = new LongAdder();
    final LongAdder nonInviteServers = new LongAdder();
    final LongAdder inviteClients = new LongAdder();
    final LongAdder nonInviteClients = new LongAdder();
    final LongAdder serversLive = new LongAdder();
    final LongAdder clientsLive = new LongAdder();
    final LongAdder retransmissionsReceived = new LongAdder();
    final LongAdder retransmissionsSent = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder undelivered = new LongAdder();
    final LongAdder rejected = new LongAdder();
    final LongAdder strayResponses = new LongAdder();
    final LongAdder strayAcks = new LongAdder();

    /// INVITE server transactions made.
    public long inviteServers() {
        return inviteServers.sum();
    }

    /// Other server transactions made.
    public long nonInviteServers() {
        return nonInviteServers.sum();
    }

    /// INVITE client transactions made.
    public long inviteClients() {
        return inviteClients.sum();
    }

    /// Other client transactions made.
    public long nonInviteClients() {
        return nonInviteClients.sum();
    }

    /// Server transactions that exist now.
    public long serversLive() {
        return serversLive.sum();
    }

    /// Client transactions that exist now.
    public long clientsLive() {
        return clientsLive.sum();
    }

    /// Requests that came again and were absorbed.
    public long retransmissionsReceived() {
        return retransmissionsReceived.sum();
    }

    /// Requests and final responses that timers A, E and G sent again.
    public long retransmissionsSent() {
        return retransmissionsSent.sum();
    }

    /// Timers B, F and H, and INVITEs canceled or rung in vain.
    public long timeouts() {
        return timeouts.sum();
    }

    /// Requests that the core above never gave a final response.
    public long unanswered() {
        return unanswered.sum();
    }

    /// Messages that the transport could not deliver.
    public long undelivered() {
        return undelivered.sum();
    }

    /// Requests turned away because there were too many transactions, received or to be sent.
    public long rejected() {
        return rejected.sum();
    }

    /// Responses that belong to no transaction.
    public long strayResponses() {
        return strayResponses.sum();
    }

    /// ACKs for responses of ours whose transaction is gone or never was.
    public long strayAcks() {
        return strayAcks.sum();
    }
}
