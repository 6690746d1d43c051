package io.switchhook.sip.transaction;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Flow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A client transaction in the table.
abstract class ClientEntry<T extends Enum<T>> extends Entry<T> implements ClientTransaction {
    private final Request request;
    private ClientTransactionUser user;
    private @Nullable Response heard;
    private @Nullable IOException undelivered;
    private boolean timedOut;
    private boolean answered;

    ClientEntry(
            TransactionLayer layer,
            TransactionKey key,
            Request request,
            Flow flow,
            ClientTransactionUser user) {
        super(layer, key, TransactionLayer.callId(request), flow);
        this.request = request;
        this.user = user;
    }

    /// A response has come.
    abstract void received(Response response);

    @Override
    public final Request request() {
        return request;
    }

    @Override
    public final Flow flow() {
        return out;
    }

    @Override
    public final void abandon() {
        become(Nobody.NOBODY);
    }

    final void become(ClientTransactionUser other) {
        user = other;
    }

    public final void send(Request request) {
        out.send(request, this);
    }

    public final void toUser(Response response) {
        heard = response;
    }

    public final void undelivered(IOException cause) {
        layer.undelivered(callId, out, cause);
        undelivered = cause;
    }

    public final void timedOut() {
        var method = key.method();
        layer.timedOut(
                method == Method.INVITE ? "B" : "F", callId, "an answer to " + method.name(), out);
        timedOut = true;
    }

    final void ended() {
        stopAll();
        layer.remove(this);
    }

    /// Tells the user what the machine said. Of a failure after the final response (an ACK that was not delivered) the user
    /// need not hear.
    final void tell() {
        var response = heard;
        heard = null;
        if (response != null) {
            if (response.status().isFinal()) answered = true;
            user.response(this, response);
        }
        if (timedOut) {
            timedOut = false;
            user.timedOut(this);
        }
        var cause = undelivered;
        undelivered = null;
        if (cause != null && !answered) user.transportFailed(this, cause);
    }
}
