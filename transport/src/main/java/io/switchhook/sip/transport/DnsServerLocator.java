package io.switchhook.sip.transport;

import io.switchhook.sip.transport.NameService.Address;
import io.switchhook.sip.transport.NameService.Naptr;
import io.switchhook.sip.transport.NameService.Resource;
import io.switchhook.sip.transport.NameService.Srv;
import io.switchhook.sip.transport.NameService.Type;
import io.switchhook.sip.transport.TransportCounters.Dropped;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds servers in the DNS: RFC 3263 §4.
///
/// ```
/// transport   said by the URI, else UDP (sips: TLS) if host is an address or a port is said,
///             else by NAPTR, else by which SRV there are, else UDP (sips: TLS)
/// port        said by the URI; none is said and host is a name: by SRV; else the transport's default
/// addresses   A and AAAA of the host or of the SRV's target
/// ```
///
/// Names are asked for on virtual threads; answers are kept for their time to live, and so are failures, for a while.
public final class DnsServerLocator implements ServerLocator, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsServerLocator.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int LOOKUPS_AT_ONCE = 1_000;
    private static final int MOST_CANDIDATES = 32;

    /// Without NAPTR, in this order; WebSockets are not opened by servers.
    private static final List<Transport> BY_SRV =
            List.of(Transport.UDP, Transport.TCP, Transport.TLS);

    private final Set<Transport> supported;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final TransportCounters counters;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore lookups = new Semaphore(LOOKUPS_AT_ONCE);
    private final NameCache names;

    /// Asks the name servers that this machine is configured with.
    ///
    /// @param supported the transports that there are listeners for
    /// @param random for the choice among servers by weight; used by several threads
    public DnsServerLocator(
            Set<Transport> supported,
            LongSupplier nanoClock,
            RandomGenerator random,
            TransportCounters counters) {
        this(new DnsNames(), supported, nanoClock, random, counters);
    }

    DnsServerLocator(
            NameService service,
            Set<Transport> supported,
            LongSupplier nanoClock,
            RandomGenerator random,
            TransportCounters counters) {
        this.supported = Set.copyOf(supported);
        this.clock = nanoClock;
        this.random = random;
        this.counters = counters;
        this.names = new NameCache(service, threads, nanoClock);
    }

    @Override
    public void locate(SipUri uri, Shard shard, Consumer<List<Destination>> found) {
        var target = Target.of(uri);
        if (target.isEmpty()) {
            found.accept(List.of());
            return;
        }
        var numeric = Addresses.ofLiteral(target.get().name());
        if (numeric.isPresent()) {
            found.accept(List.of(target.get().at(numeric.get())));
        } else if (!lookups.tryAcquire()) {
            counters.count(Dropped.LOOKUPS);
            LOG.warn("more than {} lookups at once; dropped that of {}", LOOKUPS_AT_ONCE, uri);
            found.accept(List.of());
        } else {
            lookUp(target.get(), shard, found);
        }
    }

    private void lookUp(Target target, Shard shard, Consumer<List<Destination>> found) {
        threads.execute(() -> {
            List<Destination> destinations = List.of();
            try {
                destinations = new Lookup(target).destinations();
                if (destinations.isEmpty()) LOG.debug("no server for {}", target.name());
            } finally {
                lookups.release();
                tell(shard, found, destinations);
            }
        });
    }

    private static void tell(
            Shard shard, Consumer<List<Destination>> found, List<Destination> destinations) {
        try {
            shard.execute(() -> found.accept(destinations));
        } catch (RejectedExecutionException e) {
            LOG.debug("nobody to tell of {}", destinations);
        }
    }

    /// What a URI says about its server.
    ///
    /// @param name what is looked up: `maddr` if there is one, else the host
    /// @param host what a certificate must show
    /// @param chosen the transport that the URI says
    private record Target(
            String name, int port, String host, boolean secure, Optional<Transport> chosen) {

        /// Empty where no server can be: an unknown transport, `sips` over UDP, a name under `.invalid` (RFC 2606 §2).
        static Optional<Target> of(SipUri uri) {
            var said = uri.parameters().get("transport");
            var chosen = said.flatMap(Transport::of).map(t -> uri.secure() ? secured(t) : t);
            if (said.isPresent() && chosen.isEmpty()) return Optional.empty();
            if (uri.secure() && chosen.isPresent() && !chosen.get().isSecure())
                return Optional.empty();
            String name = uri.parameters().get("maddr").orElse(uri.host());
            name = name.toLowerCase(Locale.ROOT);
            if (name.endsWith(".")) name = name.substring(0, name.length() - 1);
            if (name.endsWith(".invalid") || name.equals("invalid")) return Optional.empty();
            return Optional.of(
                    new Target(
                            name, uri.hostPort().portOrZero(), uri.host(), uri.secure(), chosen));
        }

        private static Transport secured(Transport transport) {
            return switch (transport) {
                case TCP -> Transport.TLS;
                case WS -> Transport.WSS;
                case UDP, TLS, WSS -> transport;
            };
        }

        Transport transport() {
            return chosen.orElse(secure ? Transport.TLS : Transport.UDP);
        }

        HostPort hostPort() {
            return HostPort.of(name, port);
        }

        Destination at(InetAddress address) {
            return at(address, transport(), hostPort().portOr(transport().defaultPort()));
        }

        Destination at(InetAddress address, Transport transport, int port) {
            return new Destination(
                    transport, new InetSocketAddress(address, port), host, chosen.isPresent());
        }
    }

    /// One walk through the DNS, on a virtual thread.
    private final class Lookup {
        private final Target target;
        private final long deadline = clock.getAsLong() + DEADLINE.toNanos();
        private final SequencedSet<Destination> found = new LinkedHashSet<>();

        Lookup(Target target) {
            this.target = target;
        }

        List<Destination> destinations() {
            if (target.port() != 0 || target.transport().isWebSocket()) {
                byAddress();
                return candidates();
            }
            if (target.chosen().isPresent()) {
                bySrv(service(target.transport(), target.name()), target.transport());
            } else {
                byNaptr();
                if (found.isEmpty()) byAnySrv();
            }
            if (found.isEmpty()) byAddress();
            return candidates();
        }

        private List<Destination> candidates() {
            return found.stream().limit(MOST_CANDIDATES).toList();
        }

        /// §4.1: the server says which transports it prefers.
        private void byNaptr() {
            var services =
                    select(answers(names.ask(target.name(), Type.NAPTR)), Naptr.class).stream()
                            .filter(naptr -> naptr.flags().equalsIgnoreCase("s"))
                            .sorted(
                                    Comparator.comparingInt(Naptr::order)
                                            .thenComparingInt(Naptr::preference))
                            .toList();
            for (var naptr : services) {
                var transport = transport(naptr.service());
                if (transport.isPresent() && isWanted(transport.get()))
                    bySrv(naptr.replacement(), transport.get());
            }
        }

        private Optional<Transport> transport(String service) {
            return switch (service.toUpperCase(Locale.ROOT)) {
                case "SIP+D2U" -> Optional.of(Transport.UDP);
                case "SIP+D2T" -> Optional.of(Transport.TCP);
                case "SIPS+D2T" -> Optional.of(Transport.TLS);
                default -> Optional.empty();
            };
        }

        private boolean isWanted(Transport transport) {
            return supported.contains(transport) && (transport.isSecure() || !target.secure());
        }

        /// §4.1: a transport for which there is an SRV record is one that the server has.
        private void byAnySrv() {
            var wanted = BY_SRV.stream().filter(this::isWanted).toList();
            // Asked all at once, then read one after the other.
            wanted.forEach(transport -> names.ask(service(transport, target.name()), Type.SRV));
            for (var transport : wanted) bySrv(service(transport, target.name()), transport);
        }

        private static String service(Transport transport, String name) {
            return switch (transport) {
                case UDP -> "_sip._udp." + name;
                case TCP, WS -> "_sip._tcp." + name;
                case TLS, WSS -> "_sips._tcp." + name;
            };
        }

        /// §4.2: servers and their ports.
        private void bySrv(String service, Transport transport) {
            var servers = select(answers(names.ask(service, Type.SRV)), Srv.class);
            for (var server : SrvOrder.of(servers, random)) {
                // RFC 2782: a target of "." says that there is no such service.
                if (server.target().isEmpty() || server.target().equals(".")) continue;
                for (var address : addresses(server.target()))
                    found.add(
                            new Destination(
                                    transport,
                                    new InetSocketAddress(address, server.port()),
                                    target.host(),
                                    true));
            }
        }

        private void byAddress() {
            var transport = target.transport();
            int port = target.hostPort().portOr(transport.defaultPort());
            for (var address : addresses(target.name()))
                found.add(target.at(address, transport, port));
        }

        private List<InetAddress> addresses(String name) {
            if (found.size() >= MOST_CANDIDATES) return List.of();
            var ipv4 = names.ask(name, Type.A);
            var ipv6 = names.ask(name, Type.AAAA);
            var addresses = new ArrayList<InetAddress>();
            for (var address : select(answers(ipv4), Address.class)) addresses.add(address.ip());
            for (var address : select(answers(ipv6), Address.class)) addresses.add(address.ip());
            return addresses;
        }

        private List<? extends Resource> answers(CompletableFuture<NameService.Answer> answer) {
            try {
                long left = deadline - clock.getAsLong();
                return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS).resources();
            } catch (TimeoutException e) {
                LOG.debug("the DNS took too long for {}", target.name());
            } catch (ExecutionException e) {
                LOG.debug("looking up {} failed", target.name(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        }

        private static <T extends Resource> List<T> select(
                List<? extends Resource> resources, Class<T> type) {
            var selected = new ArrayList<T>();
            for (var resource : resources)
                if (type.isInstance(resource)) selected.add(type.cast(resource));
            return selected;
        }
    }

    /// Ends the lookups under way; those who asked hear nothing more.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
