package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark;
import io.switchhook.ladder.Remark.Cause;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.Reason;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusClass;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transport.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;

/// One request, the branches it was forwarded on, and the responses that came: RFC 3261 §16.6, §16.7.
final class ResponseContext {
    private static final Reason ELSEWHERE = Reason.sip(200, "Call completed elsewhere");

    private final Surroundings surroundings;
    private final ServerTransaction transaction;
    private final Plan plan;
    private final WaitingRequests waiting;
    private final TargetSet targets;
    private final Breadth breadth;
    private final List<Branch> branches = new ArrayList<>(2);
    private final List<Response> finals = new ArrayList<>(2);

    /// How many branches have no final response.
    private int open;

    /// The rank of the group that is being tried.
    private int rank;

    /// No new branches: a 2xx or 6xx came, or the CANCEL.
    private boolean closed;

    private boolean canceled;
    private boolean answered;

    /// Nothing more will come. A branch may fail while others are begun or canceled, so this is found out once.
    private boolean over;

    /// Ends the watch for later targets.
    private Runnable unwatch = () -> {};

    ResponseContext(
            Surroundings surroundings,
            ServerTransaction transaction,
            Plan plan,
            WaitingRequests waiting) {
        this.surroundings = surroundings;
        this.transaction = transaction;
        this.plan = plan;
        this.waiting = waiting;
        this.targets = new TargetSet(surroundings.settings().targets(), plan.preferences());
        this.breadth = Breadth.of(plan.request(), surroundings.settings().breadth());
        for (var target : plan.targets()) targets.add(target, plan.recurses(), plan.edits());
        if (!plan.disposition().forks()) targets.keepFirst();
    }

    boolean hasTargets() {
        return !targets.isEmpty();
    }

    /// RFC 5393 §5.3.3.
    boolean hasBreadth() {
        return breadth.left() > 0;
    }

    ServerTransaction transaction() {
        return transaction;
    }

    /// The request as it came.
    Request received() {
        return transaction.request();
    }

    /// What a target over a flow that is gone counts as.
    StatusCode unreachable() {
        return plan.unreachable();
    }

    /// What a target whose server cannot be found or reached counts as.
    StatusCode unreachableByAddress() {
        return plan.keepsRoutes() ? plan.unreachable() : StatusCode.SERVICE_UNAVAILABLE;
    }

    void start() {
        waiting.add(this);
        surroundings.counters().waiting.increment();
        surroundings.counters().requests(received().method()).increment();
        if (plan.targets().size() > 1) surroundings.counters().forks.increment();
        if (isCall()) surroundings.events().started(received());
        tryNextGroup();
        if (!over && isCall()) unwatch = plan.later().watch(this::found);
    }

    private boolean mayJoin() {
        return plan.disposition().parallel() && targets.nextRank() >= rank;
    }

    /// A phone registered while the call rings. For any thread.
    private void found(Target target) {
        try {
            surroundings.shard().execute(() -> join(target));
        } catch (RejectedExecutionException e) {
            // A shard that has more than it can do rings the phones it began with.
        }
    }

    private void join(Target target) {
        if (closed || over || targets.isReached(target)) return;
        if (!targets.add(target, plan.recurses(), plan.edits())) return;
        surroundings.counters().joined.increment();
        tryMore();
    }

    private boolean isCall() {
        return isInvite() && received().headers().require(Header.TO).tag().isEmpty();
    }

    private boolean isInvite() {
        return received().method() == Method.INVITE;
    }

    private void tryNextGroup() {
        boolean isFirst = branches.isEmpty();
        rank = targets.nextRank();
        var group = targets.nextGroup(plan.disposition().parallel() ? breadth.left() : 1);
        // All are counted before the first may fail at once.
        open += group.size();
        var begun = new ArrayList<Branch>(group.size());
        for (int i = 0; i < group.size(); i++) {
            int share = breadth.lend(group.size() - i, plan.later() != LaterTargets.NONE);
            begun.add(new Branch(this, surroundings, plan, group.get(i), share));
        }
        branches.addAll(begun);
        if (events().isRecorded()) remarkTargets(group, isFirst);
        for (var branch : begun) if (!closed) branch.start();
    }

    private ProxyEvents events() {
        return surroundings.events();
    }

    private void remark(Remark remark) {
        events().remark(received(), remark);
    }

    private void remarkTargets(List<TargetSet.Entry> group, boolean isFirst) {
        for (var entry : group) {
            var target = entry.target();
            remark(
                    new Remark.Targeted(
                            target.uri().toString(),
                            Math.max(0, target.q()),
                            target.flow().map(Flow::path),
                            target.q() == Target.LAST_RESORT));
        }
        if (isFirst && (group.size() > 1 || !targets.isEmpty()))
            remark(new Remark.Forked(group.size(), targets.size()));
    }

    /// Those of its branches that a CANCEL goes out on.
    private void remarkCancel(Cause cause) {
        if (events().isRecorded() && open > 0) remark(new Remark.Canceled(open, cause));
    }

    /// Begins with those whose turn has come: when all before them have failed, or of the same rank as those that are being
    /// tried, where breadth was too small for all (RFC 5393 §5.3.3) or a redirection named more.
    private void tryMore() {
        while (!closed && !targets.isEmpty() && breadth.left() > 0 && (open == 0 || mayJoin()))
            tryNextGroup();
    }

