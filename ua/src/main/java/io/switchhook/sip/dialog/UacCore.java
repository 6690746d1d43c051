package io.switchhook.sip.dialog;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ClientTransaction;
import io.switchhook.sip.transaction.ClientTransactionUser;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.ServerLocator;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Sends requests of ours: RFC 3261 §8.1. For its shard's thread.
///
/// What becomes of a request is told as responses alone: as §8.1.3.1 says, silence is a 408 and a way that fails a 503.
/// Exactly one final response is told unless the request is abandoned, and none before [#send] returns; of an INVITE that was
/// forked, and of one that must be acknowledged again, each 2xx (§13.2.2.4).
public final class UacCore {
    /// What our Via adds to a request at most, about.
    private static final int ADDED = 150;

    private final TransactionLayer layer;
    private final Timers timers;
    private final Shard shard;
    private final Flows flows;
    private final ServerLocator locator;
    private final int candidates;
    private final ByteSink scratch = new ByteSink(2048);

    /// @param candidates how many addresses of one next hop are tried
    public UacCore(
            TransactionLayer layer,
            Timers timers,
            Shard shard,
            Flows flows,
            ServerLocator locator,
            int candidates) {
        this.layer = layer;
        this.timers = timers;
        this.shard = shard;
        this.flows = flows;
        this.locator = locator;
        this.candidates = candidates;
    }

    /// A request that was sent.
    public interface Sent {
        /// Forgets it: no more responses are told.
        void abandon();

        /// Cancels an INVITE that has no final response (§9.1). It is told the final response all the same: a 487, made here
        /// if it was not sent yet.
        ///
        /// @param edits further header fields of the CANCEL, such as Reason
        void cancel(UnaryOperator<Headers.Editor> edits);
    }

    /// Sends a request that has no Via yet.
    ///
    /// @param hop the URI whose server is the next hop (§8.1.2)
    /// @param flow the path to the next hop, if it is to be taken; where it is closed, and for none, the hop is located
    /// @param responses gets each provisional response and the final one, our Via still on top of those received
    public Sent send(Request request, Uri hop, Optional<Flow> flow, Consumer<Response> responses) {
        var attempt = new Attempt(request, hop, responses);
        if (flow.isPresent() && flow.get().isOpen()) attempt.over(flow.get());
        else attempt.seek();
        return attempt;
    }

    /// Sends the ACK for a 2xx, which nobody answers (§13.2.2.4): if it is lost, the 2xx comes again.
    ///
    /// @param hop as for [#send]
    /// @param flow as for [#send]
    public void acknowledge(Request ack, Uri hop, Optional<Flow> flow) {
        if (flow.isPresent() && flow.get().isOpen()) layer.sendStateless(ack, flow.get());
        else if (hop instanceof SipUri uri)
            locator.locate(uri, shard, found -> acknowledge(ack, found));
    }

    private void acknowledge(Request ack, List<Destination> found) {
        if (found.isEmpty()) return;
        flows.open(
                found.getFirst(),
                lengthOf(ack),
                shard,
                new Flows.Opened() {
                    @Override
                    public void opened(Flow flow) {
                        layer.sendStateless(ack, flow);
                    }

                    @Override
                    public void failed(IOException cause) {}
                });
    }

    private int lengthOf(Request request) {
        request.writeTo(scratch.clear());
        return scratch.length() + ADDED;
    }

    private final class Attempt implements Sent, Flows.Opened, ClientTransactionUser {
        private final Request request;
        private final Uri hop;
        private final Consumer<Response> responses;
        private final Queue<Destination> destinations = new ArrayDeque<>(2);
        private @Nullable ClientTransaction transaction;

        /// So that a name service or a connection that never answers cannot hold the request for ever.
        private Timers.@Nullable Handle seeking;

        /// Whether a path was given, and nobody was located yet.
        private boolean isOverFlow;

        /// What was wrong with the last way that was tried; empty if there was none.
        private String fault = "";

        private boolean finished;
        private boolean abandoned;

        Attempt(Request request, Uri hop, Consumer<Response> responses) {
            this.request = request;
            this.hop = hop;
            this.responses = responses;
        }

        void over(Flow flow) {
            isOverFlow = true;
            opened(flow);
        }

        void seek() {
            isOverFlow = false;
            seeking = timers.start(TimerValues.DEFAULT.timeout(), this::sought);
            if (hop instanceof SipUri uri) locator.locate(uri, shard, this::located);
            else unreachable();
        }

        private void located(List<Destination> found) {
            if (finished || seeking == null) return;
            destinations.addAll(found.subList(0, Math.min(found.size(), candidates)));
            next();
        }

        /// RFC 3263 §4.3.
        private void next() {
            var destination = destinations.poll();
            if (destination == null) {
                unreachable();
                return;
            }
            stopSeeking();
            seeking = timers.start(TimerValues.DEFAULT.timeout(), this::sought);
            flows.open(destination, lengthOf(request), shard, this);
        }

        @Override
        public void opened(Flow flow) {
            if (finished) return;
            stopSeeking();
            transaction = layer.send(request, flow, this);
        }

        @Override
        public void failed(IOException cause) {
            fault = String.valueOf(cause.getMessage());
            if (!finished && seeking != null) next();
        }

        private void sought() {
            seeking = null;
            finish(StatusCode.REQUEST_TIMEOUT);
        }

        private void stopSeeking() {
            if (seeking != null) seeking.cancel();
            seeking = null;
        }

        /// In the next turn, since this may still be inside [UacCore#send].
        private void unreachable() {
            stopSeeking();
            timers.start(0, this::unavailable);
        }

        /// §8.1.3.1, and in the reason phrase why.
        private void unavailable() {
            var status = StatusCode.SERVICE_UNAVAILABLE;
            String why = fault.isEmpty() ? "nothing found for " + hop : fault;
            finish(Response.to(request, status, status.reasonPhrase() + " (" + why + ")", ""));
        }

        private void finish(StatusCode status) {
            finish(Response.to(request, status, ""));
        }

        private void finish(Response last) {
            if (finished) return;
            finished = true;
            responses.accept(last);
        }

        @Override
        public void response(ClientTransaction from, Response response) {
            if (response.status().isSuccess() && request.method() == Method.INVITE) {
                finished = true;
                if (!abandoned) responses.accept(response);
                return;
            }
            if (finished) return;
            if (response.status().isProvisional()) responses.accept(response);
            else if (response.status().value() == 503 && !destinations.isEmpty()) next();
            else finish(response);
        }

        @Override
        public void timedOut(ClientTransaction from) {
            if (finished) return;
            if (destinations.isEmpty()) finish(StatusCode.REQUEST_TIMEOUT);
            else next();
        }

        @Override
        public void transportFailed(ClientTransaction from, IOException cause) {
            fault = String.valueOf(cause.getMessage());
            if (finished) return;
            if (isOverFlow) seek();
            else if (destinations.isEmpty()) unavailable();
            else next();
        }

        @Override
        public void abandon() {
            finished = true;
            abandoned = true;
            stopSeeking();
            if (transaction != null) transaction.abandon();
        }

        @Override
        public void cancel(UnaryOperator<Headers.Editor> edits) {
            if (finished) return;
            destinations.clear();
            if (transaction != null) transaction.cancel(edits);
            else {
                stopSeeking();
                timers.start(0, () -> finish(StatusCode.REQUEST_TERMINATED));
            }
        }
    }
}
