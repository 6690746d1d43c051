package io.switchhook.server;

import io.switchhook.console.Health.Problem;
import io.switchhook.console.Health.Status;
import io.switchhook.pbx.admission.AdmissionCounters;
import io.switchhook.pbx.admission.AdmissionSettings;
import io.switchhook.pbx.admission.Bans;
import io.switchhook.pbx.admission.Challenges;
import io.switchhook.pbx.admission.FrontDoor;
import io.switchhook.pbx.admission.Overload;
import io.switchhook.pbx.admission.Reputation;
import io.switchhook.pbx.route.Admission;
import io.switchhook.pbx.route.Domains;
import io.switchhook.pbx.route.OfficeRouter;
import io.switchhook.pbx.route.OfficeRouter.Office;
import io.switchhook.pbx.route.RingingCalls;
import io.switchhook.server.Configuration.Authentication;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.Nonces;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.event.EventPackage;
import io.switchhook.sip.event.Notifier;
import io.switchhook.sip.event.NotifierCounters;
import io.switchhook.sip.event.NotifierSettings;
import io.switchhook.sip.event.SubscriptionBounds;
import io.switchhook.sip.event.TerminationReason;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.proxy.ProxyCore;
import io.switchhook.sip.proxy.ProxyCounters;
import io.switchhook.sip.proxy.ProxySettings;
import io.switchhook.sip.reginfo.PublishedGruus;
import io.switchhook.sip.reginfo.RegistrationPackage;
import io.switchhook.sip.reginfo.RegistrationWatchers;
import io.switchhook.sip.registrar.Bindings;
import io.switchhook.sip.registrar.DurableLocationService;
import io.switchhook.sip.registrar.Gruus;
import io.switchhook.sip.registrar.LocationListener;
import io.switchhook.sip.registrar.Pings;
import io.switchhook.sip.registrar.Reachability;
import io.switchhook.sip.registrar.Registrar;
import io.switchhook.sip.registrar.RegistrarSettings;
import io.switchhook.sip.registrar.SignsOfLife;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transport.DnsServerLocator;
import io.switchhook.sip.transport.EventLoopShard;
import io.switchhook.sip.transport.Listener;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.transport.TlsSettings;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.transport.TransportCounters;
import io.switchhook.sip.transport.TransportLayer;
import io.switchhook.sip.transport.TransportLimits;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SIP floors, wired by hand: the object graph of one server, ground floor first.
final class Floors implements SipServer {
    private static final Logger LOG = LoggerFactory.getLogger(Floors.class);
    private static final Duration TIMER_F = TimerValues.DEFAULT.t1().multipliedBy(64);

    private final Configuration configuration;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = new SteadyClock(InstantSource.system(), System::nanoTime);
    private final Secret secret;

    private final TransportCounters transportCounters = new TransportCounters();
    private final TransactionCounters transactionCounters = new TransactionCounters();
    private final ProxyCounters proxyCounters = new ProxyCounters();
    private final NotifierCounters notifierCounters = new NotifierCounters();
    private final SubscriptionBounds subscriptions;
    private final AdmissionCounters admissionCounters = new AdmissionCounters();
    private final AdmissionSettings admission;
    private final Bans bans;
    private final Reputation reputation;
    private final List<Overload> overloads = new ArrayList<>();
    private final Leniencies leniencies;
    private final List<EventLoopShard> shards = new ArrayList<>();
    private final List<ProxyCore> cores = new ArrayList<>();
    private final Pings.Counters pingCounters = new Pings.Counters();
    private final List<Notifier> notifiers = new ArrayList<>();
    private final TransportLayer transport;
    private final Optional<CertificateFiles> certificates;
    private final DurableLocationService locations;
    private final Reachability reachability;
    private volatile boolean draining;

