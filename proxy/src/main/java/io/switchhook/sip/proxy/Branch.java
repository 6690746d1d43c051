package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark;
import io.switchhook.ladder.Remark.Cause;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.Reason;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ClientTransaction;
import io.switchhook.sip.transaction.ClientTransactionUser;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transport.Flow;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The way of one request to one target: RFC 3261 §16.6 items 6 to 11, §16.8, §16.9.
///
/// ```
///   Seeking ----> Calling ----> Completed
///    |  ^          |   |            ^
///    |  +----------+   v            |
///    |  next         Canceling -----+
///    |  candidate                   |
///    +------------------------------+
/// ```
final class Branch implements ClientTransactionUser {

    private static final Reason TOO_LONG = Reason.sip(408, "Rang too long");

    private sealed interface State {}

    /// No flow to the next hop is there yet.
    private record Seeking() implements State {}

    private record Calling(ClientTransaction transaction) implements State {}

    /// A CANCEL went out or will as soon as it may.
    private record Canceling(ClientTransaction transaction) implements State {}

    private record Completed() implements State {}

    private final ResponseContext context;
    private final Surroundings surroundings;
    private final TargetSet.Entry entry;
    private final Request request;
    private final int breadth;
    private final HopSearch search;
    private State state = new Seeking();

    /// The one that was sent last, which outlives the branch.
    private @Nullable ClientTransaction last;

    /// Whether nothing that was sent reached the phone, as far as can be known.
    private boolean flowFailed;

    /// Whether any response came since the last sending.
    private boolean heard;

    /// Timer C, and after a CANCEL the wait for its effect (§9.1).
    private Timers.@Nullable Handle timer;

    /// @param breadth its share of what the request may be forked into
    Branch(
            ResponseContext context,
            Surroundings surroundings,
            Plan plan,
            TargetSet.Entry entry,
            int breadth) {
        this.context = context;
        this.surroundings = surroundings;
        this.entry = entry;
        this.request = copy(plan, entry, breadth);
        this.breadth = breadth;
        this.search =
                new HopSearch(
                        surroundings,
                        entry.target().flow().isPresent() ? 0 : surroundings.lengthOf(request),
                        flow -> send(flow, ""),
                        this::unreachable,
                        this::remark);
    }

    int breadth() {
        return breadth;
    }

    boolean recurses() {
        return entry.recurses();
    }

    /// What the router wanted changed in what it sends.
    UnaryOperator<Headers.Editor> edits() {
        return entry.edits();
    }

    /// Whose phone it calls, if his calls are forwarded.
    @Nullable CalledUser user() {
        return entry.user();
    }

    /// Whether the call has gone elsewhere than to that user.
    boolean isLeft() {
        return entry.user() != null && entry.user().isLeft();
    }

    /// Whether a final response came or was made up.
    boolean isCompleted() {
        return state instanceof Completed;
    }

    /// What to try in its place: RFC 5626 §7. A phone that answered anything but 408 and 430 has spoken.
    Optional<TargetSet.Entry> alternative() {
        return flowFailed ? entry.next() : Optional.empty();
    }

    void start() {
        var flow = entry.target().flow();
        if (flow.isEmpty()) NextHop.of(request).ifPresentOrElse(search::start, this::unreachable);
        else if (flow.get().isOpen()) send(flow.get(), flow.get().token());
        else unreachable();
    }

    private void send(Flow flow, String calleeFlow) {
        var outgoing = NextHop.asItWants(request);
        if (RecordRoute.isDue(context.received())) {
            var received = context.transaction();
            outgoing =
                    outgoing.with(h ->
                            surroundings
                                    .recordRoute()
                                    .push(h, request, received.flow(), flow, calleeFlow));
        }
        heard = false;
        var transaction = surroundings.layer().send(outgoing, flow, this);
        last = transaction;
        state = new Calling(transaction);
        if (isInvite()) start(surroundings.settings().timerC(), this::timerC);
    }

    private boolean isInvite() {
        return request.method() == Method.INVITE;
    }

    /// Gives up an INVITE (§16.10). Another method cannot be given up: its response comes soon, and is ignored.
    void cancel(UnaryOperator<Headers.Editor> edits) {
        switch (state) {
            case Seeking() -> {
                search.stop();
                complete(StatusCode.REQUEST_TERMINATED);
            }
            case Calling(var transaction) -> {
                if (isInvite()) cancel(transaction, edits);
            }
            case Canceling _, Completed _ -> {}
        }
    }

    private void cancel(ClientTransaction transaction, UnaryOperator<Headers.Editor> edits) {
        state = new Canceling(transaction);
        start(surroundings.settings().cancelGrace(), this::cancelUnanswered);
        transaction.cancel(edits);
    }

