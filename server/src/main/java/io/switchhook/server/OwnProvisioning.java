package io.switchhook.server;

import io.switchhook.pbx.admission.Reputation;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.Transport;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.serve.DeskAddress;
import io.switchhook.provisioning.serve.DeskCounters;
import io.switchhook.provisioning.serve.FileDesk;
import io.switchhook.provisioning.serve.FileServer;
import io.switchhook.provisioning.serve.PnpResponder;
import io.switchhook.provisioning.serve.ResourceFolder;
import io.switchhook.provisioning.serve.SipService;
import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files for phones of a server, with its certificate.
final class OwnProvisioning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnProvisioning.class);
    private static final String RESOURCES = "provisioning";

    private final FileDesk desk;
    private final FileServer server;
    private final DeskCounters counters;
    private final @Nullable CertificateFiles certificates;
    private final Optional<PnpResponder> pnp;

    private OwnProvisioning(
            FileDesk desk,
            FileServer server,
            DeskCounters counters,
            @Nullable CertificateFiles certificates,
            Optional<PnpResponder> pnp) {
        this.desk = desk;
        this.pnp = pnp;
        this.server = server;
        this.counters = counters;
        this.certificates = certificates;
    }

    /// @param sip where phones can register
    /// @throws StartException naming the address and the reason, with nothing left open
    static OwnProvisioning start(
            Configuration configuration,
            ModelCatalog catalog,
            Devices devices,
            Directory directory,
            Reputation reputation,
            Fleet fleet,
            List<ListenAddress> sip)
            throws StartException {
        var limits = configuration.limits();
        var counters = new DeskCounters();
        var desk =
                new FileDesk(
                        new FileDesk.Setting(
                                catalog,
                                devices,
                                directory,
                                service(configuration, sip),
                                resources(configuration),
                                reputation,
                                fleet.rollouts(),
                                fleet.notes(),
                                fleet.heard(),
                                InstantSource.system(),
                                System::nanoTime,
                                new SecureRandom()),
                        new FileDesk.Bounds(
                                limits.number(Limit.FILE_RATE),
                                limits.number(Limit.FILE_BURST),
                                limits.number(Limit.SOURCES),
                                limits.number(Limit.FILES_AT_ONCE)),
                        counters);
        Deque<CertificateFiles> looking = new ArrayDeque<>(1);
        try {
            var tls = tls(configuration, looking);
            var server =
                    FileServer.start(
                            configuration.provisioning().addresses(),
                            desk,
                            new FileServer.Bounds(
                                    limits.number(Limit.FILE_CONNECTIONS),
                                    limits.number(Limit.FILE_CONNECTIONS_PER_ADDRESS),
                                    limits.number(Limit.FILE_REQUEST),
                                    limits.time(Limit.FILE_TIME),
                                    limits.number(Limit.FILE_TRANSFERS),
                                    limits.time(Limit.TFTP_RETRY)),
                            tls);
            looking.forEach(CertificateFiles::start);
            var pnp = pnp(configuration, desk, server);
            return new OwnProvisioning(desk, server, counters, looking.peekFirst(), pnp);
        } catch (IOException e) {
            looking.forEach(CertificateFiles::close);
            throw new StartException("cannot listen on provisioning " + Reasons.of(e), e);
        }
    }

    /// Where lies what phones fetch besides their configuration.
    static ResourceFolder resources(Configuration configuration) {
        return new ResourceFolder(
                configuration.data().resolve(RESOURCES),
                configuration.limits().bytes(Limit.RESOURCE));
    }

    private static Optional<PnpResponder> pnp(
            Configuration configuration, FileDesk desk, FileServer server) throws IOException {
        var group = configuration.provisioning().pnp();
        if (group.isEmpty()) return Optional.empty();
        try {
            return Optional.of(
                    PnpResponder.start(
                            group.get(),
                            desk,
                            local -> url(server.addresses(), local),
                            System::nanoTime,
                            new SecureRandom()));
        } catch (IOException e) {
            server.close();
            throw new IOException(ListenAddress.text(group.get()) + ": " + Reasons.of(e), e);
        }
    }

    /// Of the first address, the way the phone reaches it.
    private static String url(List<DeskAddress> addresses, InetAddress local) {
        var first = addresses.getFirst();
        var bound = first.address();
        var reached =
                bound.getAddress().isAnyLocalAddress()
                        ? new InetSocketAddress(local, bound.getPort())
                        : bound;
        return first.scheme() + "://" + ListenAddress.text(reached) + "/";
    }

    private static Optional<FileServer.Tls> tls(
            Configuration configuration, Deque<CertificateFiles> looking) throws IOException {
        if (!configuration.provisioning().isSecure()) return Optional.empty();
        var files = configuration.tls().orElseThrow();
        var shown = new WebTls(files);
        looking.add(new CertificateFiles(files, shown::use, shown::inUse, InstantSource.system()));
        var trust = configuration.provisioning().trust();
        return Optional.of(
                trust.isPresent()
                        ? new FileServer.Tls(shown.context(trust.get()), true)
                        : new FileServer.Tls(shown.context(), false));
    }

    /// The first listener that desk phones can use.
    private static SipService service(Configuration configuration, List<ListenAddress> sip)
            throws StartException {
        for (var transport : Transport.values())
            for (var one : sip)
                if (one.transport().name().equals(transport.name()))
                    return service(configuration, one, transport);
        throw new StartException(
                "provisioning needs a udp://, tcp:// or tls:// listener, where phones can"
                        + " register");
    }

    private static SipService service(
            Configuration configuration, ListenAddress listener, Transport transport) {
        var advertised = configuration.advertise();
        int port = listener.address().getPort();
        var bound =
                Optional.of(listener.address().getAddress())
                        .filter(it -> !it.isAnyLocalAddress())
                        .map(InetAddress::getHostAddress);
        return new SipService(
                configuration.realm(),
                advertised.map(HostPort::host).or(() -> bound),
                advertised.map(HostPort::portOrZero).filter(it -> it > 0).orElse(port),
                transport);
    }

    /// With the ports that they really have.
    List<DeskAddress> addresses() {
        return server.addresses();
    }

    FileDesk desk() {
        return desk;
    }

    DeskCounters counters() {
        return counters;
    }

    /// Takes new certificate files, which were found to be good.
    void reload(Configuration.Tls fresh) {
        if (certificates == null) return;
        try {
            certificates.reload(fresh);
        } catch (IOException e) {
            LOG.error("provisioning: {}", Reasons.of(e));
        }
    }

    @Override
    public void close() {
        if (certificates != null) certificates.close();
        pnp.ifPresent(PnpResponder::close);
        server.close();
    }
}
