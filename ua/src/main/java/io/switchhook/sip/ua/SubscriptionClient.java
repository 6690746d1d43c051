package io.switchhook.sip.ua;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.dialog.DialogId;
import io.switchhook.sip.dialog.ReturnFlow;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.SubscriptionState;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps somebody subscribed until it is stopped: RFC 6665 §4.1. For its shard's thread.
///
/// The first NOTIFY makes the dialog, which may come before the answer to SUBSCRIBE; those of other notifiers that a proxy forked
/// to are told that nobody is here (§4.4.1). A subscription that is lost is made anew: at once where the notifier wants that, or
/// does not know of it any more, else after a wait that grows with each failure.
public final class SubscriptionClient {
    private static final int MOST_CHALLENGES = 2;

    /// A short subscription is refreshed after half its time, a long one this long before its end.
    private static final Duration MARGIN = Duration.ofMinutes(10);

    /// However short a subscription is, it is not refreshed more often.
    private static final Duration LEAST_REFRESH = Duration.ofSeconds(5);

    private final UserAgent agent;
    private final LocalUser local;
    private final SubscriptionSettings settings;
    private final Listener listener;
    private final Backoff backoff;
    private Duration expires;

    /// Which attempt is under way; what comes to others is late.
    private @Nullable Attempt attempt;

    /// Whether the last attempt began at once after the one before it, and was not refreshed since: the next one waits.
    private boolean hasty;

    private boolean stopping;
    private boolean over;

    /// Until the next refresh or attempt.
    private Timers.@Nullable Handle next;

    /// Timer N: §4.1.2.4.
    private Timers.@Nullable Handle deadline;

    /// What becomes of it. Called on the shard.
    public interface Listener {
        /// What the notifier tells, which was answered.
        void notified(Request notify);

        /// Subscribed, or refreshed.
        ///
        /// @param expires what was granted
        default void subscribed(Duration expires) {}

        /// The subscription is no more, or could not be made.
        ///
        /// @param why the reason phrase of a response, or the reason that the notifier gave (§4.1.3), such as `rejected`
        /// @param retry when it is tried again; empty for never
        void lost(String why, Optional<Duration> retry);

        /// It was ended, as [#stop] asked for.
        void unsubscribed();
    }

    SubscriptionClient(
            UserAgent agent, LocalUser local, SubscriptionSettings settings, Listener listener) {
        this.agent = agent;
        this.local = local;
        this.settings = settings;
        this.listener = listener;
        this.expires = settings.expires();
        this.backoff = new Backoff(agent.random(), settings.retry(), settings.longestRetry());
    }

    /// Whether the notifier tells what happens.
    public boolean isActive() {
        return attempt != null && attempt.end != null && !stopping;
    }

    /// Whether nothing more comes: it was stopped, or the notifier does not want it (§4.1.3).
    public boolean isOver() {
        return over;
    }

    /// Ends the subscription: §4.1.2.3.
    public void stop() {
        if (stopping || over) return;
        stopping = true;
        if (next != null) next.cancel();
        if (attempt == null) finish();
        else if (attempt.end != null) attempt.subscribe();
        // else as soon as there is a dialog to end it in
    }

    void start() {
        if (next != null) next.cancel();
        var begun = new Attempt();
        attempt = begun;
        agent.remember(begun);
        begun.begin();
    }

    private void finish() {
        if (over) return;
        leave();
        over = true;
        listener.unsubscribed();
    }

    private void leave() {
        if (attempt != null) agent.forget(attempt);
        attempt = null;
        if (next != null) next.cancel();
        if (deadline != null) deadline.cancel();
    }

    private void lost(String why, Optional<Duration> asked) {
        if (stopping) {
            finish();
            return;
        }
        leave();
        hasty = false;
        var wait = backoff.next(asked);
        next = agent.timers().start(wait, this::start);
        listener.lost(why, Optional.of(wait));
    }

