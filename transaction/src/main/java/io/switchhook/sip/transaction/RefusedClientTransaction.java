package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import java.io.IOException;
import java.util.function.UnaryOperator;

/// A request that was not sent because there are too many transactions; its user is told in the next turn.
final class RefusedClientTransaction implements ClientTransaction {
    private final Request request;
    private final Flow flow;
    private ClientTransactionUser user;

    RefusedClientTransaction(Request request, Flow flow, ClientTransactionUser user) {
        this.request = request;
        this.flow = flow;
        this.user = user;
    }

    void tell() {
        user.transportFailed(this, new IOException("too many transactions"));
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public void cancel(UnaryOperator<Headers.Editor> edits) {}

    @Override
    public void settle(Flow upstream) {
        abandon();
    }

    @Override
    public void abandon() {
        user = Nobody.NOBODY;
    }
}
