package io.switchhook.server;

import io.switchhook.provisioning.serve.LogDesk;
import io.switchhook.provisioning.serve.SyslogAddress;
import io.switchhook.provisioning.serve.SyslogServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where phones send their logs, with the server's certificate.
final class OwnSyslog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnSyslog.class);

    private final SyslogServer server;
    private final Optional<WebTls> tls;

    private OwnSyslog(SyslogServer server, Optional<WebTls> tls) {
        this.server = server;
        this.tls = tls;
    }

    /// @throws StartException naming the address and the reason, with nothing left open
    static OwnSyslog start(Configuration configuration, Fleet fleet) throws StartException {
        var limits = configuration.limits();
        var desk =
                new LogDesk(
                        fleet.devices(),
                        fleet.logs(),
                        fleet.notes(),
                        new LogDesk.Bounds(
                                limits.number(Limit.LOG_RATE),
                                limits.number(Limit.LOG_BURST),
                                limits.number(Limit.SOURCES)),
                        fleet.heard(),
                        InstantSource.system(),
                        System::nanoTime);
        try {
            var tls = tls(configuration);
            var server =
                    SyslogServer.start(
                            configuration.provisioning().syslog(),
                            desk,
                            new SyslogServer.Bounds(
                                    limits.number(Limit.LOG_CONNECTIONS),
                                    limits.number(Limit.FILE_CONNECTIONS_PER_ADDRESS),
                                    limits.time(Limit.IDLE)),
                            tls.map(WebTls::context));
            return new OwnSyslog(server, tls);
        } catch (IOException e) {
            throw new StartException("cannot listen on provisioningSyslog " + Reasons.of(e), e);
        }
    }

    private static Optional<WebTls> tls(Configuration configuration) throws IOException {
        boolean isSecure =
                configuration.provisioning().syslog().stream()
                        .anyMatch(it -> it.over() == SyslogAddress.Over.TLS);
        return isSecure
                ? Optional.of(new WebTls(configuration.tls().orElseThrow()))
                : Optional.empty();
    }

    /// With the ports that they really have.
    List<SyslogAddress> addresses() {
        return server.addresses();
    }

    /// Takes new certificate files, which were found to be good.
    void reload(Configuration.Tls fresh) {
        if (tls.isEmpty()) return;
        try {
            tls.get().use(fresh);
        } catch (IOException e) {
            LOG.error("provisioningSyslog: {}", Reasons.of(e));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
