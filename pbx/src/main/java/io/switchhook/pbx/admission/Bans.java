package io.switchhook.pbx.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.switchhook.sip.transport.Doorkeeper;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Who is banned now. Shared by all threads. At the bound those that come least often are forgotten.
///
/// They are in memory only: a restart lifts all of them, and whoever goes on guessing is banned again at once.
public final class Bans implements Doorkeeper {
    private final Cache<Source, Ban> bans;
    private final Duration time;

    /// @param most how many at once
    /// @param time how long each lasts
    /// @param nanoClock a monotonic clock
    public Bans(int most, Duration time, LongSupplier nanoClock) {
        this.time = time;
        this.bans =
                Caffeine.newBuilder()
                        .maximumSize(most)
                        .expireAfterWrite(time)
                        .ticker(nanoClock::getAsLong)
                        .executor(Runnable::run)
                        .build();
    }

    Duration time() {
        return time;
    }

    /// @return whether it is a new one
    boolean add(Ban ban) {
        return bans.asMap().putIfAbsent(ban.source(), ban) == null;
    }

    @Nullable Ban of(Source source) {
        return isEmpty() ? null : bans.getIfPresent(source);
    }

    private boolean isEmpty() {
        return bans.estimatedSize() == 0;
    }

    /// Nothing is taken from a banned address, unless some are to be served there: then the [FrontDoor] looks closer.
    @Override
    public boolean admits(InetAddress source) {
        if (isEmpty()) return true;
        var ban = bans.getIfPresent(Source.of(source));
        return ban == null || ban.sparing();
    }

    /// The latest first.
    public List<Ban> list() {
        bans.cleanUp();
        return bans.asMap().values().stream()
                .sorted(Comparator.comparing(Ban::since).reversed())
                .toList();
    }

    public int size() {
        bans.cleanUp();
        return (int) bans.estimatedSize();
    }

    /// Ends a ban.
    ///
    /// @return it, if there was one
    public Optional<Ban> lift(Source source) {
        return Optional.ofNullable(bans.asMap().remove(source));
    }
}
