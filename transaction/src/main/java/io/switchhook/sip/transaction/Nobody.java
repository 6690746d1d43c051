package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Response;
import java.io.IOException;

/// The user of a transaction whose outcome matters to nobody.
enum Nobody implements ClientTransactionUser {
    NOBODY;

    @Override
    public void response(ClientTransaction transaction, Response response) {}

    @Override
    public void timedOut(ClientTransaction transaction) {}

    @Override
    public void transportFailed(ClientTransaction transaction, IOException cause) {}
}
