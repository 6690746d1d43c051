package io.switchhook.pbx.route;

import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.pbx.admission.AdmissionCounters;
import io.switchhook.pbx.admission.AdmissionSettings;
import io.switchhook.pbx.admission.Bans;
import io.switchhook.pbx.admission.Challenges;
import io.switchhook.pbx.admission.FrontDoor;
import io.switchhook.pbx.admission.Overload;
import io.switchhook.pbx.admission.Reputation;
import io.switchhook.pbx.directory.AccountException;
import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.Nonces;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.proxy.ProxyCore;
import io.switchhook.sip.proxy.ProxyCounters;
import io.switchhook.sip.proxy.ProxyEvents;
import io.switchhook.sip.proxy.ProxySettings;
import io.switchhook.sip.reginfo.PublishedGruus;
import io.switchhook.sip.reginfo.RegistrationPackage;
import io.switchhook.sip.reginfo.RegistrationWatchers;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.registrar.Gruus;
import io.switchhook.sip.registrar.InMemoryLocationService;
import io.switchhook.sip.registrar.LocationEvent;
import io.switchhook.sip.registrar.LocationRemarks;
import io.switchhook.sip.registrar.Pings;
import io.switchhook.sip.registrar.Reachability;
import io.switchhook.sip.registrar.Registrar;
import io.switchhook.sip.registrar.RegistrarSettings;
import io.switchhook.sip.registrar.SignsOfLife;
import io.switchhook.sip.transaction.Gate;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The office's floors above the transport, at 192.0.2.1 for `example.com`, on one shard of a simulated network: phones
/// really register and call.
final class SimulatedOffice implements AutoCloseable {
    static final byte[] SECRET = "a secret that is long enough".getBytes(StandardCharsets.US_ASCII);
    static final String DESK = "<urn:uuid:00000000-0000-1000-8000-000000000001>";
    static final String OTHER = "<urn:uuid:00000000-0000-1000-8000-000000000002>";
    static final long REMEMBERED = 8 << 20;
    static final Duration PING_INTERVAL = Duration.ofSeconds(60);

    /// In what offices differ.
    ///
    /// @param passwords whether who registers or calls has to prove who he is, at a front door; else everybody may do
    ///     everything
    /// @param domains the first is the realm
    record Terms(
            boolean passwords,
            AdmissionSettings door,
            List<String> domains,
            Leniencies leniencies,
            TransactionLimits transactions) {
        static final Terms OPEN =
                new Terms(
                        false,
                        AdmissionSettings.DEFAULT,
                        List.of("example.com"),
                        Leniencies.all(),
                        TransactionLimits.DEFAULT);

        static Terms guarded() {
            return new Terms(
                    true, OPEN.door, OPEN.domains, Leniencies.all(), TransactionLimits.DEFAULT);
        }

        Terms withDoor(AdmissionSettings changed) {
            return new Terms(passwords, changed, domains, leniencies, transactions);
        }

        Terms withDomains(String... changed) {
            return new Terms(passwords, door, List.of(changed), leniencies, transactions);
        }

        Terms strict() {
            return new Terms(passwords, door, domains, Leniencies.none(), transactions);
        }

        Terms withTransactions(int most) {
            var changed =
                    new TransactionLimits(
                            most, transactions.clientTransactions(), transactions.patience());
            return new Terms(passwords, door, domains, leniencies, changed);
        }
    }

    final SimulatedNetwork network;
    final SimulatedNode node;
    final List<LocationEvent> events = new ArrayList<>();
    final Pings.Counters pings = new Pings.Counters();
    final ProxyCounters counters = new ProxyCounters();
    final RingingCalls ringing = new RingingCalls(100);
    final Reachability reachability;
    final InMemoryLocationService locations;
    final Domains domains;
    final Timers timers;
    final TransactionLayer layer;
    final Recorder recorder;
    final SignsOfLife signsOfLife;
    private final Directory directory;
    private final Reputation reputation;
    private final Identifiers identifiers;
    private int registered;
    private Duration jumped = Duration.ZERO;

    /// Everybody may do everything, and phones that say nothing are asked whether they are there.
    SimulatedOffice(Path folder) throws AccountException, IOException {
        this(1, directory(folder));
        new Pings(
                        reachability,
                        new Pings.Place(0, 1, node.shard(), timers, layer, node),
                        new Pings.Settings(PING_INTERVAL, 1000),
                        HostPort.of("example.com"),
                        () -> new CallId(identifiers.tag()),
                        identifiers::tag,
                        pings)
                .start();
    }

    /// Everybody may do everything.
    SimulatedOffice(long seed, Directory directory) {
        this(seed, directory, Terms.OPEN);
    }

