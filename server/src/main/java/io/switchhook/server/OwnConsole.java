package io.switchhook.server;

import io.switchhook.console.Console;
import io.switchhook.console.Health;
import io.switchhook.console.Metrics;
import io.switchhook.console.Users;
import io.switchhook.console.Views;
import io.switchhook.server.Configuration.ConsoleAddress;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The console of a server, with its users and its certificate.
final class OwnConsole implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnConsole.class);
    private static final String USERS = "console-users";

    private final Users users;
    private final Console console;
    private final ConsoleAddress address;
    private final @Nullable CertificateFiles certificates;

    private OwnConsole(
            Users users,
            Console console,
            ConsoleAddress address,
            @Nullable CertificateFiles certificates) {
        this.users = users;
        this.console = console;
        this.address = address;
        this.certificates = certificates;
    }

    /// @throws StartException naming the address and the reason, with nothing left open
    static OwnConsole start(
            ConsoleAddress asked,
            Configuration configuration,
            Metrics metrics,
            Health health,
            Views views)
            throws StartException {
        Deque<CertificateFiles> looking = new ArrayDeque<>(1);
        try {
            var random = new SecureRandom();
            var users = Users.open(configuration.data().resolve(USERS), random);
            Optional<WebTls> tls = Optional.empty();
            if (asked.secure()) {
                var files = configuration.tls().orElseThrow();
                var shown = new WebTls(files);
                tls = Optional.of(shown);
                looking.add(
                        new CertificateFiles(
                                files, shown::use, shown::inUse, InstantSource.system()));
            }
            var limits = configuration.limits();
            var console =
                    Console.start(
                            Console.Settings.of(
                                    asked.address(),
                                    tls.map(WebTls::context),
                                    limits.number(Limit.CONSOLE_CONNECTIONS),
                                    limits.number(Limit.CONSOLE_VIEWERS)),
                            metrics,
                            health,
                            users,
                            views,
                            System::nanoTime,
                            random);
            looking.forEach(CertificateFiles::start);
            return new OwnConsole(users, console, asked.at(console.address()), looking.peekFirst());
        } catch (IOException e) {
            looking.forEach(CertificateFiles::close);
            throw new StartException("cannot listen on console " + asked + ": " + Reasons.of(e), e);
        }
    }

    /// With the port that it really has.
    ConsoleAddress address() {
        return address;
    }

    Optional<String> firstLogin() {
        return users.firstPassword()
                .map(password ->
                        "console login: user admin, password "
                                + password
                                + " (told this once; choose your own there)");
    }

    /// Takes new certificate files, which were found to be good.
    void reload(Configuration.Tls fresh) {
        if (certificates == null) return;
        try {
            certificates.reload(fresh);
        } catch (IOException e) {
            LOG.error("console: {}", Reasons.of(e));
        }
    }

    @Override
    public void close() {
        if (certificates != null) certificates.close();
        console.close();
    }
}