    /// The notifier has forgotten it, or wants it to be made anew.
    private void again(String why) {
        if (stopping || hasty) {
            lost(why, Optional.empty());
            return;
        }
        leave();
        hasty = true;
        listener.lost(why, Optional.of(Duration.ZERO));
        start();
    }

    private void rejected(String why) {
        leave();
        over = true;
        listener.lost(why, Optional.empty());
    }

    private void granted(Duration granted) {
        if (next != null) next.cancel();
        var half = granted.dividedBy(2);
        var late = granted.minus(MARGIN);
        var wait = late.compareTo(half) > 0 ? late : half;
        var bounded = wait.compareTo(LEAST_REFRESH) < 0 ? LEAST_REFRESH : wait;
        next = agent.timers().start(bounded, this::refresh);
    }

    private void refresh() {
        if (attempt != null) attempt.subscribe();
    }

    private void await() {
        if (deadline != null) deadline.cancel();
        deadline = agent.timers().start(TimerValues.DEFAULT.timeout(), this::unnotified);
    }

    private void unnotified() {
        lost("no NOTIFY", Optional.empty());
    }

    /// One subscription: its Call-ID, and its dialog as soon as there is one.
    final class Attempt {
        private final CallId callId = agent.callId();
        private final NameAddr from = local.address().withTag(agent.tag());
        private long number;
        private int challenges;
        private @Nullable DialogEnd end;

        /// Whether it was asked to end.
        private boolean leaving;

        /// What a NOTIFY is found by: the remote tag is not known before the first one.
        DialogId key() {
            return new DialogId(callId, from.tag(), "");
        }

        void begin() {
            send(local.credentials().authorize(first()));
        }

        private Request first() {
            var headers =
                    Headers.EMPTY.with(h -> {
                        for (var route : local.routes()) h.add(Header.ROUTE, route);
                        h.add(Header.MAX_FORWARDS, UserAgent.MAX_FORWARDS)
                                .add(Header.FROM, from)
                                .add(Header.TO, NameAddr.of(settings.resource()))
                                .add(Header.CALL_ID, callId)
                                .add(Header.CSEQ, new CSeq(++number, Method.SUBSCRIBE));
                        return ask(h, expires).add(Header.CONTENT_LENGTH, 0);
                    });
            return Request.of(Method.SUBSCRIBE, settings.resource(), headers, Body.EMPTY);
        }

        private Headers.Editor ask(Headers.Editor headers, Duration asking) {
            headers.add(Header.CONTACT, local.contact())
                    .add(Header.EVENT, settings.event())
                    .add(Header.EXPIRES, (int) Math.min(asking.toSeconds(), Integer.MAX_VALUE));
            for (var type : settings.accept()) headers.add(Header.ACCEPT, type);
            return agent.abilities(headers, local);
        }

        private void send(Request request) {
            await();
            var hop = local.hop(request.uri());
            agent.uac().send(request, hop, local.flow(), response -> heard(request, response));
        }

        private void heard(Request request, Response response) {
            if (attempt != this || response.status().isProvisional()) return;
            var authorized =
                    ++challenges > MOST_CHALLENGES
                            ? Optional.<Request>empty()
                            : local.credentials().answer(request, response);
            if (authorized.isPresent()) {
                var numbered = new CSeq(++number, Method.SUBSCRIBE);
                send(authorized.get().with(h -> h.set(Header.CSEQ, numbered)));
            } else answered(response);
        }

        /// Refreshes it, or ends it.
        void subscribe() {
            var dialog = end;
            if (dialog == null) return;
            leaving = stopping;
            if (leaving) await();
            dialog.send(
                    Method.SUBSCRIBE,
                    h -> ask(h, leaving ? Duration.ZERO : expires),
                    Body.EMPTY,
                    response -> {
                        if (attempt == this && response.status().isFinal()) answered(response);
                    });
        }

        private void answered(Response response) {
            if (response.status().isSuccess()) accepted(response);
            else if (response.status().equals(StatusCode.INTERVAL_TOO_BRIEF) && raise(response)) {
                if (end == null) begin();
                else subscribe();
            } else if (stopping) finish();
            else if (response.status().equals(StatusCode.CALL_DOES_NOT_EXIST) && end != null)
                again(response.reasonPhrase());
            else lost(response.reasonPhrase(), Backoff.asked(response));
        }

