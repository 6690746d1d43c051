package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Flow;
import java.util.Optional;

/// A request that waits for its responses: RFC 3261 §17.2. For the shard's thread.
public interface ServerTransaction {
    Request request();

    /// The flow the request came over.
    Flow flow();

    /// Sends a provisional or final response and lets the machine retransmit it. After a final response other calls do
    /// nothing, but for further 2xx to an INVITE (RFC 6026 §7.1).
    void respond(Response response);

    /// Whether a final response was given.
    boolean isAnswered();

    /// The flow its responses leave over (§18.2.2), as long as a further one may follow: of an INVITE a 2xx after a 2xx, none
    /// after a failure.
    Optional<Flow> path();

    /// Says after a final response that nobody will ask for [#request] or [#respond] again. What remains for another 32
    /// seconds, to absorb retransmissions, does without it.
    void release();
}
