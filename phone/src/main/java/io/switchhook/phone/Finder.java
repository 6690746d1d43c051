package io.switchhook.phone;

import io.switchhook.sip.transport.Shard;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches what a [PnpClient] was told of, and hands it to who waits for it.
final class Finder implements PnpClient.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Finder.class);

    private final PnpSearch search;
    private final Shard shard;
    private final Consumer<PhoneEvent> events;
    private final CompletableFuture<Boot> found = new CompletableFuture<>();

    Finder(PnpSearch search, Shard shard, Consumer<PhoneEvent> events) {
        this.search = search;
        this.shard = shard;
        this.events = events;
    }

    @Override
    public void fetch(String url, Consumer<Boot> fetched, Consumer<String> failed) {
        Thread.ofVirtual()
                .name("provisioning")
                .start(() -> {
                    try {
                        var boot =
                                Boot.from(
                                        search.profile(),
                                        search.mac(),
                                        url,
                                        search.key(),
                                        search.authorities());
                        perform(() -> fetched.accept(boot));
                    } catch (IOException | RuntimeException e) {
                        perform(() -> failed.accept(String.valueOf(e.getMessage())));
                    }
                });
    }

    private void perform(Runnable task) {
        try {
            shard.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("files came when the site was closed", e);
        }
    }

    @Override
    public void tell(PhoneEvent event) {
        events.accept(event);
    }

    @Override
    public void found(Boot boot) {
        found.complete(boot);
    }

    /// @return empty if there are none until then
    Optional<Boot> found(Duration limit) throws IOException {
        try {
            return Optional.of(found.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }
}