    SimulatedOffice(long seed, Directory directory, Terms terms) {
        this.directory = directory;
        network = new SimulatedNetwork(seed);
        node = network.node("office", "192.0.2.1");
        recorder = new Recorder(REMEMBERED, 1, network.clock()::nanoTime);
        node.recorder(recorder);
        var clock = clock();
        var remarks = new LocationRemarks(recorder);
        reachability =
                new Reachability(
                        10_000, clock, network.clock()::nanoTime, remarks.and(events::add));
        var watchers = new RegistrationWatchers();
        locations =
                new InMemoryLocationService(
                        10_000, clock, remarks.and(reachability).and(watchers).and(ringing));
        var gruus = new Gruus(new byte[32], new Random(1));
        domains = new Domains(terms.domains(), it -> node.isOurs(it.host(), it.portOrZero()));
        reputation =
                new Reputation(
                        terms.door(),
                        new Bans(
                                terms.door().bans(),
                                terms.door().banTime(),
                                network.clock()::nanoTime),
                        new AdmissionCounters(),
                        clock,
                        network.clock()::nanoTime,
                        recorder);
        var authenticator =
                new DigestAuthenticator(
                        new Nonces(new byte[32], clock.instant()),
                        DigestAuthenticator.STRONGEST_FIRST,
                        terms.leniencies(),
                        reputation,
                        recorder);
        var authentication =
                Optional.of(
                                new Registrar.Authentication(
                                        authenticator, directory.realm(), directory::login))
                        .filter(_ -> terms.passwords());
        var registrar =
                new Registrar(
                        RegistrarSettings.DEFAULT,
                        locations,
                        new Registrar.Domains(
                                domains::includeHost,
                                its -> new AddressOfRecord(its.user(), domains.first())),
                        authentication,
                        Optional.of(gruus),
                        clock,
                        clock,
                        () -> "registrar",
                        recorder);
        var office =
                new OfficeRouter.Office(
                        domains,
                        terms.passwords()
                                ? Admission.accounts(directory, authenticator, domains, clock)
                                : Admission.everybody(),
                        directory,
                        !terms.passwords(),
                        Redirects.RECURSE,
                        locations,
                        reachability,
                        gruus,
                        ringing,
                        clock,
                        () -> false);
        var registrations =
                new RegistrationPackage(locations, watchers, PublishedGruus.Registry.NONE, clock);
        timers = new Timers(node.shard()::nanoTime);
        node.shard().attend(timers);
        identifiers = new Identifiers(network.random());
        layer =
                new TransactionLayer(
                        node.shard(),
                        timers,
                        TimerValues.DEFAULT,
                        terms.transactions(),
                        identifiers,
                        new TransactionCounters(),
                        terms.passwords() ? door(terms, authenticator) : Gate.OPEN,
                        recorder,
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
                                                Subscriptions.notifier(
                                                        layer, timers, node, registrations),
                                                layer::responseTo),
                                        ProxySettings.of(Set.of("example.com")),
                                        SECRET,
                                        watch(),
                                        counters));
        signsOfLife = new SignsOfLife(reachability, layer);
        node.handler(signsOfLife);
    }

    private static Directory directory(Path folder) throws AccountException, IOException {
        return Directory.open(
                AccountStore.open(folder), "example.com", List.of("example.com"), 100);
    }

    /// The wall clock, which may jump.
    private InstantSource clock() {
        return () -> network.clock().instantSource().instant().plus(jumped);
    }

    void clockJumps(Duration ahead) {
        jumped = jumped.plus(ahead);
    }

    private Gate door(Terms terms, DigestAuthenticator authenticator) {
        return new FrontDoor(
                terms.door(),
                reputation,
                Optional.of(
                        new Challenges(
                                authenticator,
                                directory.realm(),
                                domains,
                                it -> it.type().equals("reg"),
                                clock(),
                                () -> false)),
                new Overload(0, terms.door().behind().toNanos()),
                node.shard(),
                new AdmissionCounters(),
                network.random(),
                recorder);
    }

    Party phone(String name, String address, Transport transport) {
        return network.party(name, address).outbound(transport, node);
    }

    private ProxyEvents watch() {
        return new ProxyEvents() {
            @Override
            public boolean isRecorded() {
                return true;
            }

            @Override
            public void remark(Request request, Remark remark) {
                recorder.remark(request.headers().require(Header.CALL_ID).value(), remark);
            }

            @Override
            public void unanswered(Flow flow) {
                reachability.unanswered(flow);
            }
        };
    }

    /// Registers a party as this user.
    ///
    /// @param parameters of the Contact, with their `;`
    /// @param supported option tags
    Response register(Party phone, String user, String parameters, String... supported) {
        return registerAs("reg-" + phone.name(), phone, user, parameters, supported);
    }

    Response registerAs(
            String callId, Party phone, String user, String parameters, String... supported) {
        var addressOfRecord = "sip:" + user + "@example.com";
        var contact = NameAddr.parse(Scanner.of("<" + phone.contact() + ">" + parameters));
        var request =
                phone.request(Method.REGISTER, "sip:example.com", addressOfRecord)
                        .with(h -> {
                            for (var option : supported) h.add(Header.SUPPORTED, option);
                            return h.set(Header.TO, NameAddr.of(Uri.parse(addressOfRecord)))
                                    .set(Header.CALL_ID, new CallId(callId))
                                    .set(Header.CSEQ, new CSeq(++registered, Method.REGISTER))
                                    .set(Header.CONTACT, Contact.of(contact));
                        });
        phone.send(request);
        return phone.expect(200, Method.REGISTER);
    }

    /// Registers one flow of a phone with outbound, and GRUUs.
    Response registerFlow(Party phone, String user, String instance, int regId) {
        var parameters = ";+sip.instance=\"%s\";reg-id=%d".formatted(instance, regId);
        return register(phone, user, parameters, "path", "outbound", "gruu");
    }

    List<Binding> bindings(String user) {
        return locations
                .bindings(
                        new AddressOfRecord(user, "example.com"),
                        network.clock().instantSource().instant())
                .all();
    }

    /// A URI that the answer to a REGISTER gave the party's contact.
    static String gruu(Response response, Party phone, String parameter) {
        for (var contact : response.headers().all(Header.CONTACT))
            if (contact instanceof Contact.Address(var address)
                    && address.uri().equals(phone.contact()))
                return address.parameters().unquoted(parameter).orElseThrow();
        throw new AssertionError("no contact of " + phone);
    }

    Request invite(Party caller, String uri) {
        return caller.send(caller.request(Method.INVITE, uri));
    }

    void pass(Duration time) {
        network.clock().advance(time);
    }

    @Override
    public void close() {
        directory.close();
    }
}
