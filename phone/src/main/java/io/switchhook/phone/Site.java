package io.switchhook.phone;

import io.switchhook.media.rtp.EndSystem;
import io.switchhook.phone.audio.Lateness;
import io.switchhook.phone.audio.Metronome;
import io.switchhook.phone.audio.RtpHost;
import io.switchhook.phone.audio.RtpSounds;
import io.switchhook.phone.settings.Settings;
import io.switchhook.phone.video.RtpVideos;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transport.DnsServerLocator;
import io.switchhook.sip.transport.Doorkeeper;
import io.switchhook.sip.transport.EventLoopShard;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.Listener;
import io.switchhook.sip.transport.TlsSettings;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.transport.TransportCounters;
import io.switchhook.sip.transport.TransportLayer;
import io.switchhook.sip.transport.TransportLimits;
import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/// Where phones stand: an address of this host, one thread for their signaling and one for their sound. Thread-safe.
public final class Site implements AutoCloseable {
    private static final int TASKS = 65_536;
    private static final int SOCKET_BUFFER = 256 * 1024;
    private static final int PORT_TRIES = 100;

    private final InetAddress address;
    private final Optional<TlsSettings> tls;
    private final Authorities authorities;
    private final SecureRandom random = new SecureRandom();
    private final TransportCounters counters = new TransportCounters();
    private final EventLoopShard shard;
    private final Timers timers;
    private final DnsServerLocator locator;
    private final Metronome metronome = new Metronome(System::nanoTime);
    private final List<Phone> phones = new CopyOnWriteArrayList<>();

    private Site(InetAddress address, Optional<TlsSettings> tls, Authorities authorities)
            throws IOException {
        this.address = address;
        this.tls = tls;
        this.authorities = authorities;
        shard = new EventLoopShard(0, TASKS, System::nanoTime, counters);
        timers = new Timers(shard::nanoTime);
        shard.add(timers);
        shard.start();
        locator =
                new DnsServerLocator(
                        Set.of(Transport.UDP, Transport.TCP, Transport.TLS),
                        System::nanoTime,
                        random,
                        counters);
    }

    /// @param address of this host, that phones are reached at
    /// @throws IOException if the process may open no more files
    public static Site on(InetAddress address) throws IOException {
        return on(address, Authorities.usual());
    }

    /// @param authorities whom the phones believe where they fetch files
    /// @throws IOException if the process may open no more files
    public static Site on(InetAddress address, Authorities authorities) throws IOException {
        return new Site(address, Optional.empty(), authorities);
    }

    /// A site whose phones can talk over TLS.
    ///
    /// @param tls the certificate that the phones show, and the authorities that they trust, for files as well; whether they check
    ///     the certificate of a SIP server at all is a setting of theirs
    /// @throws IOException if the process may open no more files, or the authorities cannot be read
    public static Site on(InetAddress address, TlsSettings tls) throws IOException {
        var authorities =
                tls.trust().isPresent() ? Authorities.of(tls.trust().get()) : Authorities.usual();
        return new Site(address, Optional.of(tls), authorities);
    }

    /// Sets up a phone and switches it on.
    ///
    /// @throws IOException if there is no port left
    public Phone phone(Settings settings) throws IOException {
        return phone(settings, _ -> {}, Wiretap.NONE);
    }

    /// Sets up a phone that looks for new files at the server of its first ones when it is told to.
    ///
    /// @param listener as of [Phone#listen]
    /// @throws IOException if there is no port left
    public Phone phone(Boot boot, Consumer<PhoneEvent> listener, Wiretap tap) throws IOException {
        return phone(boot.settings(), boot.origin(), listener, tap);
    }

    /// The same, with somebody who hears of all that happens from the first moment on.
    ///
    /// @param listener as of [Phone#listen]
    /// @param tap sees the phone's messages
    /// @throws IOException if there is no port left
    public Phone phone(Settings settings, Consumer<PhoneEvent> listener, Wiretap tap)
            throws IOException {
        return phone(settings, Optional.empty(), listener, tap);
    }

    private Phone phone(
            Settings settings,
            Optional<Boot.Origin> origin,
            Consumer<PhoneEvent> listener,
            Wiretap tap)
            throws IOException {
        Phone phone = null;
        for (int i = 0; phone == null; i++) {
            try {
                phone = at(freePort(), settings, tap);
            } catch (IOException e) {
                if (i >= PORT_TRIES) throw e;
            }
        }
        phone.listen(listener);
        phone.provisionedFrom(origin);
        phones.add(phone);
        phone.start();
        return phone;
    }

