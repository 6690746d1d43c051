package io.switchhook.sip.transport;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers of the DNS, good and bad, for as long as they hold; the same question is asked once at a time.
final class NameCache {
    private static final Logger LOG = LoggerFactory.getLogger(NameCache.class);
    private static final Duration FAILED = Duration.ofSeconds(5);
    private static final int LARGEST = 20_000;

    private final NameService names;
    private final Executor executor;
    private final AsyncCache<NameService.Question, NameService.Answer> answers;

    /// @param executor whose threads may block
    NameCache(NameService names, Executor executor, LongSupplier nanoClock) {
        this.names = names;
        this.executor = executor;
        this.answers =
                Caffeine.newBuilder()
                        .maximumSize(LARGEST)
                        .ticker(nanoClock::getAsLong)
                        .executor(Runnable::run)
                        .expireAfter(
                                Expiry.<NameService.Question, NameService.Answer>creating(
                                        (_, answer) -> answer.timeToLive()))
                        .buildAsync();
    }

    CompletableFuture<NameService.Answer> ask(String name, NameService.Type type) {
        return answers.get(
                new NameService.Question(name, type),
                (question, _) -> CompletableFuture.supplyAsync(() -> asked(question), executor));
    }

    private NameService.Answer asked(NameService.Question question) {
        try {
            return names.ask(question);
        } catch (RuntimeException e) {
            LOG.warn("looking up {} failed unexpectedly", question.name(), e);
            return NameService.Answer.none(FAILED);
        }
    }
}
