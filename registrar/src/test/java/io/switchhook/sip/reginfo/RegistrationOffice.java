package io.switchhook.sip.reginfo;

import io.switchhook.ladder.Recorder;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.event.EventPackages;
import io.switchhook.sip.event.Notifier;
import io.switchhook.sip.event.NotifierCounters;
import io.switchhook.sip.event.NotifierSettings;
import io.switchhook.sip.event.SubscriptionBounds;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.registrar.InMemoryLocationService;
import io.switchhook.sip.registrar.Registrar;
import io.switchhook.sip.registrar.RegistrarSettings;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transaction.TransactionUser;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.util.List;
import java.util.Optional;

/// A registrar of `office.example` at 192.0.2.1 that tells 1001 of its registration.
final class RegistrationOffice implements TransactionUser {
    static final AddressOfRecord ALICE = new AddressOfRecord("1001", "office.example");

    final SimulatedNetwork network = new SimulatedNetwork(1);
    final SimulatedNode node = network.node("office", "192.0.2.1");
    final RegistrationWatchers watchers = new RegistrationWatchers();
    final InMemoryLocationService locations =
            new InMemoryLocationService(100, network.clock().instantSource(), watchers);
    private final Notifier notifier;
    private final Registrar registrar;

    RegistrationOffice() {
        var timers = new Timers(node.shard()::nanoTime);
        node.shard().attend(timers);
        var identifiers = new Identifiers(network.random());
        var layer =
                new TransactionLayer(
                        node.shard(),
                        timers,
                        TimerValues.DEFAULT,
                        TransactionLimits.DEFAULT,
                        identifiers,
                        new TransactionCounters(),
                        _ -> this);
        node.handler(layer);
        var clock = network.clock().instantSource();
        notifier =
                new Notifier(
                        layer,
                        timers,
                        node.shard(),
                        new UacCore(layer, timers, node.shard(), node, node, 4),
                        new EventPackages(
                                List.of(
                                        new RegistrationPackage(
                                                locations,
                                                watchers,
                                                PublishedGruus.Registry.NONE,
                                                clock))),
                        NotifierSettings.DEFAULT,
                        new SubscriptionBounds(100, 100),
                        new NotifierCounters());
        registrar =
                new Registrar(
                        RegistrarSettings.DEFAULT,
                        locations,
                        new Registrar.Domains("office.example"::equals, it -> it),
                        Optional.empty(),
                        Optional.empty(),
                        clock,
                        clock,
                        identifiers::tag,
                        Recorder.NONE);
    }

    @Override
    public void request(ServerTransaction transaction) {
        var request = transaction.request();
        if (request.method() == Method.REGISTER) registrar.serve(transaction, node.shard());
        else if (request.headers().require(Header.TO).tag().isEmpty())
            notifier.subscribe(transaction, ALICE, "1001");
        else notifier.resubscribe(transaction, "1001");
    }

    @Override
    public void cancelled(ServerTransaction invite, Request cancel) {}

    @Override
    public void ack(Request ack, Flow flow) {}

    @Override
    public void strayResponse(Response response, Flow flow) {}
}
