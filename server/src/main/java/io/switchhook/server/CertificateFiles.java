package io.switchhook.server;

import io.switchhook.console.Health;
import io.switchhook.console.Health.Problem;
import io.switchhook.console.Health.Status;
import io.switchhook.console.Metrics;
import io.switchhook.console.Metrics.Unit;
import io.switchhook.sip.transport.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the certificates that are used those of their files.
///
/// It compares what the files hold, not their dates: so it is all the same whether a tool writes into them, renames others
/// over them, or turns a symbolic link in the path (as certbot and Kubernetes do), on any file system. New files are taken
/// once they look the same twice, for tools that write slowly or one after the other; if they are of no use then, the old
/// ones stay in use.
final class CertificateFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

    /// Between two looks.
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /// When there is reason to worry that nobody will renew a certificate; sooner if it lives only for days.
    private static final Duration NOTICE = Duration.ofDays(14);

    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

    /// What makes use of the files.
    interface User {
        /// @throws IOException if it cannot; then all is as before
        void use(Configuration.Tls tls) throws IOException;
    }

    private final User user;
    private final Supplier<List<X509Certificate>> inUse;
    private final InstantSource clock;
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final ScheduledExecutorService looker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("certificates").factory());

    private Configuration.Tls tls;
    private Map<Path, String> lastLook;
    private Map<Path, String> lastTried;
    private Instant nextWarning = Instant.MIN;
    private volatile Optional<String> fault = Optional.empty();

    /// To be made before the files are read for the first time.
    ///
    /// @param inUse the certificates that handshakes show
    CertificateFiles(
            Configuration.Tls tls,
            User user,
            Supplier<List<X509Certificate>> inUse,
            InstantSource clock) {
        this.tls = tls;
        this.user = user;
        this.inUse = inUse;
        this.clock = clock;
        this.lastTried = contents(tls);
        this.lastLook = lastTried;
    }

    void start() {
        long millis = PAUSE.toMillis();
        looker.scheduleWithFixedDelay(this::look, 0, millis, TimeUnit.MILLISECONDS);
    }

    void register(Metrics metrics, Health health) {
        metrics.gauge(
                        "switchhook_tls_certificate_expiry",
                        Unit.SECONDS,
                        "When the first certificate in use expires, since 1970.")
                .add(() -> firstToExpire().map(it -> it.getNotAfter().getTime() / 1000).orElse(0L));
        metrics.counter(
                        "switchhook_tls_reloads",
                        Unit.NONE,
                        "Certificate files that were read again.",
                        "outcome")
                .add(taken::sum, "taken")
                .add(refused::sum, "refused");
        health.add("tls", this::problem);
    }

    /// Takes the files at once, as they are.
    synchronized void reload(Configuration.Tls fresh) throws IOException {
        lastTried = contents(fresh);
        lastLook = lastTried;
        try {
            user.use(fresh);
            tls = fresh;
            fault = Optional.empty();
            taken.increment();
            nextWarning = Instant.MIN;
        } catch (IOException e) {
            refused.increment();
            fault = Optional.of(Reasons.of(e));
            throw e;
        }
    }

    /// Takes the files if they have changed and have come to rest.
    synchronized void look() {
        try {
            var now = contents(tls);
            boolean atRest = now.equals(lastLook);
            lastLook = now;
            if (atRest && !now.equals(lastTried)) take(now);
            warnOfExpiry();
        } catch (RuntimeException e) {
            LOG.error("cannot look after the certificates", e);
        }
    }

    private void take(Map<Path, String> now) {
        var changed = new ArrayList<Path>();
        now.forEach((file, content) -> {
            if (!content.equals(lastTried.get(file))) changed.add(file);
        });
        try {
            reload(tls);
            LOG.atInfo().addKeyValue("changed", changed).log("certificates reloaded");
        } catch (IOException e) {
            LOG.error(
                    "certificates not reloaded, those from before stay in use: {}", Reasons.of(e));
        }
    }

    /// A digest of each file, or what is wrong with it.
    private static Map<Path, String> contents(Configuration.Tls tls) {
        var contents = new TreeMap<Path, String>();
        for (var file : tls.files()) contents.computeIfAbsent(file, CertificateFiles::content);
        return contents;
    }

    private static String content(Path file) {
        try (var in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(in.readNBytes(Credential.LARGEST_FILE)));
        } catch (NoSuchFileException e) {
            return "none";
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<X509Certificate> firstToExpire() {
        return inUse.get().stream().min(Comparator.comparing(X509Certificate::getNotAfter));
    }

    private void warnOfExpiry() {
        if (clock.instant().isBefore(nextWarning)) return;
        nextWarning = clock.instant().plus(BETWEEN_WARNINGS);
        for (var certificate : inUse.get().stream().distinct().toList())
            expiry(certificate).ifPresent(LOG::warn);
    }

    /// A sentence, if it is time to say something.
    private Optional<String> expiry(X509Certificate certificate) {
        var end = certificate.getNotAfter().toInstant();
        var begin = certificate.getNotBefore().toInstant();
        var left = Duration.between(clock.instant(), end);
        var quarter = Duration.between(begin, end).dividedBy(4);
        String which = "the certificate of " + certificate.getSubjectX500Principal();
        if (clock.instant().isBefore(begin))
            return Optional.of(which + " is valid from " + begin + " only; look at the clock");
        if (left.isNegative())
            return Optional.of(which + " expired at " + end + "; phones refuse it. Renew it");
        if (left.compareTo(NOTICE) < 0 && left.compareTo(quarter) < 0)
            return Optional.of(which + " expires at " + end + "; renew it");
        return Optional.empty();
    }

    private Optional<Problem> problem() {
        return fault.map(what -> "new certificates are not used: " + what)
                .or(() -> firstToExpire().flatMap(this::expiry))
                .map(what -> new Problem(Status.WARNING, what));
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }
}