    /// Looks for the files of a phone out of its box, and waits until a server has one for it alone.
    ///
    /// @param limit for how long at most
    /// @param listener hears what happens meanwhile, on a thread of the site: it must not wait
    /// @return empty if there was none until then
    /// @throws IOException if it cannot ask from there
    public Optional<Boot> find(PnpSearch search, Duration limit, Consumer<PhoneEvent> listener)
            throws IOException {
        try (var socket = PnpSocket.on(address)) {
            var finder = new Finder(search, shard, listener);
            var client = new PnpClient(search, ground(socket, _ -> socket.port()), finder);
            socket.start(client.handler(), shard);
            shard.execute(client::start);
            try {
                return finder.found(limit);
            } finally {
                shard.execute(client::close);
            }
        }
    }

    private Phone at(int port, Settings settings, Wiretap tap) throws IOException {
        int tlsPort = usesTls(settings) ? freePort() : 0;
        var transport =
                new TransportLayer(
                        listeners(settings, port, tlsPort),
                        List.of(shard),
                        new MessageParser(MessageLimits.DEFAULT, Leniencies.all()),
                        limits(),
                        counters,
                        System::nanoTime,
                        random,
                        Doorkeeper.ABSENT);
        var tapped = WrappedFlow.flows(transport, flow -> new TappedFlow(flow, tap));
        var ground = ground(tapped, over -> over.isSecure() ? tlsPort : port);
        var phone = new Phone(settings, ground, transport::close);
        transport.start(List.of(TappedFlow.handler(phone.handler(), tap)));
        return phone;
    }

    /// @param ports where requests arrive, by transport
    private Ground ground(Flows flows, ToIntFunction<Transport> ports) {
        var media =
                new RtpHost(
                        metronome, address, EndSystem.anonymous(InstantSource.system(), random));
        return new Ground(
                shard,
                timers,
                flows,
                locator,
                over -> HostPort.of(literal(), ports.applyAsInt(over)),
                address.getHostAddress(),
                authorities,
                new RtpSounds(media),
                new RtpVideos(media),
                random);
    }

    private static boolean usesTls(Settings settings) {
        return settings.accounts().stream()
                .filter(account -> account.enabled())
                .anyMatch(account ->
                        Transports.of(account.registration().transport()) == Transport.TLS);
    }

    private List<Listener> listeners(Settings settings, int port, int tlsPort) throws IOException {
        var place = new InetSocketAddress(address, port);
        var listeners = new ArrayList<Listener>();
        listeners.add(Listener.of(Transport.UDP, place));
        listeners.add(Listener.of(Transport.TCP, place));
        if (tlsPort == 0) return listeners;
        var shown =
                tls.orElseThrow(
                        () -> new IOException("a phone over TLS needs a certificate to show"));
        boolean checks = settings.features().checksCertificates();
        listeners.add(
                Listener.of(
                        Transport.TLS,
                        new InetSocketAddress(address, tlsPort),
                        checks ? shown : shown.withoutServerVerification()));
        return listeners;
    }

    private String literal() {
        String text = address.getHostAddress();
        return text.indexOf(':') >= 0 ? '[' + text + ']' : text;
    }

    private static TransportLimits limits() {
        var usual = TransportLimits.DEFAULT;
        return new TransportLimits(
                usual.handshake(),
                usual.message(),
                Duration.ofHours(24),
                usual.connect(),
                usual.queuedBytes(),
                100,
                100,
                SOCKET_BUFFER,
                usual.mtuBytes(),
                usual.tcpRefusalMemory(),
                1);
    }

    /// One that nobody has, for UDP nor TCP.
    private int freePort() throws IOException {
        for (int i = 0; i < PORT_TRIES; i++) {
            try (var tcp = new ServerSocket()) {
                tcp.bind(new InetSocketAddress(address, 0));
                int port = tcp.getLocalPort();
                try (var udp = new DatagramSocket(new InetSocketAddress(address, port))) {
                    return udp.getLocalPort();
                }
            } catch (java.net.BindException e) {
                // Another process was faster, or has the one but not the other.
            }
        }
        throw new IOException("no free port on " + address.getHostAddress());
    }

    /// How punctual the sound of all calls is.
    public Lateness lateness() {
        return metronome.lateness();
    }

    /// Switches all phones off.
    @Override
    public void close() {
        phones.forEach(Phone::close);
        metronome.close();
        locator.close();
        shard.close();
    }
}
