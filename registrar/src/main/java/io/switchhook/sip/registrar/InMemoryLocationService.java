package io.switchhook.sip.registrar;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.message.Field;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bindings in memory: gone with the process.
public final class InMemoryLocationService implements LocationService {
    /// How many bindings are held, if nobody says otherwise.
    public static final int DEFAULT_BOUND = 200_000;

    private static final Logger LOG = LoggerFactory.getLogger(InMemoryLocationService.class);
    private static final int RETRY_SECONDS = 60;

    /// What is known of an address-of-record.
    ///
    /// @param due the second under which it stands in [#expiries], never later than its first binding ends
    private record Entry(Bindings bindings, long due) {}

    private final ConcurrentHashMap<AddressOfRecord, Entry> entries = new ConcurrentHashMap<>();
    private final Expiries expiries = new Expiries();
    private final FlowIndex flows = new FlowIndex();
    private final AtomicInteger size = new AtomicInteger();
    private final int bound;
    private final InstantSource clock;
    private final LocationListener listener;
    private final Keeper keeper;
    private volatile boolean frozen;

    /// @param bound how many bindings are held; a REGISTER for more gets 503
    public InMemoryLocationService(int bound, InstantSource clock, LocationListener listener) {
        this(bound, clock, listener, Keeper.NONE);
    }

    InMemoryLocationService(
            int bound, InstantSource clock, LocationListener listener, Keeper keeper) {
        this.bound = bound;
        this.clock = clock;
        this.listener = listener;
        this.keeper = keeper;
    }

    /// Puts in what was kept, before anybody asks. Nobody is told, and it is not kept again.
    void load(Bindings kept) {
        entries.put(kept.addressOfRecord(), Objects.requireNonNull(filed(kept, null)));
        size.addAndGet(kept.size());
    }

    /// From now on connections may end without their bindings, as when the process does.
    void freeze() {
        frozen = true;
    }

    @Override
    public Bindings bindings(AddressOfRecord addressOfRecord, Instant now) {
        var entry = entries.get(addressOfRecord);
        return entry == null ? Bindings.none(addressOfRecord) : entry.bindings.alive(now);
    }

    @Override
    public void update(
            AddressOfRecord addressOfRecord,
            Function<Bindings, Outcome> change,
            Executor executor,
            Consumer<Outcome> done) {
        var turn = new Turn(addressOfRecord, change, executor, done);
        entries.compute(addressOfRecord, (_, entry) -> turn.take(entry));
        // Outside, since a flow that is dead already says so at once.
        for (var flow : turn.newFlows) flow.onClose(() -> flowLost(flow));
        if (!turn.willBeTold) done.accept(turn.outcome());
    }

    @Override
    public void remove(AddressOfRecord addressOfRecord) {
        update(addressOfRecord, InMemoryLocationService::without, Runnable::run, _ -> {});
    }

    private static Outcome without(Bindings current) {
        var addressOfRecord = current.addressOfRecord();
        var events = new ArrayList<LocationEvent>();
        for (var binding : current.all())
            events.add(new LocationEvent.Unregistered(addressOfRecord, binding));
        return new Outcome.Accepted(Bindings.none(addressOfRecord), events);
    }

    private void flowLost(Flow flow) {
        if (frozen) return;
        for (var addressOfRecord : flows.forget(flow)) {
            entries.computeIfPresent(
                    addressOfRecord,
                    (_, entry) -> {
                        var left = new ArrayList<Binding>();
                        for (var binding : entry.bindings.all()) {
                            if (binding.isOver(flow))
                                tell(new LocationEvent.FlowLost(addressOfRecord, binding));
                            else left.add(binding);
                        }
                        size.addAndGet(left.size() - entry.bindings.size());
                        var after = new Bindings(addressOfRecord, left);
                        if (after.size() < entry.bindings.size())
                            keeper.keep(after, Optional.empty());
                        return filed(after, entry);
                    });
        }
    }

    @Override
    public int sweep() {
        var now = clock.instant();
        var dropped = new AtomicInteger();
        expiries.takeUntil(
                now.getEpochSecond(),
                (second, addressOfRecord) ->
                        entries.computeIfPresent(
                                addressOfRecord,
                                (_, entry) ->
                                        entry.due == second ? swept(entry, now, dropped) : entry));
        return dropped.get();
    }

