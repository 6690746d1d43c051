package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.Flow;
import java.util.function.UnaryOperator;

/// Who may open a transaction: asked for each request that begins one, before anything is kept of it.
///
/// ACK, CANCEL, responses, and what belongs to a transaction that exists, are never asked. One for each shard, on its
/// thread.
public interface Gate {
    /// Lets everything pass.
    Gate OPEN = (_, _, _) -> Passage.GRANTED;

    /// Must not block.
    ///
    /// @param flow the one the request came over
    /// @param load the part of this shard's server transactions that is in use, from 0 to 1
    Passage ask(Request request, Flow flow, double load);

    /// What becomes of a request.
    sealed interface Passage {
        /// It may open its transaction.
        Passage GRANTED = Simple.GRANTED;

        /// It is forgotten without an answer.
        Passage IGNORED = Simple.IGNORED;
    }

    /// The passages that need no words.
    enum Simple implements Passage {
        GRANTED,
        IGNORED
    }

    /// It is answered without a transaction (RFC 3261 §8.2.7), each time it comes, with the same To tag.
    ///
    /// @param edits what is to be added to the response
    record Answered(StatusCode status, UnaryOperator<Headers.Editor> edits) implements Passage {}
}
