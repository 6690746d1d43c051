package io.switchhook.server;

import io.switchhook.console.NowView;
import io.switchhook.ladder.Ladders;
import io.switchhook.pbx.admission.Bans;
import io.switchhook.pbx.admission.Challenges;
import io.switchhook.pbx.admission.Reputation;
import io.switchhook.pbx.route.Admission;
import io.switchhook.pbx.route.Domains;
import io.switchhook.pbx.route.OfficeRouter.Office;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.Nonces;
import io.switchhook.sip.event.EventPackages;
import io.switchhook.sip.event.SubscriptionBounds;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.proxy.Refusal;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.registrar.Gruus;
import io.switchhook.sip.registrar.Registrar;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transport.DnsServerLocator;
import io.switchhook.sip.transport.EventLoopShard;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.transport.TransportLayer;
import io.switchhook.sip.uri.AddressOfRecord;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SIP floors, wired by hand: the object graph of one server, ground floor first.
final class Floors implements SipServer {
    private static final Logger LOG = LoggerFactory.getLogger(Floors.class);

    private final Surroundings surroundings;
    private final Configuration configuration;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = new SteadyClock(InstantSource.system(), System::nanoTime);
    private final FloorSettings settings;
    private final FloorCounters counters = new FloorCounters();
    private final Recording recording;
    private final SubscriptionBounds subscriptions;
    private final Bans bans;
    private final Reputation reputation;
    private final Secret secret;
    private final Domains domains;
    private final List<EventLoopShard> shards = new ArrayList<>();
    private final TransportLayer transport;
    private final Optional<CertificateFiles> certificates;
    private final Registrations registrations;
    private final List<ShardFloors> floors = new ArrayList<>();
    private final AtomicInteger told = new AtomicInteger();
    private volatile boolean draining;

