package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.StatusClass;
import java.util.concurrent.atomic.LongAdder;

/// What all proxy cores of a server have done since it started. For any thread.
public final class ProxyCounters {
    /// One for each of [Method.Known], and the last for all others.
    private final LongAdder[] requests = adders(Method.Known.values().length + 1);

    private final LongAdder[] responses = adders(StatusClass.values().length);
    private final LongAdder[] refusals = adders(Refusal.values().length);

    /// Requests that a router rejected, redirected, or handed to another core.
    public final LongAdder rejected = new LongAdder();

    public final LongAdder redirected = new LongAdder();
    public final LongAdder served = new LongAdder();

    /// Requests that went to more than one target.
    public final LongAdder forks = new LongAdder();

    /// Contacts of 3xx responses that became targets.
    public final LongAdder recursions = new LongAdder();

    /// Calls that went elsewhere since their user has them forwarded.
    public final LongAdder forwarded = new LongAdder();

    /// Targets that were found while their call rang.
    public final LongAdder joined = new LongAdder();

    /// INVITEs whose Timer C fired.
    public final LongAdder timerC = new LongAdder();

    /// 2xx responses that came after their transaction was gone and were forwarded.
    public final LongAdder lateAnswers = new LongAdder();

    /// ACKs and late 2xx that no token of ours vouched for.
    public final LongAdder dropped = new LongAdder();

    /// Requests in a dialog whose flow was closed.
    public final LongAdder closedFlows = new LongAdder();

    /// Response contexts that are open.
    final LongAdder waiting = new LongAdder();

    /// Requests that wait for their final response.
    public long waiting() {
        return waiting.sum();
    }

    private static LongAdder[] adders(int count) {
        var adders = new LongAdder[count];
        for (int i = 0; i < count; i++) adders[i] = new LongAdder();
        return adders;
    }

    /// Requests forwarded, each once however many targets it had.
    public LongAdder requests(Method method) {
        return requests[
                switch (method) {
                    case Method.Known known -> known.ordinal();
                    case Method.Extension _ -> requests.length - 1;
                }];
    }

    /// Responses forwarded.
    public LongAdder responses(StatusClass statusClass) {
        return responses[statusClass.ordinal()];
    }

    public LongAdder refused(Refusal refusal) {
        return refusals[refusal.ordinal()];
    }
}
