package io.switchhook.sip.registrar;

import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// Which phones on UDP are silent. A connection tells when its phone is gone, a datagram does not: so whatever comes from
/// a phone's address counts as a sign of life, and a request that nobody answers as the lack of one.
///
/// A silent phone keeps its binding. It is only called where its user has no other, and any sign of life ends its silence.
/// Shared by all threads; a datagram costs one look into a map.
public final class Reachability implements LocationListener {
    /// Peers stand in this many slots, one of which has its turn at a time, so that they are not pinged all at once.
    static final int SLOTS = 600;

    /// How long a request is repeated: 64*T1. What came since then was no answer, but a sign of life.
    private static final Duration PATIENCE = Duration.ofSeconds(32);

    private final ConcurrentHashMap<InetSocketAddress, UdpPeer> peers = new ConcurrentHashMap<>();
    private final List<Set<UdpPeer>> slots =
            IntStream.range(0, SLOTS)
                    .<Set<UdpPeer>>mapToObj(_ -> ConcurrentHashMap.newKeySet(1))
                    .toList();
    private final AtomicInteger silent = new AtomicInteger();
    private final int bound;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final LocationListener listener;

    /// @param bound how many addresses are watched; those past it count as reachable
    /// @param nanoClock a monotonic clock
    /// @param listener hears when a phone falls silent, and when it is heard again
    public Reachability(
            int bound, InstantSource clock, LongSupplier nanoClock, LocationListener listener) {
        this.bound = bound;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.listener = listener;
    }

    /// Since when nothing was heard of the phone, as far as was noticed; empty for one that can be reached.
    public Optional<Instant> silentSince(Binding binding) {
        long since =
                UdpPeer.addressOf(binding).map(peers::get).map(peer -> peer.silentSince).orElse(0L);
        return since == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since));
    }

    /// How many addresses are silent.
    public int silent() {
        return silent.get();
    }

    /// How many addresses are watched.
    public int watched() {
        return peers.size();
    }

    // What bindings do

    @Override
    public void happened(LocationEvent event) {
        switch (event) {
            case LocationEvent.Registered(var addressOfRecord, var binding) ->
                    watch(addressOfRecord, binding);
            case LocationEvent.Refreshed(var addressOfRecord, var binding) ->
                    watch(addressOfRecord, binding);
            case LocationEvent.Unregistered(_, var binding) -> release(binding);
            case LocationEvent.Expired(_, var binding) -> release(binding);
            case LocationEvent.FlowLost(_, var binding) -> release(binding);
            case LocationEvent.Silent _, LocationEvent.Heard _ -> {}
        }
    }

    /// Watches what was there before this began.
    public void watch(Bindings bindings) {
        for (var binding : bindings.all()) watch(bindings.addressOfRecord(), binding);
    }

    private void watch(AddressOfRecord addressOfRecord, Binding binding) {
        var address = UdpPeer.addressOf(binding);
        if (address.isEmpty()) return;
        var known = peers.get(address.get());
        if (known == null && peers.size() >= bound) return;
        var peer =
                peers.computeIfAbsent(
                        address.get(), at -> new UdpPeer(at, addressOfRecord, binding));
        peer.addressOfRecord = addressOfRecord;
        peer.binding = binding;
        slot(peer).add(peer);
        heard(peer);
    }

    /// An address may serve several users: it is watched as long as the binding does not end that came last.
    private void release(Binding binding) {
        UdpPeer.addressOf(binding)
                .map(peers::get)
                .filter(peer -> !peer.binding.expires().isAfter(binding.expires()))
                .ifPresent(this::forget);
    }

    void forget(UdpPeer peer) {
        if (!peers.remove(peer.address, peer)) return;
        slot(peer).remove(peer);
        synchronized (peer) {
            if (peer.silentSince != 0) silent.decrementAndGet();
            peer.silentSince = 0;
        }
    }

    private Set<UdpPeer> slot(UdpPeer peer) {
        return slots.get((peer.address.hashCode() * 0x9E3779B9 >>> 8) % SLOTS);
    }

    /// Those that have their turn together.
    Set<UdpPeer> slot(int number) {
        return slots.get(number);
    }

    // What is heard

    /// Something came over this flow, a message or a keep-alive.
    public void heard(Flow flow) {
        if (flow.transport() != Transport.UDP) return;
        var peer = peers.get(flow.remote());
        if (peer != null) heard(peer);
    }

    void heard(UdpPeer peer) {
        peer.heard = nanoClock.getAsLong();
        if (peer.silentSince == 0) return;
        synchronized (peer) {
            if (peer.silentSince == 0) return;
            peer.silentSince = 0;
            silent.decrementAndGet();
        }
        listener.happened(new LocationEvent.Heard(peer.addressOfRecord, peer.binding));
    }

    /// A request over this flow got no response at all.
    public void unanswered(Flow flow) {
        if (flow.transport() != Transport.UDP) return;
        var peer = peers.get(flow.remote());
        if (peer != null) unanswered(peer);
    }

    void unanswered(UdpPeer peer) {
        if (silence(peer).compareTo(PATIENCE) < 0) return;
        synchronized (peer) {
            if (peer.silentSince != 0 || peers.get(peer.address) != peer) return;
            peer.silentSince = clock.millis();
            silent.incrementAndGet();
        }
        listener.happened(new LocationEvent.Silent(peer.addressOfRecord, peer.binding));
    }

    /// How long nothing came from there.
    Duration silence(UdpPeer peer) {
        return Duration.ofNanos(nanoClock.getAsLong() - peer.heard);
    }

    boolean isOver(UdpPeer peer) {
        return !peer.binding.isAlive(clock.instant());
    }
}
