package io.switchhook.sip.event;

import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transaction.TransactionUser;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/// A notifier of [Weather] at 192.0.2.1, which believes everybody's From.
final class Station implements TransactionUser {
    static final NotifierSettings SETTINGS =
            new NotifierSettings(
                    Duration.ofSeconds(60), Duration.ofSeconds(3600), Duration.ofSeconds(30), 3);

    final SimulatedNetwork network;
    final SimulatedNode node;
    final Weather weather = new Weather();
    final NotifierCounters counters = new NotifierCounters();
    final SubscriptionBounds bounds;
    final Notifier notifier;
    final Timers timers;

    /// Whether the shard takes nothing from other threads.
    boolean busy;

    Station() {
        this(new SubscriptionBounds(10, 5));
    }

    Station(SubscriptionBounds bounds) {
        this(bounds, 1);
    }

    Station(SubscriptionBounds bounds, long seed) {
        this.bounds = bounds;
        network = new SimulatedNetwork(seed);
        node = network.node("station", "192.0.2.1");
        timers = new Timers(node.shard()::nanoTime);
        node.shard().attend(timers);
        var layer =
                new TransactionLayer(
                        node.shard(),
                        timers,
                        TimerValues.DEFAULT,
                        TransactionLimits.DEFAULT,
                        new Identifiers(network.random()),
                        new TransactionCounters(),
                        _ -> this);
        node.handler(layer);
        notifier =
                new Notifier(
                        layer,
                        timers,
                        new BusyShard(),
                        new UacCore(layer, timers, node.shard(), node, node, 4),
                        new EventPackages(List.of(weather)),
                        SETTINGS,
                        bounds,
                        counters);
    }

    private final class BusyShard implements Shard {
        @Override
        public void execute(Runnable task) {
            if (busy) throw new RejectedExecutionException("busy");
            node.shard().execute(task);
        }

        @Override
        public long nanoTime() {
            return node.shard().nanoTime();
        }
    }

    @Override
    public void request(ServerTransaction transaction) {
        var headers = transaction.request().headers();
        var from = (SipUri) headers.require(Header.FROM).uri();
        if (headers.require(Header.TO).tag().isEmpty())
            notifier.subscribe(
                    transaction, new AddressOfRecord("city", "example.com"), from.user());
        else notifier.resubscribe(transaction, from.user());
    }

    @Override
    public void cancelled(ServerTransaction invite, Request cancel) {}

    @Override
    public void ack(Request ack, Flow flow) {}

    @Override
    public void strayResponse(Response response, Flow flow) {}
}
