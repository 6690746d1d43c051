package io.switchhook.server;

import io.switchhook.pbx.directory.AccountException;
import io.switchhook.pbx.directory.NewAccount;
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

    private OwnServer(Path data, Server server) {
        this.data = data;
        this.server = server;
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
            all.add("log.level=warn");
            all.add("limits.drain=1s");
            var source = new ConfigurationSource(Optional.empty(), Optional.of(data), all);
            var configuration = source.read();
            Logging.start(configuration.log(), configuration.limits().number(Limit.LOG_QUEUE));
            var server = Server.start(source, configuration, starter, calls);
            var own = new OwnServer(data, server);
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
        Logging.stop();
        delete(data);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        }
    }
}