    /// §16.8.
    private void timerC() {
        if (!(state instanceof Calling(var transaction))) return;
        surroundings.counters().timerC.increment();
        remark(new Remark.TimedOut("C", "a final response", transaction.flow().path()));
        remark(new Remark.Canceled(1, Cause.NOBODY_ANSWERED));
        cancel(transaction, h -> h.add(Header.REASON, TOO_LONG));
    }

    private void remark(Remark remark) {
        surroundings.events().remark(context.received(), remark);
    }

    private void cancelUnanswered() {
        if (!(state instanceof Canceling(var transaction))) return;
        transaction.abandon();
        complete(StatusCode.REQUEST_TIMEOUT);
    }

    @Override
    public void response(ClientTransaction transaction, Response response) {
        var status = response.status();
        heard = true;
        var forwarded = Identity.withoutClaims(response.with(h -> h.pop(Header.VIA)));
        // §16.7 item 3: a response that forgot whom it answers cannot be forwarded.
        boolean isForwardable = forwarded.headers().has(Known.VIA);
        if (status.isProvisional()) {
            if (status.value() > 100 && isForwardable) provisional(forwarded);
        } else if (!isForwardable) {
            complete(StatusCode.of(502));
        } else if (status.isSuccess()) {
            if (end()) context.ended(this);
            context.success(forwarded);
        } else if (status.value() == 503 && mayTryNext()) {
            tryNext();
        } else if (end()) {
            flowFailed = status.value() == 408 || status.equals(ProxyCore.FLOW_FAILED);
            context.completed(this, forwarded);
        }
    }

    private void provisional(Response response) {
        switch (state) {
            case Calling _ -> {
                // §16.7 item 2
                if (isInvite()) start(surroundings.settings().timerC(), this::timerC);
                context.provisional(this, response);
            }
            case Canceling _ -> context.provisional(this, response);
            case Seeking _, Completed _ -> {}
        }
    }

    @Override
    public void timedOut(ClientTransaction transaction) {
        if (!heard) surroundings.events().unanswered(transaction.flow());
        flowFailed = true;
        if (mayTryNext()) tryNext();
        else complete(StatusCode.REQUEST_TIMEOUT);
    }

    @Override
    public void transportFailed(ClientTransaction transaction, IOException cause) {
        if (mayTryNext()) tryNext();
        else unreachable();
    }

    /// RFC 3263 §4.3; not if the caller no longer wants it.
    private boolean mayTryNext() {
        return state instanceof Calling && search.hasNext();
    }

    private void tryNext() {
        stopTimer();
        state = new Seeking();
        search.next();
    }

    /// §16.9: where there is no saying better, as if a 503 had come.
    private void unreachable() {
        flowFailed = true;
        boolean isOverFlow = entry.target().flow().isPresent();
        complete(isOverFlow ? context.unreachable() : context.unreachableByAddress());
    }

    private void complete(StatusCode status) {
        if (!end()) return;
        context.completed(this, surroundings.layer().responseTo(context.received(), status));
    }

    /// Ends it, and says whether this was the first final response.
    private boolean end() {
        stopTimer();
        boolean isFirst = !isCompleted();
        state = new Completed();
        return isFirst;
    }

    /// Has what may still come go past it.
    ///
    /// @param upstream where a late 2xx is to go on; empty if nowhere
    void settle(Optional<Flow> upstream) {
        if (last == null) return;
        if (upstream.isPresent()) last.settle(upstream.get());
        else last.abandon();
    }

    private void start(Duration after, Runnable action) {
        stopTimer();
        timer = surroundings.timers().start(after, action);
    }

    private void stopTimer() {
        if (timer != null) timer.cancel();
        timer = null;
    }

    /// The copy that goes to a target, but for what depends on the flow, our Record-Route and Via: §16.6 items 1, 2, 3, 6
    /// and 9, RFC 5393 §5.3.3.
    private static Request copy(Plan plan, TargetSet.Entry entry, int breadth) {
        var request = plan.request();
        var target = entry.target();
        int hops = request.headers().get(Header.MAX_FORWARDS).map(max -> max - 1).orElse(70);
        return request.withUri(target.uri().asRequestUri())
                .with(h -> {
                    h.set(Header.MAX_FORWARDS, hops);
                    h.set(Header.MAX_BREADTH, breadth);
                    if (!plan.keepsRoutes()) h.remove(Known.ROUTE);
                    for (var hop : target.path().reversed()) h.push(Header.ROUTE, hop);
                    if (!request.headers().has(Known.CONTENT_LENGTH))
                        h.add(Header.CONTENT_LENGTH, request.body().length());
                    return entry.edits().apply(Identity.withoutClaims(h));
                });
    }
}