    private @Nullable Entry swept(Entry entry, Instant now, AtomicInteger dropped) {
        var before = entry.bindings;
        var left = before.alive(now);
        tellExpired(before, now);
        unindex(before, left);
        size.addAndGet(left.size() - before.size());
        dropped.addAndGet(before.size() - left.size());
        return filed(left, null);
    }

    private void tellExpired(Bindings bindings, Instant now) {
        for (var binding : bindings.all())
            if (!binding.isAlive(now))
                tell(new LocationEvent.Expired(bindings.addressOfRecord(), binding));
    }

    private void tell(LocationEvent event) {
        try {
            listener.happened(event);
        } catch (RuntimeException e) {
            LOG.error("a listener failed at {}", event, e);
        }
    }

    /// The entry of these bindings, standing among the expiries.
    ///
    /// @param before the entry that stands there now, if any
    private @Nullable Entry filed(Bindings bindings, @Nullable Entry before) {
        var addressOfRecord = bindings.addressOfRecord();
        if (bindings.isEmpty()) {
            if (before != null) expiries.remove(before.due, addressOfRecord);
            return null;
        }
        long first = Long.MAX_VALUE;
        for (var binding : bindings.all())
            first = Math.min(first, Math.ceilDiv(binding.expires().toEpochMilli(), 1000L));
        if (before != null && before.due <= first) return new Entry(bindings, before.due);
        if (before != null) expiries.remove(before.due, addressOfRecord);
        expiries.add(first, addressOfRecord);
        return new Entry(bindings, first);
    }

    /// Forgets the flows that the address-of-record no longer needs.
    private void unindex(Bindings before, Bindings after) {
        for (var binding : before.all()) {
            var flow = binding.flow();
            if (flow.isEmpty() || after.all().stream().anyMatch(b -> b.isOver(flow.get())))
                continue;
            flows.remove(flow.get(), before.addressOfRecord());
        }
    }

    @Override
    public int size() {
        return size.get();
    }

    @Override
    public void forEach(Instant now, Consumer<Bindings> action) {
        for (var entry : entries.values()) {
            var alive = entry.bindings.alive(now);
            if (!alive.isEmpty()) action.accept(alive);
        }
    }

    /// One change of one address-of-record, while it is held.
    private final class Turn {
        private final AddressOfRecord addressOfRecord;
        private final Function<Bindings, Outcome> change;
        private final Executor executor;
        private final Consumer<Outcome> done;
        private final List<Flow> newFlows = new ArrayList<>(1);
        private @Nullable Outcome outcome;
        private boolean willBeTold;

        Turn(
                AddressOfRecord addressOfRecord,
                Function<Bindings, Outcome> change,
                Executor executor,
                Consumer<Outcome> done) {
            this.addressOfRecord = addressOfRecord;
            this.change = change;
            this.executor = executor;
            this.done = done;
        }

        Outcome outcome() {
            if (outcome == null) throw new IllegalStateException("no turn was taken");
            return outcome;
        }

        @Nullable Entry take(@Nullable Entry entry) {
            var now = clock.instant();
            var before = entry == null ? Bindings.none(addressOfRecord) : entry.bindings;
            var alive = before.alive(now);
            outcome = change.apply(alive);
            return switch (outcome) {
                case Outcome.Rejected _ -> entry;
                case Outcome.Accepted accepted -> {
                    var after = accepted.bindings();
                    if (after == before) yield entry;
                    int growth = after.size() - before.size();
                    if (size.addAndGet(growth) > bound && growth > 0) {
                        size.addAndGet(-growth);
                        outcome = unavailable("location service full", RETRY_SECONDS);
                        yield entry;
                    }
                    tellExpired(before, now);
                    accepted.events().forEach(InMemoryLocationService.this::tell);
                    index(after);
                    unindex(before, after);
                    var waiting = new Keeper.Waiting(accepted, executor, done);
                    willBeTold = keeper.keep(after, Optional.of(waiting));
                    yield filed(after, entry);
                }
            };
        }

        private void index(Bindings after) {
            for (var binding : after.all()) {
                var flow = binding.flow().filter(f -> f.transport().isReliable());
                if (flow.isPresent() && flows.add(flow.get(), addressOfRecord))
                    newFlows.add(flow.get());
            }
        }
    }

    static Outcome unavailable(String reason, int retrySeconds) {
        return new Outcome.Rejected(
                StatusCode.SERVICE_UNAVAILABLE,
                reason,
                List.of(
                        new Field.Composed<>(
                                Header.RETRY_AFTER, RetryAfter.seconds(retrySeconds))));
    }
}