    private Floors(Surroundings surroundings) throws StartException, IOException {
        configuration = surroundings.configuration();
        secret = Secret.in(configuration.data(), random);
        subscriptions =
                new SubscriptionBounds(
                        configuration.limits().number(Limit.SUBSCRIPTIONS),
                        configuration.limits().number(Limit.SUBSCRIPTIONS_PER_ACCOUNT));
        leniencies = Leniencies.without(configuration.strict());
        admission = admissionSettings();
        bans = new Bans(admission.bans(), admission.banTime(), System::nanoTime);
        reputation = new Reputation(admission, bans, admissionCounters, clock, System::nanoTime);
        try {
            // Ground floor
            for (int i = 0; i < numberOfShards(); i++) shards.add(started(shard(i)));
            transport = started(transport());
            certificates = configuration.tls().map(this::certificates);
            var locator = started(locator());

            // Third floor
            var domains =
                    new Domains(
                            configuration.domains(),
                            it -> transport.isOurs(it.host(), it.portOrZero()));
            var log = new LocationLog();
            reachability =
                    new Reachability(
                            configuration.limits().number(Limit.ALL_BINDINGS),
                            clock,
                            System::nanoTime,
                            log);
            var watchers = new RegistrationWatchers();
            var ringing = new RingingCalls(configuration.limits().number(Limit.RINGING));
            locations = started(locations(log.and(reachability).and(watchers).and(ringing)));
            locations.forEach(clock.instant(), reachability::watch);
            surroundings
                    .health()
                    .add(
                            "registrations",
                            () ->
                                    locations
                                            .problem()
                                            .map(what -> new Problem(Status.WARNING, what)));
            var gruus = new Gruus(secret.derived("gruu"), random);
            surroundings
                    .directory()
                    .onRemoval(account -> {
                        var gone = new AddressOfRecord(account.user(), domains.first());
                        locations.remove(gone);
                        watchers.gone(gone);
                    });
            List<EventPackage> packages =
                    List.of(new RegistrationPackage(locations, watchers, published(gruus), clock));
            var authenticator = authenticator();
            var registrar = registrar(surroundings, domains, authenticator, gruus);
            sweepEverySecond();

            // Fourth floor
            var digest = configuration.authentication() == Authentication.DIGEST;
            var office =
                    new Office(
                            domains,
                            digest
                                    ? Admission.accounts(
                                            surroundings.directory(), authenticator, domains, clock)
                                    : Admission.everybody(),
                            surroundings.directory(),
                            !digest,
                            configuration.redirects(),
                            locations,
                            reachability,
                            gruus,
                            ringing,
                            clock,
                            () -> draining);
            var challenges =
                    digest
                            ? Optional.of(
                                    new Challenges(
                                            authenticator,
                                            surroundings.directory().realm(),
                                            domains,
                                            event ->
                                                    packages.stream()
                                                            .anyMatch(its ->
                                                                    its.name()
                                                                            .equals(event.type())),
                                            clock,
                                            () -> draining))
                            : Optional.<Challenges>empty();

            // Second floor and first floor, once for each shard
            var settings = proxySettings();
            var notifierSettings = notifierSettings();
            byte[] tokenKey = secret.derived("record-route");
            var watch = new CallWatch(surroundings.calls(), reachability);
            var handlers = new ArrayList<MessageHandler>();
            for (var shard : shards) {
                var timers = new Timers(shard::nanoTime);
                shard.add(timers);
                var layer =
                        new TransactionLayer(
                                shard,
                                timers,
                                TimerValues.DEFAULT,
                                transactionLimits(),
                                new Identifiers(random),
                                transactionCounters,
                                frontDoor(shard, challenges),
                                below -> {
                                    var uac =
                                            new UacCore(
                                                    below,
                                                    timers,
                                                    shard,
                                                    transport,
                                                    locator,
                                                    settings.candidates());
                                    var notifier =
                                            new Notifier(
                                                    below,
                                                    timers,
                                                    shard,
                                                    uac,
                                                    packages,
                                                    notifierSettings,
                                                    subscriptions,
                                                    notifierCounters);
                                    notifiers.add(notifier);
                                    var router =
                                            new OfficeRouter(
                                                    office,
                                                    transaction ->
                                                            registrar.serve(transaction, shard),
                                                    notifier,
                                                    below::responseTo);
                                    var core =
                                            new ProxyCore(
                                                    below,
                                                    timers,
                                                    shard,
                                                    transport,
                                                    locator,
                                                    router,
                                                    settings,
                                                    tokenKey,
                                                    watch,
                                                    proxyCounters);
                                    cores.add(core);
                                    return core;
                                });
                handlers.add(new SignsOfLife(reachability, layer));
                pings(layer, timers, shard, domains);
            }

            new SipMetrics(surroundings.metrics())
                    .register(
                            transportCounters,
                            transactionCounters,
                            proxyCounters,
                            locations,
                            reachability,
                            pingCounters,
                            subscriptions,
                            notifierCounters,
                            locations.counters(),
                            leniencies);
            new AdmissionMetrics(surroundings.metrics(), surroundings.health())
                    .register(admissionCounters, bans, overloads);
            for (var shard : shards) shard.start();
            transport.start(handlers);
            certificates.ifPresent(its -> {
                its.register(surroundings.metrics(), surroundings.health());
                its.start();
            });
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

    private int numberOfShards() {
        int asked = configuration.limits().number(Limit.SHARDS);
        return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
    }

    private EventLoopShard shard(int number) throws IOException {
        int queue = configuration.limits().number(Limit.SHARD_QUEUE);
        return new EventLoopShard(number, queue, System::nanoTime, transportCounters);
    }

    private TransportLayer transport() {
        var limits = configuration.limits();
        var messageLimits =
                new MessageLimits(
                        limits.number(Limit.HEAD),
                        limits.number(Limit.BODY),
                        limits.number(Limit.HEADER_LINES));
        return new TransportLayer(
                configuration.listen().stream().map(this::listener).toList(),
                shards,
                new MessageParser(messageLimits, leniencies),
                new TransportLimits(
                        limits.time(Limit.HANDSHAKE),
                        limits.time(Limit.MESSAGE),
                        limits.time(Limit.IDLE),
                        limits.time(Limit.CONNECT),
                        limits.number(Limit.QUEUED),
                        limits.number(Limit.CONNECTIONS),
                        limits.number(Limit.CONNECTIONS_PER_ADDRESS),
                        limits.number(Limit.SOCKET_BUFFER),
                        limits.number(Limit.MTU),
                        limits.time(Limit.TCP_REFUSAL),
                        limits.number(Limit.STREAM_THREADS)),
                transportCounters,
                System::nanoTime,
                random,
                bans);
    }

    private Listener listener(ListenAddress address) {
        var tls =
                address.transport().isSecure()
                        ? configuration.tls().map(Floors::tlsSettings)
                        : Optional.<TlsSettings>empty();
        return new Listener(address.transport(), address.address(), tls, configuration.advertise());
    }

    private static TlsSettings tlsSettings(Configuration.Tls tls) {
        return new TlsSettings(
                tls.certificate(),
                tls.key(),
                tls.hosts().stream()
                        .map(host -> new TlsSettings.Host(host.certificate(), host.key()))
                        .toList(),
                TlsSettings.ClientCertificates.valueOf(tls.clientCertificates().name()),
                tls.trust(),
                true);
    }

    private CertificateFiles certificates(Configuration.Tls tls) {
        return started(
                new CertificateFiles(
                        tls,
                        fresh -> transport.reloadTls(tlsSettings(fresh)),
                        transport::certificates,
                        clock));
    }

    private DnsServerLocator locator() {
        Set<Transport> supported =
                configuration.listen().stream()
                        .map(ListenAddress::transport)
                        .collect(Collectors.toSet());
        return new DnsServerLocator(supported, System::nanoTime, random, transportCounters);
    }

    private DigestAuthenticator authenticator() {
        var nonces =
                new Nonces(
                        secret.derived("nonce"),
                        configuration.limits().time(Limit.NONCE),
                        Nonces.DEFAULT_BOUND,
                        clock.instant());
        return new DigestAuthenticator(nonces, configuration.algorithms(), leniencies, reputation);
    }

    private AdmissionSettings admissionSettings() {
        var limits = configuration.limits();
        return new AdmissionSettings(
                configuration.trusted(),
                configuration.emergency(),
                limits.number(Limit.SOURCE_RATE),
                limits.number(Limit.SOURCE_BURST),
                limits.number(Limit.ACCOUNT_RATE),
                limits.number(Limit.ACCOUNT_BURST),
                limits.number(Limit.WRONG_PASSWORDS),
                limits.time(Limit.FORGIVING),
                limits.time(Limit.BAN_TIME),
                limits.number(Limit.BANS),
                limits.number(Limit.SOURCES),
                limits.time(Limit.ACQUAINTANCE),
                limits.time(Limit.BEHIND));
    }

    private FrontDoor frontDoor(EventLoopShard shard, Optional<Challenges> challenges) {
        var overload = new Overload(shard.number(), admission.behind().toNanos());
        overloads.add(overload);
        return new FrontDoor(
                admission,
                reputation,
                challenges,
                overload,
                shard,
                admissionCounters,
                new SplittableRandom(random.nextLong()));
    }

    private Registrar registrar(
            Surroundings surroundings,
            Domains domains,
            DigestAuthenticator authenticator,
            Gruus gruus) {
        var limits = configuration.limits();
        var longest = limits.time(Limit.MAXIMUM_EXPIRES);
        var settings =
                new RegistrarSettings(
                        longest,
                        limits.time(Limit.MINIMUM_EXPIRES),
                        longest,
                        limits.number(Limit.BINDINGS),
                        RegistrarSettings.DEFAULT.contactBytes(),
                        RegistrarSettings.DEFAULT.pathWithoutSupport(),
                        limits.time(Limit.FLOW_TIMER),
                        configuration.serviceRoute());
        var directory = surroundings.directory();
        var tags = new Identifiers(random);
        return new Registrar(
                settings,
                locations,
                new Registrar.Domains(
                        host -> domains.includeHost(host),
                        its -> new AddressOfRecord(its.user(), domains.first())),
                configuration.authentication() == Authentication.DIGEST
                        ? Optional.of(
                                new Registrar.Authentication(
                                        authenticator, directory.realm(), directory::ha1s))
                        : Optional.empty(),
                Optional.of(gruus),
                clock,
                InstantSource.system(),
                tags::tag);
    }

    private void pings(
            TransactionLayer layer, Timers timers, EventLoopShard shard, Domains domains) {
        var interval = configuration.limits().time(Limit.PING_INTERVAL);
        if (interval.isZero()) return;
        int number = shards.indexOf(shard);
        int bound = Math.max(1, configuration.limits().number(Limit.PINGS) / shards.size());
        var identifiers = new Identifiers(random);
        new Pings(
                        reachability,
                        new Pings.Place(number, shards.size(), shard, timers, layer, transport),
                        new Pings.Settings(interval, bound),
                        HostPort.of(domains.first()),
                        () -> ownCallId(identifiers, number),
                        identifiers::tag,
                        pingCounters)
                .start();
    }

    private CallId ownCallId(Identifiers identifiers, int shard) {
        var text = identifiers.tag();
        while (!transport.owns(shard, text)) text = identifiers.tag();
        return new CallId(text);
    }

    /// The temporary ones are nobody's business but the phone's.
    private static PublishedGruus.Registry published(Gruus gruus) {
        return (its, binding) ->
                gruus.publicGruu(its, binding)
                        .map(uri -> new PublishedGruus(uri.toString(), Optional.empty()));
    }

    private NotifierSettings notifierSettings() {
        var limits = configuration.limits();
        return new NotifierSettings(
                limits.time(Limit.MINIMUM_SUBSCRIPTION),
                limits.time(Limit.MAXIMUM_SUBSCRIPTION),
                limits.time(Limit.NOTIFY_RETRY),
                limits.number(Limit.NOTIFY_TRIES));
    }

    private DurableLocationService locations(LocationListener listener) throws IOException {
        var limits = configuration.limits();
        return DurableLocationService.open(
                configuration.data().resolve("bindings"),
                new DurableLocationService.Bounds(
                        limits.number(Limit.ALL_BINDINGS),
                        limits.number(Limit.UNSAVED_REGISTRATIONS),
                        limits.time(Limit.MAXIMUM_EXPIRES)),
                new DurableLocationService.Clocks(clock, InstantSource.system(), System::nanoTime),
                transport,
                listener);
    }

    private void sweepEverySecond() {
        var sweeper =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("sweeper").factory());
        started(sweeper::shutdownNow);
        sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            locations.sweep();
        } catch (RuntimeException e) {
            LOG.error("cannot sweep expired bindings", e);
        }
    }