    /// The caller's CANCEL (§16.10), whose Reason goes on (RFC 3326 §2).
    void cancel(Request cancel) {
        canceled = true;
        remarkCancel(Cause.CALLER_GAVE_UP);
        close(h -> h.copy(cancel.headers(), Known.REASON));
        endIfDone();
    }

    private void stopSearching() {
        closed = true;
        unwatch.run();
        unwatch = () -> {};
        targets.clear();
    }

    private void close(UnaryOperator<Headers.Editor> edits) {
        stopSearching();
        for (var branch : List.copyOf(branches)) branch.cancel(edits);
    }

    /// §16.7 item 5.
    void provisional(Response response) {
        if (answered || !isInvite()) return;
        respond(response);
        if (isCall()) surroundings.events().ringing(received(), response);
    }

    /// §16.7 items 5 and 10: each 2xx goes back, whatever went before.
    ///
    /// @param isFirst whether it ends its branch, and is not one of several that came on it
    void success(Response response, boolean isFirst) {
        if (isFirst) open--;
        boolean isFirstOfAll = !answered;
        answered = true;
        if (isFirstOfAll || isInvite()) respond(response);
        if (isFirstOfAll) {
            if (isCall()) surroundings.events().answered(received(), response);
            if (plan.disposition().cancels()) {
                remarkCancel(Cause.ANSWERED_ELSEWHERE);
                close(h -> h.add(Header.REASON, ELSEWHERE));
            } else stopSearching();
        }
        endIfDone();
    }

    /// A final response other than 2xx.
    void completed(Branch branch, Response response) {
        if (!closed && branch.alternative().isPresent()) {
            replace(branch, branch.alternative().get());
            return;
        }
        open--;
        breadth.giveBack(branch.breadth());
        if (!answered) collect(branch, response);
        tryMore();
        endIfDone();
    }

    /// The next way to the same phone takes the place of one that failed, and its share.
    private void replace(Branch failed, TargetSet.Entry way) {
        var branch = new Branch(this, surroundings, plan, way, failed.breadth());
        branches.add(branch);
        branch.start();
    }

    private void collect(Branch branch, Response response) {
        if (isAnswer(response.status())) targets.dropLastResort();
        boolean redirects = response.status().statusClass() == StatusClass.REDIRECTION;
        if (redirects && !branch.recurses() && events().isRecorded())
            remarkRedirection(response, false);
        if (redirects && branch.recurses() && !closed) {
            var recursion = new Recursion(surroundings, plan, transaction.flow(), targets);
            var left = recursion.follow(response);
            if (events().isRecorded()) remarkRedirection(response, left.isEmpty());
            left.ifPresent(finals::add);
            return;
        }
        finals.add(response);
        if (response.status().statusClass() == StatusClass.GLOBAL_FAILURE && !closed) {
            var reason = Reason.sip(response.status().value(), response.status().reasonPhrase());
            remarkCancel(Cause.DECLINED_EVERYWHERE);
            close(h -> h.add(Header.REASON, reason));
        }
    }

    private void remarkRedirection(Response redirection, boolean followed) {
        var contacts = new ArrayList<String>();
        try {
            for (var contact : redirection.headers().all(Header.CONTACT))
                contacts.add(
                        switch (contact) {
                            case Contact.Star() -> "*";
                            case Contact.Address(var address) -> address.uri().toString();
                        });
        } catch (MalformedField e) {
            contacts.add("a Contact that cannot be read");
        }
        remark(new Remark.Redirected(contacts, followed));
    }

    /// Whether a phone said it: who hears that one is busy does not want to wait for one that is silent.
    private static boolean isAnswer(StatusCode status) {
        return switch (status.value()) {
            case 408, 430, 480, 503 -> false;
            default -> true;
        };
    }

    private void endIfDone() {
        if (open > 0 || over) return;
        over = true;
        unwatch.run();
        if (!answered) fail();
        waiting.remove(this);
        surroundings.counters().waiting.decrement();
        if (received().method() == Method.BYE) surroundings.events().ended(received());
        var upstream = transaction.path();
        for (var branch : branches) branch.settle(upstream);
        transaction.release();
    }

    /// §16.7 item 6.
    private void fail() {
        answered = true;
        var best = BestResponse.of(finals).orElseGet(() -> own(StatusCode.REQUEST_TIMEOUT));
        if (canceled && best.status().statusClass() != StatusClass.GLOBAL_FAILURE)
            best = terminated();
        // RFC 5626 §11.5: an endpoint should not see it, unless it is told that the flow of its
        // dialog is gone.
        if (best.status().equals(ProxyCore.FLOW_FAILED) && !plan.keepsRoutes())
            best = own(plan.unreachable());
        // RFC 4320 §4.2: by now the client has given up by itself.
        if (!isInvite() && best.status().value() == 408) return;
        if (events().isRecorded() && finals.size() > 1)
            remark(
                    new Remark.ChoseBest(
                            best.status().value(),
                            finals.stream().map(it -> it.status().value()).toList(),
                            canceled ? "RFC 3261 §9.2" : "RFC 3261 §16.7"));
        respond(best);
        if (isCall()) surroundings.events().failed(received(), best);
    }

    /// §9.2: what the caller expects that canceled.
    private Response terminated() {
        for (var response : finals) if (response.status().value() == 487) return response;
        return own(StatusCode.REQUEST_TERMINATED);
    }

    private Response own(StatusCode status) {
        return surroundings.layer().responseTo(received(), status);
    }

    private void respond(Response response) {
        surroundings.counters().responses(response.status().statusClass()).increment();
        transaction.respond(response);
    }
}
