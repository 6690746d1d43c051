package io.switchhook.server;

import io.switchhook.ladder.Recorder;
import io.switchhook.pbx.admission.AdmissionSettings;
import io.switchhook.server.Configuration.Authentication;
import io.switchhook.sip.event.NotifierSettings;
import io.switchhook.sip.event.SubscriptionBounds;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.proxy.ProxySettings;
import io.switchhook.sip.registrar.DurableLocationService;
import io.switchhook.sip.registrar.Pings;
import io.switchhook.sip.registrar.RegistrarSettings;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transport.Listener;
import io.switchhook.sip.transport.TlsSettings;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.transport.TransportLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// What each floor has to know of the configuration, in the floor's own words.
///
/// @param leniencies shared by all who read messages, since they are counted
record FloorSettings(Configuration configuration, Leniencies leniencies) {
    private static final Duration TIMER_F = TimerValues.DEFAULT.t1().multipliedBy(64);

    static FloorSettings of(Configuration configuration) {
        return new FloorSettings(configuration, Leniencies.without(configuration.strict()));
    }

    private int number(Limit limit) {
        return configuration.limits().number(limit);
    }

    private Duration time(Limit limit) {
        return configuration.limits().time(limit);
    }

    boolean isOpenToEverybody() {
        return configuration.authentication() == Authentication.NONE;
    }

    /// Each shard and each thread of the connections has a tape of its own.
    Recorder recorder(LongSupplier nanoTime) {
        int threads = shards() + transport().streamThreads();
        return new Recorder(number(Limit.LADDER), threads, nanoTime);
    }

    int shards() {
        return halfOfTheProcessors(Limit.SHARDS);
    }

    /// Unless the operator says otherwise: shards and connections share the processors, and threads beyond those wait for
    /// each other.
    private int halfOfTheProcessors(Limit limit) {
        int asked = number(limit);
        return asked > 0 ? asked : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    List<Listener> listeners() {
        return configuration.listen().stream().map(this::listener).toList();
    }

    private Listener listener(ListenAddress address) {
        var tls =
                address.transport().isSecure()
                        ? configuration.tls().map(FloorSettings::tls)
                        : Optional.<TlsSettings>empty();
        return new Listener(address.transport(), address.address(), tls, configuration.advertise());
    }

    Set<Transport> transports() {
        return configuration.listen().stream()
                .map(ListenAddress::transport)
                .collect(Collectors.toSet());
    }

    static TlsSettings tls(Configuration.Tls tls) {
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

    MessageParser parser() {
        var limits =
                new MessageLimits(
                        number(Limit.HEAD), number(Limit.BODY), number(Limit.HEADER_LINES));
        return new MessageParser(limits, leniencies);
    }

    TransportLimits transport() {
        return new TransportLimits(
                time(Limit.HANDSHAKE),
                time(Limit.MESSAGE),
                time(Limit.IDLE),
                time(Limit.CONNECT),
                number(Limit.QUEUED),
                number(Limit.CONNECTIONS),
                number(Limit.CONNECTIONS_PER_ADDRESS),
                number(Limit.SOCKET_BUFFER),
                number(Limit.MTU),
                time(Limit.TCP_REFUSAL),
                halfOfTheProcessors(Limit.STREAM_THREADS));
    }

    /// Of one shard.
    TransactionLimits transactions() {
        int each = Math.max(1, number(Limit.TRANSACTIONS) / shards());
        return new TransactionLimits(each, each, TransactionLimits.DEFAULT.patience());
    }

    ProxySettings proxy() {
        return new ProxySettings(
                Set.copyOf(configuration.domains()),
                time(Limit.TIMER_C),
                TIMER_F,
                number(Limit.TARGETS),
                number(Limit.ROUTES),
                number(Limit.CANDIDATES),
                number(Limit.REQUESTS_PER_CALL),
                number(Limit.BREADTH));
    }

    NotifierSettings notifier() {
        return new NotifierSettings(
                time(Limit.MINIMUM_SUBSCRIPTION),
                time(Limit.MAXIMUM_SUBSCRIPTION),
                time(Limit.NOTIFY_RETRY),
                number(Limit.NOTIFY_TRIES));
    }

    SubscriptionBounds subscriptions() {
        return new SubscriptionBounds(
                number(Limit.SUBSCRIPTIONS), number(Limit.SUBSCRIPTIONS_PER_ACCOUNT));
    }

    RegistrarSettings registrar() {
        var longest = time(Limit.MAXIMUM_EXPIRES);
        return new RegistrarSettings(
                longest,
                time(Limit.MINIMUM_EXPIRES),
                longest,
                number(Limit.BINDINGS),
                RegistrarSettings.DEFAULT.contactBytes(),
                RegistrarSettings.DEFAULT.pathWithoutSupport(),
                time(Limit.FLOW_TIMER),
                configuration.serviceRoute());
    }

    DurableLocationService.Bounds locations() {
        return new DurableLocationService.Bounds(
                number(Limit.ALL_BINDINGS),
                number(Limit.UNSAVED_REGISTRATIONS),
                time(Limit.MAXIMUM_EXPIRES));
    }

    /// Of one shard; empty if phones are not asked whether they are there.
    Optional<Pings.Settings> pings() {
        var interval = time(Limit.PING_INTERVAL);
        if (interval.isZero()) return Optional.empty();
        return Optional.of(
                new Pings.Settings(interval, Math.max(1, number(Limit.PINGS) / shards())));
    }

    AdmissionSettings admission() {
        return new AdmissionSettings(
                configuration.trusted(),
                configuration.emergency(),
                number(Limit.SOURCE_RATE),
                number(Limit.SOURCE_BURST),
                number(Limit.ACCOUNT_RATE),
                number(Limit.ACCOUNT_BURST),
                number(Limit.WRONG_PASSWORDS),
                time(Limit.FORGIVING),
                time(Limit.BAN_TIME),
                number(Limit.BANS),
                number(Limit.SOURCES),
                time(Limit.ACQUAINTANCE),
                time(Limit.BEHIND));
    }
}
