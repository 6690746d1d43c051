package io.switchhook.server;

import io.switchhook.pbx.directory.AccountException;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.sip.transport.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A server on loopback for as long as a command runs, with nothing to configure and nothing left behind.
final class OwnServer implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    private final Path data;
    private final Server server;
    private final Optional<OwnCertificate> certificate;

    private OwnServer(Path data, Server server, Optional<OwnCertificate> certificate) {
        this.data = data;
        this.server = server;
        this.certificate = certificate;
    }

    /// @param settings as for `--set`
    /// @throws StartException if it cannot start, saying why
    static OwnServer start(
            List<String> settings,
            List<NewAccount> accounts,
            SipServer.Starter starter,
            CallListener calls)
            throws StartException, IOException, ConfigurationException {
        var data = Files.createTempDirectory("switchhook-");
        try {
            var all = new ArrayList<>(settings);
            var certificate = certificate(all, data);
            all.add("limits.drain=1s");
            var source = new ConfigurationSource(Optional.empty(), Optional.of(data), all);
            var configuration = source.read();
            var server = Server.start(source, configuration, starter, calls);
            var own = new OwnServer(data, server, certificate);
            for (var account : accounts) server.directory().add(account);
            return own;
        } catch (AccountException e) {
            delete(data);
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (StartException | RuntimeException e) {
            delete(data);
            throw e;
        }
    }

    /// One of its own, if it listens on TLS.
    private static Optional<OwnCertificate> certificate(List<String> settings, Path folder)
            throws IOException {
        if (settings.stream().noneMatch(one -> one.contains("tls://"))) return Optional.empty();
        var made = OwnCertificate.in(folder, HOST);
        settings.add("tls.certificate=" + made.certificate());
        settings.add("tls.key=" + made.key());
        return Optional.of(made);
    }

    /// What phones that are to trust it are told.
    Optional<TlsSettings> tls() {
        return certificate.map(
                it -> TlsSettings.of(it.certificate(), it.key()).withTrust(it.certificate()));
    }

    Server server() {
        return server;
    }

    /// Where its first listener is.
    PhoneWords.Place place() {
        return new PhoneWords.Place(HOST, server.sipAddresses().getFirst().address().getPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
        delete(data);
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        }
    }
}
