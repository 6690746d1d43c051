package io.switchhook.pbx.admission;

import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.pbx.admission.AdmissionCounters.Outcome;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.Gate;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.uri.SipUri;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The gate of one shard: who is banned, who asks too much, what has to wait while there is too much to do, and who has to
/// say first who he is. In this order, since it is the order of the costs.
///
/// An account that proved itself at an address has a budget of its own there; all others at that address share one. So
/// nobody behind the same NAT can spend what a phone needs.
public final class FrontDoor implements Gate {
    /// In seconds, for who asks more than its budget grants.
    private static final int SPENT_LEAST = 5;

    private static final int SPENT_MOST = 30;

    /// In seconds for each class that is refused: a server that is a little behind has caught up soon.
    private static final int OVERLOAD_LEAST = 1;

    private static final int OVERLOAD_MOST = 4;

    private final AdmissionSettings settings;
    private final Reputation reputation;
    private final Optional<Challenges> challenges;
    private final Overload overload;
    private final Shard shard;
    private final AdmissionCounters counters;
    private final RandomGenerator random;
    private final Recorder recorder;
    private final Budget.Rate sourceRate;
    private final Budget.Rate accountRate;

    /// @param challenges empty if everybody is served: then nobody proves himself, and there are neither budgets nor bans
    /// @param overload the shard's
    /// @param random for what is refused to come back at different times
    /// @param recorder told of what is refused
    public FrontDoor(
            AdmissionSettings settings,
            Reputation reputation,
            Optional<Challenges> challenges,
            Overload overload,
            Shard shard,
            AdmissionCounters counters,
            RandomGenerator random,
            Recorder recorder) {
        this.settings = settings;
        this.reputation = reputation;
        this.challenges = challenges;
        this.overload = overload;
        this.shard = shard;
        this.counters = counters;
        this.random = random;
        this.recorder = recorder;
        this.sourceRate = Budget.Rate.perSecond(settings.sourceRate(), settings.sourceBurst());
        this.accountRate = Budget.Rate.perSecond(settings.accountRate(), settings.accountBurst());
    }

    @Override
    public Passage ask(Request request, Flow flow, double load) {
        try {
            long now = shard.nanoTime();
            var source = Source.of(flow.remote().getAddress());
            var known = reputation.acquaintance(source, user(request));
            boolean guarded =
                    challenges.isPresent() && !reputation.trusts(flow.remote().getAddress());
            var ban = guarded && known == null ? reputation.ban(source) : null;
            if (ban != null) return banned(request, flow, ban);
            var precedence = Precedence.of(request, known != null, settings.emergency());
            if (overload.refuses(precedence, shard.behindNanos(), load, now))
                return overloaded(request, precedence);
            // What runs on this host can take more of it than a budget grants.
            boolean bounded = guarded && !flow.remote().getAddress().isLoopbackAddress();
            if (bounded && known != null && !known.requests.spend(accountRate, now))
                return spent(request, Outcome.ACCOUNT_BUDGET, user(request));
            if (bounded
                    && known == null
                    && !reputation.stranger(source, now).requests.spend(sourceRate, now))
                return spent(
                        request,
                        Outcome.SOURCE_BUDGET,
                        flow.remote().getAddress().getHostAddress());
            var challenge = challenges.flatMap(asking -> asking.to(request, flow));
            if (challenge.isEmpty()) return Passage.GRANTED;
            counters.count(Outcome.CHALLENGED);
            return challenge.get();
        } catch (MalformedField e) {
            return Passage.GRANTED; // to be answered by whoever needs the field
        }
    }

    /// In whose name a request comes, if that can be told.
    private static String user(Request request) {
        return request.headers().require(Header.FROM).uri() instanceof SipUri sip
                ? sip.decodedUser()
                : "";
    }

    private Passage banned(Request request, Flow flow, Ban ban) {
        counters.count(Outcome.BANNED);
        reputation.remark(request, ban);
        if (flow.transport().isReliable()) flow.close();
        return Passage.IGNORED;
    }

    private Passage overloaded(Request request, Precedence precedence) {
        int level = overload.level();
        int seconds = between(level * OVERLOAD_LEAST, level * OVERLOAD_MOST);
        if (recorder.isOn())
            recorder.remark(callId(request), new Remark.Overloaded(words(precedence), seconds));
        return refused(Outcome.OVERLOAD, seconds);
    }

    private Passage spent(Request request, Outcome why, String source) {
        int seconds = between(SPENT_LEAST, SPENT_MOST);
        if (recorder.isOn())
            recorder.remark(callId(request), new Remark.RateLimited(source, words(why), seconds));
        return refused(why, seconds);
    }

    private static String callId(Request request) {
        return request.headers().require(Header.CALL_ID).value();
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// They are told different times, so that they do not come back together.
    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    private Passage refused(Outcome why, int seconds) {
        counters.count(why);
        return new Answered(
                StatusCode.SERVICE_UNAVAILABLE,
                h -> h.add(Header.RETRY_AFTER, RetryAfter.seconds(seconds)));
    }
}
