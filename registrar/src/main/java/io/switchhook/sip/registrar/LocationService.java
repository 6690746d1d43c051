package io.switchhook.sip.registrar;

import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.uri.AddressOfRecord;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/// Where the users of our domains can be reached: RFC 3261 §10, §16.5. Shared by all shards; the one seam between those
/// who ask and whatever keeps the answer. Its addresses-of-record are canonical: of the first domain.
public interface LocationService {

    /// Those that are alive; from memory, without blocking.
    Bindings bindings(AddressOfRecord addressOfRecord, Instant now);

    /// Changes the bindings of one address-of-record, all or nothing, one change after the other.
    ///
    /// An accepted change can be seen at once, and `done` is called when it also survives a crash, as far as this service
    /// keeps anything: before this returns, or later on the executor. Where it can be neither held nor kept, `done` gets
    /// [Outcome.Rejected] after all.
    ///
    /// @param change from the bindings that are alive; pure and quick, since others of this address-of-record wait
    /// @param executor the shard that asks
    void update(
            AddressOfRecord addressOfRecord,
            Function<Bindings, Outcome> change,
            Executor executor,
            Consumer<Outcome> done);

    /// Removes all, as when an account goes.
    void remove(AddressOfRecord addressOfRecord);

    /// Drops what has expired; to be called about once a second. Costs nothing for what has not.
    ///
    /// @return how many bindings were dropped
    int sweep();

    /// How many bindings there are, counting the expired ones that were not swept yet.
    int size();

    /// Shows the bindings of every address-of-record that has some alive; for the console, not for calls. Weakly
    /// consistent.
    void forEach(Instant now, Consumer<Bindings> action);
}
