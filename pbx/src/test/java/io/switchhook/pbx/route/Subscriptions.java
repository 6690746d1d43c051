package io.switchhook.pbx.route;

import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.event.EventPackages;
import io.switchhook.sip.event.Notifier;
import io.switchhook.sip.event.NotifierCounters;
import io.switchhook.sip.event.NotifierSettings;
import io.switchhook.sip.event.SubscriptionBounds;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.reginfo.PublishedGruus;
import io.switchhook.sip.reginfo.RegistrationPackage;
import io.switchhook.sip.reginfo.RegistrationWatchers;
import io.switchhook.sip.registrar.LocationService;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transaction.TransactionUser;
import io.switchhook.sip.transport.Flow;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.util.List;

/// Notifiers for the tests.
final class Subscriptions {
    private Subscriptions() {}

    /// One that nobody calls.
    static Notifier notifier(SimulatedNetwork network, LocationService locations) {
        var node = network.node("office", "192.0.2.1");
        var timers = new Timers(node.shard()::nanoTime);
        var layer =
                new TransactionLayer(
                        node.shard(),
                        timers,
                        TimerValues.DEFAULT,
                        TransactionLimits.DEFAULT,
                        new Identifiers(network.random()),
                        new TransactionCounters(),
                        _ -> new Nobody());
        return notifier(
                layer,
                timers,
                node,
                new RegistrationPackage(
                        locations,
                        new RegistrationWatchers(),
                        PublishedGruus.Registry.NONE,
                        network.clock().instantSource()));
    }

    static Notifier notifier(
            TransactionLayer layer,
            Timers timers,
            SimulatedNode node,
            RegistrationPackage registrations) {
        return new Notifier(
                layer,
                timers,
                node.shard(),
                new UacCore(layer, timers, node.shard(), node, node, 4),
                new EventPackages(List.of(registrations)),
                NotifierSettings.DEFAULT,
                new SubscriptionBounds(100, 100),
                new NotifierCounters());
    }

    private static final class Nobody implements TransactionUser {
        @Override
        public void request(ServerTransaction transaction) {}

        @Override
        public void cancelled(ServerTransaction invite, Request cancel) {}

        @Override
        public void ack(Request ack, Flow flow) {}

        @Override
        public void strayResponse(Response response, Flow flow) {}
    }
}