    private TransactionLimits transactionLimits() {
        int each = Math.max(1, configuration.limits().number(Limit.TRANSACTIONS) / shards.size());
        return new TransactionLimits(each, each, TransactionLimits.DEFAULT.patience());
    }

    private ProxySettings proxySettings() {
        var limits = configuration.limits();
        return new ProxySettings(
                Set.copyOf(configuration.domains()),
                limits.time(Limit.TIMER_C),
                TIMER_F,
                limits.number(Limit.TARGETS),
                limits.number(Limit.ROUTES),
                limits.number(Limit.CANDIDATES),
                limits.number(Limit.REQUESTS_PER_CALL),
                limits.number(Limit.BREADTH));
    }

    @Override
    public List<ListenAddress> addresses() {
        return transport.listening().stream()
                .map(listener -> new ListenAddress(listener.transport(), listener.address()))
                .toList();
    }

    @Override
    public void registrations(String user, Consumer<RegistrationLine> reader) {
        var now = clock.instant();
        Consumer<Bindings> each =
                bindings -> {
                    for (var binding : bindings.all())
                        reader.accept(
                                RegistrationLine.of(
                                        bindings.addressOfRecord().user(),
                                        binding,
                                        reachability.silentSince(binding),
                                        now));
                };
        if (user.isEmpty()) locations.forEach(now, each);
        else each.accept(locations.bindings(new AddressOfRecord(user, configuration.realm()), now));
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

    /// Subscriptions do not outlive the process, so phones are told to subscribe again later.
    @Override
    public void drain(Duration limit) throws InterruptedException {
        draining = true;
        for (int i = 0; i < shards.size(); i++) end(notifiers.get(i), shards.get(i));
        long end = System.nanoTime() + limit.toNanos();
        while ((proxyCounters.waiting() > 0 || subscriptions.size() > 0) && System.nanoTime() < end)
            Thread.sleep(20);
    }

    private static void end(Notifier notifier, EventLoopShard shard) {
        try {
            shard.execute(() -> notifier.end(TerminationReason.PROBATION));
        } catch (RejectedExecutionException e) {
            LOG.warn("a shard is too busy to end its subscriptions");
        }
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
