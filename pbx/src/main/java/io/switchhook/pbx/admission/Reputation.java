package io.switchhook.pbx.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.auth.DigestEvents;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is remembered of those who come: which accounts proved themselves at which address, and which addresses answer
/// challenges wrong. Shared by all threads, without a lock; bounded.
///
/// Only a wrong answer to a challenge that this address received counts against it. The ban that follows leaves alone
/// the accounts that proved themselves there: a phone with an old password, or a scanner, behind the NAT of an office
/// does not silence the office. An account that errs where it proved itself is forgiven a few times; then it has to
/// prove itself anew.
public final class Reputation implements DigestEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Reputation.class);

    /// How often in a row an account may be wrong where it proved itself.
    private static final int FORGIVEN = 5;

    /// An account at an address.
    private record Name(Source source, String user) {}

    /// That an account proved itself, and what it may spend.
    static final class Acquaintance {
        final Budget requests;
        private final AtomicInteger mistakes = new AtomicInteger();
        private final long since;

        private Acquaintance(long now) {
            requests = new Budget(now);
            since = now;
        }
    }

    private final AdmissionSettings settings;
    private final Bans bans;
    private final AdmissionCounters counters;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Recorder recorder;
    private final Budget.Rate mistakes;
    private final Cache<Name, Acquaintance> acquaintances;
    private final Cache<Source, Boolean> homes;
    private final Cache<Source, Stranger> strangers;

    /// @param nanoClock a monotonic clock, of the same time as the shards'
    /// @param recorder told of bans
    public Reputation(
            AdmissionSettings settings,
            Bans bans,
            AdmissionCounters counters,
            InstantSource clock,
            LongSupplier nanoClock,
            Recorder recorder) {
        this.recorder = recorder;
        this.settings = settings;
        this.bans = bans;
        this.counters = counters;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.mistakes = new Budget.Rate(settings.forgiving().toNanos(), settings.wrongAnswers());
        this.acquaintances = remembering(settings.acquaintance());
        this.homes = remembering(settings.acquaintance());
        this.strangers = remembering(settings.forgiving().multipliedBy(settings.wrongAnswers()));
    }

    private <K, V> Cache<K, V> remembering(Duration time) {
        return Caffeine.newBuilder()
                .maximumSize(settings.sources())
                .expireAfterWrite(time)
                .ticker(nanoClock::getAsLong)
                .executor(Runnable::run)
                .<K, V>build();
    }

    boolean trusts(InetAddress address) {
        for (var network : settings.trusted()) if (network.contains(address)) return true;
        return false;
    }

    /// What is known of an account at an address; null for nothing.
    @Nullable Acquaintance acquaintance(Source source, String user) {
        return user.isEmpty() ? null : acquaintances.getIfPresent(new Name(source, user));
    }

    /// What is known of all others at an address.
    Stranger stranger(Source source, long now) {
        return strangers.get(source, _ -> new Stranger(now));
    }

    /// The ban of an address, for all but its acquaintances; null for none.
    @Nullable Ban ban(Source source) {
        return bans.of(source);
    }

    /// Says on the ladder of a request that its source is banned.
    void remark(Request request, Ban ban) {
        if (!recorder.isOn()) return;
        long seconds = Duration.between(clock.instant(), ban.until()).toSeconds();
        recorder.remark(
                request.headers().require(Header.CALL_ID).value(),
                new Remark.Banned(ban.source().toString(), ban.why(), Math.max(0, seconds)));
    }

    @Override
    public void proven(Request request, String source, String user) {
        var address = address(source);
        if (address == null) return;
        var from = Source.of(address);
        var name = new Name(from, user);
        long now = nanoClock.getAsLong();
        var known = acquaintances.getIfPresent(name);
        if (known != null) known.mistakes.set(0);
        // What is known and will be for long need not be written: a read is cheaper.
        if (known != null && now - known.since < settings.acquaintance().toNanos() / 4) return;
        acquaintances.put(name, new Acquaintance(now));
        homes.put(from, true);
    }

    /// Null for a name, which the transport does not let through.
    private static @Nullable InetAddress address(String source) {
        try {
            return InetAddress.ofLiteral(
                    source.startsWith("[") ? source.substring(1, source.length() - 1) : source);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void wrong(Request request, String source, String user) {
        counters.wrongAnswers.increment();
        var address = address(source);
        if (address == null || trusts(address)) return;
        var from = Source.of(address);
        var name = new Name(from, user);
        var known = acquaintances.getIfPresent(name);
        if (known != null && known.mistakes.incrementAndGet() <= FORGIVEN) return;
        if (known != null) acquaintances.invalidate(name);
        count(from, Attempt.of(request, user, clock.instant()))
                .ifPresent(ban -> remark(request, ban));
    }

    /// Somebody asked for what is another's, such as the file of a device: it counts as a wrong password does. Only for what
    /// came over a connection, since anybody can send a datagram in another's name.
    public void guessed(InetAddress address, Attempt attempt) {
        if (!trusts(address)) count(Source.of(address), attempt);
    }

    /// Whether nobody but acquaintances is served at an address.
    public boolean isBanned(InetAddress address) {
        return !trusts(address) && bans.of(Source.of(address)) != null;
    }

    private Optional<Ban> count(Source source, Attempt attempt) {
        long now = nanoClock.getAsLong();
        var stranger = stranger(source, now);
        stranger.add(attempt);
        return stranger.mistakes.spend(mistakes, now) ? Optional.empty() : ban(source, stranger);
    }

    private Optional<Ban> ban(Source source, Stranger stranger) {
        boolean sparing = homes.getIfPresent(source) != null;
        var since = clock.instant();
        var ban =
                new Ban(
                        source,
                        since,
                        since.plus(bans.time()),
                        "more than " + settings.wrongAnswers() + " wrong " + what(stranger),
                        sparing,
                        stranger.attempts());
        if (!bans.add(ban)) return Optional.empty();
        strangers.invalidate(source);
        counters.bans.increment();
        var last = ban.attempts().getLast();
        LOG.atWarn()
                .addKeyValue("address", source)
                .addKeyValue("until", ban.until())
                .addKeyValue("why", ban.why())
                .addKeyValue("sparing", sparing ? "accounts known there" : "nobody")
                .addKeyValue("user", last.user())
                .addKeyValue("agent", last.userAgent())
                .log("banned");
        return Optional.of(ban);
    }

    private static String what(Stranger stranger) {
        boolean files = stranger.attempts().stream().allMatch(Attempt::isAtFile);
        return files ? "MAC addresses" : "passwords";
    }
}
