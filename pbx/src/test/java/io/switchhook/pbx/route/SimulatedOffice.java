package io.switchhook.pbx.route;

import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.proxy.ProxyCore;
import io.switchhook.sip.proxy.ProxyCounters;
import io.switchhook.sip.proxy.ProxyEvents;
import io.switchhook.sip.proxy.ProxySettings;
import io.switchhook.sip.registrar.InMemoryLocationService;
import io.switchhook.sip.registrar.LocationListener;
import io.switchhook.sip.registrar.Registrar;
import io.switchhook.sip.registrar.RegistrarSettings;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A whole server for `example.com` at 192.0.2.1: registrar, office and proxy on one shard of a simulated network.
final class SimulatedOffice {
    static final byte[] SECRET = "a secret that is long enough".getBytes(StandardCharsets.US_ASCII);

    final SimulatedNetwork network;
    final SimulatedNode node;
    final ProxyCounters counters = new ProxyCounters();
    final RingingCalls ringing = new RingingCalls(100);
    final InMemoryLocationService locations;
    final Timers timers;
    final TransactionLayer layer;
    final Domains domains;

    /// Everybody may do everything.
    SimulatedOffice(long seed, Directory directory) {
        this(seed, directory, true, _ -> Admission.everybody());
    }

    /// @param admission made for the domains of this office
    SimulatedOffice(
            long seed,
            Directory directory,
            boolean everyUserExists,
            Function<SimulatedOffice, Admission> admission) {
        network = new SimulatedNetwork(seed);
        node = network.node("office", "192.0.2.1");
        var clock = network.clock().instantSource();
        locations = new InMemoryLocationService(10_000, clock, LocationListener.NONE.and(ringing));
        domains =
                new Domains(List.of("example.com"), it -> node.isOurs(it.host(), it.portOrZero()));
        var registrar =
                new Registrar(
                        RegistrarSettings.DEFAULT,
                        locations,
                        new Registrar.Domains(
                                domains::includeHost,
                                its -> new AddressOfRecord(its.user(), domains.first())),
                        Optional.empty(),
                        clock,
                        () -> "registrar");
        var office =
                new OfficeRouter.Office(
                        domains,
                        admission.apply(this),
                        directory,
                        everyUserExists,
                        Redirects.RECURSE,
                        locations,
                        ringing,
                        clock,
                        () -> false);
        timers = new Timers(node.shard()::nanoTime);
        node.shard().attend(timers);
        layer =
                new TransactionLayer(
                        node.shard(),
                        timers,
                        TimerValues.DEFAULT,
                        TransactionLimits.DEFAULT,
                        new Identifiers(network.random()),
                        new TransactionCounters(),
                        layer ->
                                new ProxyCore(
                                        layer,
                                        timers,
                                        node.shard(),
                                        node,
                                        node,
                                        new OfficeRouter(
                                                office,
                                                it -> registrar.serve(it, node.shard()),
                                                layer::responseTo),
                                        ProxySettings.of(Set.of("example.com")),
                                        SECRET,
                                        ProxyEvents.NONE,
                                        counters));
        node.handler(layer);
    }

    Party phone(String name, String address, Transport transport) {
        return network.party(name, address).outbound(transport, node);
    }

    /// Has a phone register under a user.
    ///
    /// @param parameters of its Contact, such as `;q=0.5;expires=600`
    Response register(Party phone, String user, String parameters) {
        phone.send(
                phone.request(Method.REGISTER, "sip:example.com", "sip:" + user + "@example.com")
                        .with(h ->
                                h.set(
                                                Header.TO,
                                                NameAddr.of(
                                                        Uri.parse("sip:" + user + "@example.com")))
                                        .set(
                                                Header.CONTACT,
                                                Contact.parse(
                                                        Scanner.of(
                                                                "<"
                                                                        + phone.contact()
                                                                        + ">"
                                                                        + parameters)))));
        return phone.expect(200, Method.REGISTER);
    }
}
