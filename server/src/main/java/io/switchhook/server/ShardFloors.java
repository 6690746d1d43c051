package io.switchhook.server;

import io.switchhook.ladder.Recorder;
import io.switchhook.pbx.admission.Challenges;
import io.switchhook.pbx.admission.FrontDoor;
import io.switchhook.pbx.admission.Overload;
import io.switchhook.pbx.admission.Reputation;
import io.switchhook.pbx.route.OfficeRouter;
import io.switchhook.pbx.route.OfficeRouter.Office;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.event.EventPackages;
import io.switchhook.sip.event.Notifier;
import io.switchhook.sip.event.SubscriptionBounds;
import io.switchhook.sip.event.TerminationReason;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.proxy.ProxyCore;
import io.switchhook.sip.proxy.ProxyEvents;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.registrar.Pings;
import io.switchhook.sip.registrar.Registrar;
import io.switchhook.sip.registrar.SignsOfLife;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transport.EventLoopShard;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.transport.ServerLocator;
import io.switchhook.sip.transport.TransportLayer;
import io.switchhook.sip.uri.HostPort;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What every shard has for itself: first floor to fourth, upon the ground that all share.
final class ShardFloors {
    private static final Logger LOG = LoggerFactory.getLogger(ShardFloors.class);

    /// What all shards share.
    ///
    /// @param packages what can be subscribed to
    /// @param challenges empty if everybody is served
    /// @param recorder of the ladders
    /// @param tokenKey for what the proxy writes into Record-Route
    record Shared(
            FloorSettings settings,
            FloorCounters counters,
            TransportLayer transport,
            ServerLocator locator,
            Registrar registrar,
            EventPackages packages,
            SubscriptionBounds subscriptions,
            Office office,
            Reputation reputation,
            Optional<Challenges> challenges,
            ProxyEvents watch,
            Recorder recorder,
            byte[] tokenKey,
            SecureRandom random) {}

    private final Shared shared;
    private final EventLoopShard shard;
    private final Timers timers;
    private final Overload overload;
    private final TransactionLayer transactions;
    private @Nullable Notifier notifier;
    private @Nullable UacCore uac;

    ShardFloors(EventLoopShard shard, Shared shared) {
        this.shared = shared;
        this.shard = shard;
        timers = new Timers(shard::nanoTime);
        shard.add(timers);
        overload = new Overload(shard.number(), shared.settings.admission().behind().toNanos());
        transactions =
                new TransactionLayer(
                        shard,
                        timers,
                        TimerValues.DEFAULT,
                        shared.settings.transactions(),
                        new Identifiers(shared.random),
                        shared.counters.transactions(),
                        frontDoor(),
                        shared.recorder,
                        this::core);
        shared.settings.pings().ifPresent(this::ping);
    }

    private FrontDoor frontDoor() {
        return new FrontDoor(
                shared.settings.admission(),
                shared.reputation,
                shared.challenges,
                overload,
                shard,
                shared.counters.admission(),
                new SplittableRandom(shared.random.nextLong()),
                shared.recorder);
    }

    private ProxyCore core(TransactionLayer below) {
        var settings = shared.settings.proxy();
        var sender =
                new UacCore(
                        below,
                        timers,
                        shard,
                        shared.transport,
                        shared.locator,
                        settings.candidates());
        uac = sender;
        var subscriptions =
                new Notifier(
                        below,
                        timers,
                        shard,
                        sender,
                        shared.packages,
                        shared.settings.notifier(),
                        shared.subscriptions,
                        shared.counters.notifiers());
        notifier = subscriptions;
        var router =
                new OfficeRouter(
                        shared.office,
                        transaction -> shared.registrar.serve(transaction, shard),
                        subscriptions,
                        below::responseTo);
        return new ProxyCore(
                below,
                timers,
                shard,
                shared.transport,
                shared.locator,
                router,
                settings,
                shared.tokenKey,
                shared.watch,
                shared.counters.proxy());
    }

    private void ping(Pings.Settings settings) {
        var identifiers = new Identifiers(shared.random);
        new Pings(
                        shared.office.reachability(),
                        new Pings.Place(
                                shard.number(),
                                shared.settings.shards(),
                                shard,
                                timers,
                                transactions,
                                shared.transport),
                        settings,
                        HostPort.of(shared.office.domains().first()),
                        () -> ownCallId(identifiers),
                        identifiers::tag,
                        shared.counters.pings())
                .start();
    }

    private CallId ownCallId(Identifiers identifiers) {
        var text = identifiers.tag();
        while (!shared.transport.owns(shard.number(), text)) text = identifiers.tag();
        return new CallId(text);
    }

    /// Sends a NOTIFY that belongs to no subscription. For any thread.
    ///
    /// @param domain in whose name
    /// @param answered told the final response on the shard, or at once a 503 if it has too much to do
    void tell(Binding phone, Event event, String domain, Consumer<Response> answered) {
        var identifiers = new Identifiers(shared.random);
        var notify = new StrayNotify(phone, event, domain, ownCallId(identifiers), identifiers);
        try {
            shard.execute(() -> notify.send(Objects.requireNonNull(uac), answered));
        } catch (RejectedExecutionException e) {
            answered.accept(notify.refused());
        }
    }

    /// What the transport hands its messages to.
    MessageHandler handler() {
        return new SignsOfLife(shared.office.reachability(), transactions);
    }

    Overload overload() {
        return overload;
    }

    /// Subscriptions do not outlive the process, so phones are told to subscribe again later.
    void endSubscriptions() {
        try {
            shard.execute(() -> Objects.requireNonNull(notifier).end(TerminationReason.PROBATION));
        } catch (RejectedExecutionException e) {
            LOG.warn("a shard is too busy to end its subscriptions");
        }
    }
}
