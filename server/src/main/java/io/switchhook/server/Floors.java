package io.switchhook.server;

import io.switchhook.console.Health.Problem;
import io.switchhook.console.Health.Status;
import io.switchhook.pbx.route.Admission;
import io.switchhook.pbx.route.Domains;
import io.switchhook.pbx.route.OfficeRouter;
import io.switchhook.pbx.route.OfficeRouter.Office;
import io.switchhook.server.Configuration.Authentication;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.Nonces;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.proxy.ProxyCore;
import io.switchhook.sip.proxy.ProxyCounters;
import io.switchhook.sip.proxy.ProxySettings;
import io.switchhook.sip.registrar.DurableLocationService;
import io.switchhook.sip.registrar.Registrar;
import io.switchhook.sip.registrar.RegistrarSettings;
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
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
    private final Leniencies leniencies;
    private final List<EventLoopShard> shards = new ArrayList<>();
    private final List<ProxyCore> cores = new ArrayList<>();
    private final TransportLayer transport;
    private final DurableLocationService locations;
    private volatile boolean draining;

    private Floors(Surroundings surroundings) throws StartException, IOException {
        configuration = surroundings.configuration();
        secret = Secret.in(configuration.data(), random);
        leniencies = Leniencies.without(configuration.strict());
        try {
            // Ground floor
            for (int i = 0; i < numberOfShards(); i++) shards.add(started(shard(i)));
            transport = started(transport());
            var locator = started(locator());

            // Third floor
            var domains =
                    new Domains(
                            configuration.domains(),
                            it -> transport.isOurs(it.host(), it.portOrZero()));
            locations = started(locations());
            surroundings
                    .health()
                    .add(
                            "registrations",
                            () ->
                                    locations
                                            .problem()
                                            .map(what -> new Problem(Status.WARNING, what)));
            surroundings
                    .directory()
                    .onRemoval(gone ->
                            locations.remove(new AddressOfRecord(gone.user(), domains.first())));
            var authenticator = authenticator();
            var registrar = registrar(surroundings, domains, authenticator);
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
                            clock,
                            () -> draining);

            // Second floor and first floor, once for each shard
            var settings = proxySettings();
            byte[] tokenKey = secret.derived("record-route");
            var watch = new CallWatch(surroundings.calls());
            var handlers = new ArrayList<MessageHandler>();
            for (var shard : shards) {
                var timers = new Timers(shard::nanoTime);
                shard.add(timers);
                handlers.add(
                        new TransactionLayer(
                                shard,
                                timers,
                                TimerValues.DEFAULT,
                                transactionLimits(),
                                new Identifiers(random),
                                transactionCounters,
                                layer -> {
                                    var router =
                                            new OfficeRouter(
                                                    office,
                                                    transaction ->
                                                            registrar.serve(transaction, shard),
                                                    layer::responseTo);
                                    var core =
                                            new ProxyCore(
                                                    layer,
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
                                }));
            }

            new SipMetrics(surroundings.metrics())
                    .register(
                            transportCounters,
                            transactionCounters,
                            proxyCounters,
                            locations,
                            locations.counters(),
                            leniencies);
            for (var shard : shards) shard.start();
            transport.start(handlers);
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
                random);
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
                TlsSettings.ClientCertificates.valueOf(tls.clientCertificates().name()),
                tls.trust(),
                true);
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
        return new DigestAuthenticator(nonces, configuration.algorithms(), leniencies);
    }

    private Registrar registrar(
            Surroundings surroundings, Domains domains, DigestAuthenticator authenticator) {
        var limits = configuration.limits();
        var longest = limits.time(Limit.MAXIMUM_EXPIRES);
        var settings =
                new RegistrarSettings(
                        longest,
                        limits.time(Limit.MINIMUM_EXPIRES),
                        longest,
                        limits.number(Limit.BINDINGS),
                        RegistrarSettings.DEFAULT.contactBytes(),
                        RegistrarSettings.DEFAULT.pathWithoutSupport());
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
                clock,
                tags::tag);
    }

    private DurableLocationService locations() throws IOException {
        var limits = configuration.limits();
        return DurableLocationService.open(
                configuration.data().resolve("bindings"),
                new DurableLocationService.Bounds(
                        limits.number(Limit.ALL_BINDINGS),
                        limits.number(Limit.UNSAVED_REGISTRATIONS),
                        limits.time(Limit.MAXIMUM_EXPIRES)),
                new DurableLocationService.Clocks(clock, InstantSource.system(), System::nanoTime),
                transport,
                new LocationLog());
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
                limits.number(Limit.REQUESTS_PER_CALL));
    }

    @Override
    public List<ListenAddress> addresses() {
        return transport.listening().stream()
                .map(listener -> new ListenAddress(listener.transport(), listener.address()))
                .toList();
    }

    @Override
    public List<String> reload(Configuration fresh) throws StartException {
        if (configuration.tls().isEmpty()) return List.of();
        try {
            transport.reloadTls();
            return List.of("certificates");
        } catch (IOException e) {
            throw new StartException(Reasons.of(e), e);
        }
    }

    @Override
    public void drain(Duration limit) throws InterruptedException {
        draining = true;
        long end = System.nanoTime() + limit.toNanos();
        while (proxyCounters.waiting() > 0 && System.nanoTime() < end) Thread.sleep(20);
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
