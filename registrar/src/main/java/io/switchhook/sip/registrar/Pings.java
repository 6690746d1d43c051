package io.switchhook.sip.registrar;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.ClientTransaction;
import io.switchhook.sip.transaction.ClientTransactionUser;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Asks phones on UDP that say nothing by themselves whether they are there: OPTIONS (RFC 3261 §11), which also keeps a
/// NAT's pinhole open. For one shard, which has every n-th slot of [Reachability]; slot after slot, so that 50,000 phones
/// are some 830 small messages a second, evenly, at one a minute.
///
/// Any answer will do. A phone that never gave one is not held to its silence. One that is silent is asked every fifth
/// time only: when it is back it will say so itself.
public final class Pings {
    private static final int TURNS_OF_THE_SILENT = 5;

    /// Shared by all shards.
    public static final class Counters {
        public final LongAdder sent = new LongAdder();
        public final LongAdder answered = new LongAdder();
        public final LongAdder unanswered = new LongAdder();

        /// Put off, since too many waited for their answers or this host could not send.
        public final LongAdder skipped = new LongAdder();
    }

    /// What the shard is, and how it sends.
    ///
    /// @param number of this shard, from 0
    /// @param shards how many there are
    public record Place(
            int number,
            int shards,
            Shard shard,
            Timers timers,
            TransactionLayer layer,
            Flows flows) {}

    /// @param interval how long a phone may say nothing before it is asked, and how long a turn of all slots takes
    /// @param bound how many pings of this shard may wait for their answers
    public record Settings(Duration interval, int bound) {}

    private final Reachability reachability;
    private final Place place;
    private final Settings settings;
    private final HostPort from;
    private final Supplier<CallId> callIds;
    private final Supplier<String> tags;
    private final Counters counters;
    private final Duration period;
    private int next;
    private int turn;
    private int waiting;

    /// @param from the host in From
    /// @param callIds makes those that this shard owns
    public Pings(
            Reachability reachability,
            Place place,
            Settings settings,
            HostPort from,
            Supplier<CallId> callIds,
            Supplier<String> tags,
            Counters counters) {
        this.reachability = reachability;
        this.place = place;
        this.settings = settings;
        this.from = from;
        this.callIds = callIds;
        this.tags = tags;
        this.counters = counters;
        this.next = place.number;
        int own = Math.ceilDiv(Reachability.SLOTS - place.number, place.shards);
        this.period = settings.interval.dividedBy(own);
    }

    /// Begins. On the shard's thread, or before it runs.
    public void start() {
        place.timers.start(period, this::turn);
    }

    private void turn() {
        place.timers.start(period, this::turn);
        for (var peer : reachability.slot(next)) visit(peer);
        next += place.shards;
        if (next < Reachability.SLOTS) return;
        next = place.number;
        turn++;
    }

    private void visit(UdpPeer peer) {
        if (reachability.isOver(peer)) reachability.forget(peer);
        else if (reachability.silence(peer).compareTo(settings.interval) >= 0 && isItsTurn(peer))
            ping(peer);
    }

    private boolean isItsTurn(UdpPeer peer) {
        return peer.silentSince == 0 || turn % TURNS_OF_THE_SILENT == 0;
    }

    private void ping(UdpPeer peer) {
        if (waiting >= settings.bound) {
            counters.skipped.increment();
            return;
        }
        var binding = peer.binding;
        var uri = binding.contact().sipUri();
        if (uri.isEmpty()) return;
        waiting++;
        var ping = new Ping(peer, uri.get());
        if (binding.flow().isPresent()) ping.opened(binding.flow().get());
        else
            place.flows.open(
                    new Destination(Transport.UDP, peer.address, uri.get().host(), true),
                    0,
                    place.shard,
                    ping);
    }

    private Request options(SipUri uri) {
        return Request.of(
                Method.OPTIONS,
                uri.asRequestUri(),
                Headers.EMPTY.with(h ->
                        h.add(Header.MAX_FORWARDS, 70)
                                .add(Header.FROM, NameAddr.of(SipUri.of(from)).withTag(tags.get()))
                                .add(Header.TO, NameAddr.of(uri.asRequestUri()))
                                .add(Header.CALL_ID, callIds.get())
                                .add(Header.CSEQ, new CSeq(1, Method.OPTIONS))
                                .add(Header.CONTENT_LENGTH, 0)),
                Body.EMPTY);
    }

    /// One question under way.
    private final class Ping implements Flows.Opened, ClientTransactionUser {
        private final UdpPeer peer;
        private final SipUri uri;

        Ping(UdpPeer peer, SipUri uri) {
            this.peer = peer;
            this.uri = uri;
        }

        @Override
        public void opened(Flow flow) {
            counters.sent.increment();
            place.layer.send(options(uri), flow, this);
        }

        @Override
        public void failed(IOException cause) {
            waiting--;
        }

        @Override
        public void response(ClientTransaction transaction, Response response) {
            if (response.status().isProvisional()) return;
            waiting--;
            counters.answered.increment();
            peer.answersPings = true;
            reachability.heard(peer);
        }

        @Override
        public void timedOut(ClientTransaction transaction) {
            waiting--;
            counters.unanswered.increment();
            if (peer.answersPings) reachability.unanswered(peer);
        }

        @Override
        public void transportFailed(ClientTransaction transaction, IOException cause) {
            // On UDP it is this host that refuses: no word of the phone.
            waiting--;
            counters.skipped.increment();
        }
    }
}