    private Floors(Surroundings surroundings) throws StartException, IOException {
        this.surroundings = surroundings;
        configuration = surroundings.configuration();
        settings = FloorSettings.of(configuration);
        recording = started(new Recording(configuration, settings, clock));
        secret = Secret.in(configuration.data(), random);
        subscriptions = settings.subscriptions();
        var admission = settings.admission();
        bans = new Bans(admission.bans(), admission.banTime(), System::nanoTime);
        reputation =
                new Reputation(
                        admission,
                        bans,
                        counters.admission(),
                        clock,
                        System::nanoTime,
                        recording.recorder);
        try {
            // Ground floor
            for (int i = 0; i < settings.shards(); i++) shards.add(started(shard(i)));
            transport = started(transport());
            certificates = configuration.tls().map(this::certificates);
            var locator =
                    started(
                            new DnsServerLocator(
                                    settings.transports(),
                                    System::nanoTime,
                                    random,
                                    counters.transport()));
            domains =
                    new Domains(
                            configuration.domains(),
                            it -> transport.isOurs(it.host(), it.portOrZero()));

            // Third floor
            registrations =
                    started(
                            new Registrations(
                                    configuration,
                                    settings,
                                    new Gruus(secret.derived("gruu"), random),
                                    transport,
                                    clock,
                                    recording.recorder));
            surroundings
                    .directory()
                    .onRemoval(account ->
                            registrations.gone(
                                    new AddressOfRecord(account.user(), domains.first())));
            var packages = new EventPackages(List.of(registrations.events()));
            var authenticator = authenticator();

            // What every shard has for itself, and above it what they share of the fourth floor
            var shared =
                    new ShardFloors.Shared(
                            settings,
                            counters,
                            transport,
                            locator,
                            registrar(authenticator),
                            packages,
                            subscriptions,
                            office(authenticator),
                            reputation,
                            challenges(authenticator, packages),
                            new CallWatch(
                                    surroundings.calls(),
                                    registrations.reachability,
                                    recording.recorder),
                            recording.recorder,
                            secret.derived("record-route"),
                            random);
            for (var shard : shards) floors.add(new ShardFloors(shard, shared));

            show();
            recording.start();
            for (var shard : shards) shard.start();
            transport.start(floors.stream().map(ShardFloors::handler).toList());
            certificates.ifPresent(CertificateFiles::start);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static SipServer start(Surroundings surroundings) throws StartException {
        try {
            return new Floors(surroundings);
        } catch (IOException e) {
            throw new StartException(Reasons.of(e), e);
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        started.push(part);
        return part;
    }

    private EventLoopShard shard(int number) throws IOException {
        int queue = configuration.limits().number(Limit.SHARD_QUEUE);
        return new EventLoopShard(number, queue, System::nanoTime, counters.transport());
    }

    private TransportLayer transport() {
        return new TransportLayer(
                settings.listeners(),
                shards,
                settings.parser(),
                settings.transport(),
                counters.transport(),
                System::nanoTime,
                random,
                bans,
                recording.recorder);
    }

    private CertificateFiles certificates(Configuration.Tls tls) {
        return started(
                new CertificateFiles(
                        tls,
                        fresh -> transport.reloadTls(FloorSettings.tls(fresh)),
                        transport::certificates,
                        clock));
    }

    private DigestAuthenticator authenticator() {
        var nonces =
                new Nonces(
                        secret.derived("nonce"),
                        configuration.limits().time(Limit.NONCE),
                        Nonces.DEFAULT_BOUND,
                        clock.instant());
        return new DigestAuthenticator(
                nonces,
                configuration.algorithms(),
                settings.leniencies(),
                reputation,
                recording.recorder);
    }

    private Registrar registrar(DigestAuthenticator authenticator) {
        var directory = surroundings.directory();
        var tags = new Identifiers(random);
        return new Registrar(
                settings.registrar(),
                registrations.locations,
                new Registrar.Domains(
                        domains::includeHost,
                        its -> new AddressOfRecord(its.user(), domains.first())),
                settings.isOpenToEverybody()
                        ? Optional.empty()
                        : Optional.of(
                                new Registrar.Authentication(
                                        authenticator, directory.realm(), directory::login)),
                Optional.of(registrations.gruus),
                clock,
                InstantSource.system(),
                tags::tag,
                recording.recorder);
    }

    private Office office(DigestAuthenticator authenticator) {
        var directory = surroundings.directory();
        boolean open = settings.isOpenToEverybody();
        return new Office(
                domains,
                open
                        ? Admission.everybody()
                        : Admission.accounts(directory, authenticator, domains, clock),
                directory,
                open,
                configuration.redirects(),
                registrations.locations,
                registrations.reachability,
                registrations.gruus,
                registrations.ringing,
                clock,
                () -> draining);
    }

    private Optional<Challenges> challenges(
            DigestAuthenticator authenticator, EventPackages packages) {
        if (settings.isOpenToEverybody()) return Optional.empty();
        return Optional.of(
                new Challenges(
                        authenticator,
                        surroundings.directory().realm(),
                        domains,
                        event -> packages.find(event).isPresent(),
                        clock,
                        () -> draining));
    }

    private void show() {
        var metrics = surroundings.metrics();
        var health = surroundings.health();
        new SipMetrics(metrics)
                .register(counters, registrations, subscriptions, settings.leniencies());
        new AdmissionMetrics(metrics, health)
                .register(
                        counters.admission(),
                        bans,
                        floors.stream().map(ShardFloors::overload).toList());
        registrations.register(health);
        recording.show(metrics, health);
        certificates.ifPresent(its -> its.register(metrics, health));
    }

    @Override
    public List<ListenAddress> addresses() {
        return transport.listening().stream()
                .map(listener -> new ListenAddress(listener.transport(), listener.address()))
                .toList();
    }

    @Override
    public void registrations(String user, Consumer<RegistrationLine> reader) {
        var whose =
                user.isEmpty()
                        ? Optional.<AddressOfRecord>empty()
                        : Optional.of(new AddressOfRecord(user, configuration.realm()));
        registrations.show(whose, reader);
    }

    @Override
    public List<Binding> bindings(String user) {
        return registrations.bindings(new AddressOfRecord(user, configuration.realm()));
    }

    /// By any shard, each in its turn.
    @Override
    public void tell(Binding phone, Event event, Consumer<Response> answered) {
        int turn = Math.floorMod(told.getAndIncrement(), floors.size());
        floors.get(turn).tell(phone, event, domains.first(), answered);
    }

    @Override
    public Ladders ladders() {
        return recording.ladders;
    }

    @Override
    public NowView.Figures figures() {
        var proxy = counters.proxy();
        var transactions = counters.transactions();
        long received = 0;
        long sent = 0;
        for (var one : Transport.values()) {
            received += counters.transport().received(one);
            sent += counters.transport().sent(one);
        }
        long refused = proxy.rejected.sum();
        for (var refusal : Refusal.values()) refused += proxy.refused(refusal).sum();
        return new NowView.Figures(
                surroundings.directory().size(),
                registrations.locations.size(),
                registrations.reachability.silent(),
                proxy.waiting(),
                transactions.serversLive() + transactions.clientsLive(),
                proxy.requests(Method.Known.INVITE).sum(),
                proxy.served.sum(),
                received,
                sent,
                refused);
    }

    @Override
    public List<String> reload(Configuration fresh) throws StartException {
        if (certificates.isEmpty() || fresh.tls().isEmpty()) return List.of();
        try {
            certificates.get().reload(fresh.tls().get());
            return List.of("certificates");
        } catch (IOException e) {
            throw new StartException(Reasons.of(e), e);
        }
    }

    @Override
    public Bans bans() {
        return bans;
    }

    @Override
    public Reputation reputation() {
        return reputation;
    }

    @Override
    public void drain(Duration limit) throws InterruptedException {
        draining = true;
        floors.forEach(ShardFloors::endSubscriptions);
        long end = System.nanoTime() + limit.toNanos();
        while ((counters.proxy().waiting() > 0 || subscriptions.size() > 0)
                && System.nanoTime() < end) Thread.sleep(20);
    }

    /// Last started, first closed.
    @Override
    public void close() {
        while (!started.isEmpty()) {
            var part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("cannot close {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
