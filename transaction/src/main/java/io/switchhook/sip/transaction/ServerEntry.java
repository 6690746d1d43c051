package io.switchhook.sip.transaction;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A server transaction in the table.
abstract class ServerEntry<T extends Enum<T>> extends Entry<T> implements ServerTransaction {
    private @Nullable Request request;
    private final Flow flow;
    private @Nullable Request heard;
    boolean answered;

    ServerEntry(TransactionLayer layer, TransactionKey key, Request request, Flow flow) {
        super(
                layer,
                key,
                TransactionLayer.callId(request),
                flow.forResponses(request.headers().require(Header.VIA)));
        this.request = request;
        this.flow = flow;
    }

    /// The request has come again.
    abstract void retransmitted(Request request);

    @Override
    public final Request request() {
        return Objects.requireNonNull(request, "released");
    }

    @Override
    public void release() {
        if (answered) request = null;
    }

    @Override
    public Optional<Flow> path() {
        return Optional.of(out);
    }

    @Override
    public final Flow flow() {
        return flow;
    }

    @Override
    public final boolean isAnswered() {
        return answered;
    }

    public final void toUser(Request request) {
        heard = request;
    }

    /// What the machine said to tell the user, once.
    final @Nullable Request heard() {
        var request = heard;
        heard = null;
        return request;
    }

    public final void undelivered(IOException cause) {
        layer.undelivered(callId, out, cause);
    }

    final void ended() {
        stopAll();
        layer.remove(this);
    }
}
