package io.switchhook.sip.registrar;

import io.switchhook.sip.registrar.Registration.Outcome;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what changes, so that it outlives the process.
interface Keeper {
    /// Keeps nothing.
    Keeper NONE = (_, _) -> false;

    /// Takes the bindings of an address-of-record that changed, while it is held, so in order. Must not block.
    ///
    /// @param waiting who waits until they are safe, if anybody
    /// @return whether that one will be told; else the caller tells
    boolean keep(Bindings changed, Optional<Waiting> waiting);

    /// A change that was made, and who asked for it.
    record Waiting(Outcome.Accepted outcome, Executor executor, Consumer<Outcome> done) {
        private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

        void tell(Outcome told) {
            try {
                executor.execute(() -> done.accept(told));
            } catch (RejectedExecutionException e) {
                // Its transaction ends unanswered, as if the answer had been lost on the way.
                LOG.debug("a shard is too busy to hear of {}", outcome.bindings());
            }
        }
    }
}
