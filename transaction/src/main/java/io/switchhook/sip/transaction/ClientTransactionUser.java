package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Response;
import java.io.IOException;

/// Who sent a request and hears what became of it. Called on the shard, never from inside
/// [TransactionLayer#send].
public interface ClientTransactionUser {
    /// A response, our Via still on top: each provisional, the final one, and each 2xx to an INVITE; never a
    /// retransmission of a non-2xx final.
    void response(ClientTransaction transaction, Response response);

    /// Timer B or F: nothing came.
    void timedOut(ClientTransaction transaction);

    /// The request could not be delivered.
    void transportFailed(ClientTransaction transaction, IOException cause);
}