        /// That it is told what happens is certain with the first NOTIFY alone.
        private void accepted(Response response) {
            if (stopping) return;
            var granted = seconds(response).orElse(expires);
            if (isRefreshed()) {
                hasty = false;
                backoff.reset();
            }
            granted(granted);
            listener.subscribed(granted);
        }

        /// Whether more was sent than the first SUBSCRIBE.
        private boolean isRefreshed() {
            return end != null && end.dialog().localSequenceNumber() > number;
        }

        private Optional<Duration> seconds(Response response) {
            try {
                return response.headers().get(Header.EXPIRES).map(Duration::ofSeconds);
            } catch (MalformedField e) {
                return Optional.empty();
            }
        }

        /// §4.1.2.1.
        private boolean raise(Response response) {
            try {
                var least = response.headers().get(Header.MIN_EXPIRES).map(Duration::ofSeconds);
                if (least.isEmpty() || least.get().compareTo(expires) <= 0) return false;
                expires = least.get();
                return true;
            } catch (MalformedField e) {
                return false;
            }
        }

        /// A request in the dialog, or what may become one.
        void request(ServerTransaction received) {
            var request = received.request();
            var event = request.headers().get(Header.EVENT);
            boolean isOurs =
                    request.method() == Method.NOTIFY
                            && event.isPresent()
                            && event.get().matches(settings.event());
            if (!isOurs) agent.respond(received, StatusCode.CALL_DOES_NOT_EXIST);
            else if (isTaken(received)) notified(received);
        }

        /// Whether it is in order, and of the one dialog that there is; it was answered if not.
        private boolean isTaken(ServerTransaction received) {
            var request = received.request();
            var dialog = end;
            if (dialog == null) return open(received);
            if (!dialog.dialog().id().equals(DialogId.of(request))) {
                agent.respond(received, StatusCode.CALL_DOES_NOT_EXIST);
                return false;
            }
            var following = dialog.received(received);
            following.ifPresent(dialog::become);
            return following.isPresent();
        }

        private boolean open(ServerTransaction received) {
            var request = received.request();
            var target = Dialog.remoteTarget(request);
            if (target.isEmpty()) {
                agent.respond(received, StatusCode.BAD_REQUEST);
                return false;
            }
            var dialog = Dialog.uas(request, target.get(), from.tag()).sent(number);
            var flow = ReturnFlow.of(request, received.flow()).or(local::flow);
            end = new DialogEnd(agent, local, flow, dialog);
            return true;
        }

        private void notified(ServerTransaction received) {
            var request = received.request();
            var state = request.headers().get(Header.SUBSCRIPTION_STATE);
            agent.respond(received, StatusCode.OK);
            if (!leaving && deadline != null) deadline.cancel();
            listener.notified(request);
            if (attempt != this) return; // it was stopped, and is over
            if (state.map(SubscriptionState::isTerminated).orElse(false)) terminated(state.get());
            else if (leaving) return;
            else if (stopping) subscribe();
            else {
                var left = state.map(SubscriptionState::expires);
                if (left.isPresent() && left.get().isPresent())
                    granted(Duration.ofSeconds(left.get().getAsInt()));
                else if (next == null || !next.isRunning()) granted(expires);
            }
        }

        /// §4.1.3.
        private void terminated(SubscriptionState state) {
            var reason = state.reason().orElse("").toLowerCase(Locale.ROOT);
            if (stopping) {
                finish();
                return;
            }
            switch (reason) {
                case "rejected", "noresource", "invariant" -> rejected(reason);
                case "deactivated", "timeout" -> again(reason);
                default -> {
                    var after = state.retryAfter();
                    lost(
                            reason,
                            after.isPresent()
                                    ? Optional.of(Duration.ofSeconds(after.getAsInt()))
                                    : Optional.empty());
                }
            }
        }
    }
}
