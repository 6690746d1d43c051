package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark.Cause;
import io.switchhook.ladder.Remark.Forward;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.Reason;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusClass;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One request, the branches it was forwarded on, and the responses that came: RFC 3261 §16.6, §16.7.
final class ResponseContext {
    private static final Reason ELSEWHERE = Reason.sip(200, "Call completed elsewhere");
    private static final Reason FORWARDED = Reason.sip(408, "Not answered, forwarded");

    private final Surroundings surroundings;
    private final ServerTransaction transaction;
    private final Plan plan;
    private final WaitingRequests waiting;
    private final TargetSet targets;
    private final Breadth breadth;
    private final List<Branch> branches = new ArrayList<>(2);
    private final List<Response> finals = new ArrayList<>(2);

    /// Those whose calls are forwarded, the one who was called first among them if his are.
    private List<CalledUser> users = List.of();

    /// How many branches have no final response.
    private int open;

    /// How many of these are for users whose call has gone elsewhere, and keep nobody waiting.
    private int leaving;

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
        var called = user(plan.forwarding(), plan.edits());
        for (var target : plan.targets())
            targets.add(target, plan.recurses(), plan.edits(), called);
        if (!plan.disposition().forks()) targets.keepFirst();
    }

    /// Null if nothing is forwarded.
    private @Nullable CalledUser user(Forwarding forwarding, UnaryOperator<Headers.Editor> edits) {
        if (forwarding == Forwarding.NONE) return null;
        var user = new CalledUser(surroundings.timers(), forwarding, edits, this::unanswered);
        if (users.isEmpty()) users = new ArrayList<>(2);
        users.add(user);
        return user;
    }

    /// Who was called first, if his calls are forwarded.
    private @Nullable CalledUser first() {
        return plan.forwarding() == Forwarding.NONE ? null : users.getFirst();
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
        var user = first();
        if (user != null && user.isLeft()) return;
        if (!targets.add(target, plan.recurses(), plan.edits(), user)) return;
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
            int share = breadth.lend(group.size() - i, mayGrow());
            begun.add(new Branch(this, surroundings, plan, group.get(i), share));
        }
        branches.addAll(begun);
        ForkRemarks.targeted(events(), received(), group, isFirst, targets.size());
        if (!users.isEmpty()) for (var entry : group) called(entry.user());
        for (var branch : begun) if (!closed && !branch.isLeft()) branch.start();
    }

    private static void called(@Nullable CalledUser user) {
        if (user != null) user.called();
    }

    /// Whether there may be more branches before those that are tried have failed.
    private boolean mayGrow() {
        return plan.later() != LaterTargets.NONE || !users.isEmpty();
    }

    private ProxyEvents events() {
        return surroundings.events();
    }

    /// Those of its branches that a CANCEL goes out on.
    private void remarkCancel(Cause cause) {
        ForkRemarks.canceled(events(), received(), open - leaving, cause);
    }

    /// Begins with those whose turn has come: when all before them have failed, or of the same rank as those that are being
    /// tried, where breadth was too small for all (RFC 5393 §5.3.3) or a redirection named more.
    private void tryMore() {
        while (!closed
                && !targets.isEmpty()
                && breadth.left() > 0
                && (open == leaving || mayJoin())) tryNextGroup();
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
        waitNoMore();
        targets.clear();
    }

    /// For nothing but final responses.
    private void waitNoMore() {
        watchNoMore();
        if (!users.isEmpty()) for (var user : users) user.stop();
    }

    private void watchNoMore() {
        unwatch.run();
        unwatch = () -> {};
    }

    private void close(UnaryOperator<Headers.Editor> edits) {
        stopSearching();
        for (var branch : List.copyOf(branches)) branch.cancel(edits);
    }

    /// §16.7 item 5.
    void provisional(Branch branch, Response response) {
        if (answered || !isInvite() || branch.isLeft()) return;
        if (branch.user() instanceof CalledUser user) user.rings();
        respond(response);
        if (isCall()) surroundings.events().ringing(received(), response);
    }

    /// §16.7 items 5 and 10: each 2xx goes back, whatever went before.
    void success(Response response) {
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
        if (!closed && !branch.isLeft() && branch.alternative().isPresent()) {
            replace(branch, branch.alternative().get());
            return;
        }
        ended(branch);
        breadth.giveBack(branch.breadth());
        if (!answered && !branch.isLeft()) collect(branch, response);
        tryMore();
        endIfDone();
    }

    /// A branch has its first final response.
    void ended(Branch branch) {
        open--;
        if (branch.isLeft()) leaving--;
    }

    /// The next way to the same phone takes the place of one that failed, and its share.
    private void replace(Branch failed, TargetSet.Entry way) {
        var branch = new Branch(this, surroundings, plan, way, failed.breadth());
        branches.add(branch);
        branch.start();
    }

    private void collect(Branch branch, Response response) {
        var user = branch.user();
        if (user != null) user.completed(response);
        if (BestResponse.isOfPhone(response.status())) targets.dropLastResort();
        boolean redirects = response.status().statusClass() == StatusClass.REDIRECTION;
        if (redirects && !branch.recurses())
            ForkRemarks.redirected(events(), received(), response, false);
        if (redirects && branch.recurses() && !closed) {
            var left = recursion().follow(response, branch.edits());
            ForkRemarks.redirected(events(), received(), response, left.isEmpty());
            left.ifPresent(finals::add);
            return;
        }
        finals.add(response);
        if (user != null && !closed && isForwarded(user, response)) return;
        if (response.status().statusClass() == StatusClass.GLOBAL_FAILURE && !closed) {
            var reason = Reason.sip(response.status().value(), response.status().reasonPhrase());
            remarkCancel(Cause.DECLINED_EVERYWHERE);
            close(h -> h.add(Header.REASON, reason));
        }
    }

    private Recursion recursion() {
        return new Recursion(surroundings, this::user, plan.request(), transaction.flow(), targets);
    }

    // Where calls are forwarded here

    /// Whether the call goes elsewhere, now that one more of the user's phones does not take it.
    private boolean isForwarded(CalledUser user, Response response) {
        if (response.status().value() == 600) return forward(user, Forward.BUSY);
        boolean waits = targets.has(user);
        for (var branch : branches) waits |= branch.user() == user && !branch.isCompleted();
        if (waits) return false;
        return user.verdict().filter(why -> forward(user, why)).isPresent();
    }

    /// His phones have rung long enough.
    private void unanswered(CalledUser user) {
        if (closed || over || user.isLeft() || !forward(user, Forward.NO_ANSWER)) return;
        tryMore();
        endIfDone();
    }

    /// Has others called than this user, whose phones stop ringing; false if they cannot be.
    private boolean forward(CalledUser user, Forward why) {
        var route = user.forwarding().on(why);
        if (route.isEmpty() || !recursion().go(route.get(), 1000, user.edits())) return false;
        surroundings.counters().forwarded.increment();
        if (user == first()) watchNoMore();
        user.leave();
        targets.drop(user);
        finals.removeIf(user::gave);
        var its = branches.stream().filter(it -> it.user() == user && !it.isCompleted()).toList();
        leaving += its.size();
        ForkRemarks.canceled(events(), received(), its.size(), Cause.NOBODY_ANSWERED);
        for (var branch : its) branch.cancel(h -> h.add(Header.REASON, FORWARDED));
        return true;
    }

    private void endIfDone() {
        if (open > 0 || over) return;
        over = true;
        waitNoMore();
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
        ForkRemarks.choseBest(events(), received(), best, finals, canceled);
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
