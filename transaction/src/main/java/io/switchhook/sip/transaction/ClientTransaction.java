package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import java.util.function.UnaryOperator;

/// A request that was sent and waits for its responses: RFC 3261 §17.1. For the shard's thread.
public interface ClientTransaction {
    /// As it was sent, with our Via on top.
    Request request();

    Flow flow();

    /// Cancels an INVITE (§9.1): at once if a provisional response has come, as soon as one comes if not, not at all if a
    /// final one has. The CANCEL has a transaction of its own, whose outcome matters to nobody.
    ///
    /// @param edits further header fields of the CANCEL, such as Reason
    void cancel(UnaryOperator<Headers.Editor> edits);

    /// Says that its user has what it wanted: a further 2xx to an INVITE goes to [TransactionUser#lateSuccess], all else is
    /// absorbed, and nobody will ask for [#request].
    ///
    /// @param upstream where such a 2xx is to go on
    void settle(Flow upstream);

    /// Forgets it: no more calls to its user. An INVITE's late responses are absorbed.
    void abandon();
}
