package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Flow;
import java.io.IOException;

/// Who hears what comes on an INVITE that failed, when its user has settled: of a 2xx the core, of all else nobody.
///
/// @param upstream where such a 2xx is to go on
record LateSuccesses(TransactionUser core, Flow upstream) implements ClientTransactionUser {
    @Override
    public void response(ClientTransaction transaction, Response response) {
        if (response.status().isSuccess()) core.lateSuccess(response, upstream);
    }

    @Override
    public void timedOut(ClientTransaction transaction) {}

    @Override
    public void transportFailed(ClientTransaction transaction, IOException cause) {}
}
