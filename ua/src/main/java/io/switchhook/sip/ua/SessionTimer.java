package io.switchhook.sip.ua;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.MinSe;
import io.switchhook.sip.header.SessionExpires;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.ua.SessionTimerSettings.Refresher;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Refreshes a session, or misses the refreshes of the other end and ends it: RFC 4028 §10.
final class SessionTimer {
    private static final StatusCode TOO_SMALL = StatusCode.of(422);

    /// §10: how long before the end the call is given up, a third of the interval at most.
    private static final Duration MARGIN = Duration.ofSeconds(32);

    /// After a refresh that failed, or could not be sent, it is tried again when this part of the interval has passed.
    private static final int RETRY_PART = 10;

    private final UserAgent agent;
    private final Session session;

    /// Whether this end knows the extension.
    private final boolean known;

    private final Optional<SessionTimerSettings> settings;

    /// What was agreed on last, as seen from this end: `UAC` if it refreshes.
    private Optional<SessionInterval> agreed = Optional.empty();

    /// The largest Min-SE that was heard in the dialog; 0 for none.
    private int least;

    private boolean updates;
    private Timers.@Nullable Handle refresh;
    private Timers.@Nullable Handle expiry;

    SessionTimer(UserAgent agent, Session session, LocalUser local) {
        this.agent = agent;
        this.session = session;
        this.known = agent.understands(CallSettings.TIMER, local);
        this.settings = local.calls().sessionTimer();
    }

    /// Refuses a request that asks for too little: §9.
    ///
    /// @param known whether this end knows the extension
    /// @return whether it was refused
    static boolean refuses(UserAgent agent, ServerTransaction transaction, boolean known) {
        if (!known || !SessionInterval.isTooSmall(transaction.request())) return false;
        transaction.respond(
                agent.response(transaction, TOO_SMALL)
                        .with(h -> h.add(Header.MIN_SE, MinSe.of(SessionInterval.LEAST))));
        return true;
    }

    boolean refuses(ServerTransaction transaction) {
        return refuses(agent, transaction, known);
    }

    /// Asks in the first INVITE: §7.1.
    ///
    /// @param least the largest Min-SE of a 422 to it; 0 for none
    static Headers.Editor ask(Headers.Editor headers, LocalUser local, int least) {
        var settings = local.calls().sessionTimer();
        if (settings.isEmpty()) return headers;
        int seconds = Math.max(settings.get().seconds(), least);
        var wish = settings.get().refresher().map(Refresher::toString);
        var value =
                wish.map(it -> SessionExpires.of(seconds, it))
                        .orElseGet(() -> SessionExpires.of(seconds));
        headers.set(Header.SESSION_EXPIRES, value);
        return least > 0 ? headers.set(Header.MIN_SE, MinSe.of(least)) : headers;
    }

    /// Asks in a later INVITE or UPDATE, so that nothing changes: §7.4.
    Headers.Editor ask(Headers.Editor headers) {
        var wish = agreed.or(this::wanted);
        return wish.isEmpty() ? headers : wish.get().ask(headers, least);
    }

    private Optional<SessionInterval> wanted() {
        return settings.map(it -> new SessionInterval(it.seconds(), Refresher.UAC));
    }

    /// A request of ours got a 2xx. A peer that does not know the extension says nothing, and is watched all the same where this
    /// end wants it (§7.2).
    void accepted(Response response) {
        learn(response);
        if (known) start(SessionInterval.of(response).or(this::wanted));
    }

    /// A request of ours got a 422.
    ///
    /// @return whether it may be sent again
    boolean raises(Response response) {
        int asked = SessionInterval.least(response);
        if (!response.status().equals(TOO_SMALL) || asked <= least) return false;
        least = asked;
        return true;
    }

    /// Says in the 2xx to a request what becomes of it, and begins.
    Response answer(Request request, Response ok) {
        learn(request);
        least = Math.max(least, SessionInterval.least(request));
        var said =
                known
                        ? SessionInterval.answer(request, settings)
                        : Optional.<SessionInterval>empty();
        if (said.isEmpty()) {
            start(said);
            return ok;
        }
        var interval = said.get();
        boolean isUnderstood = request.headers().all(Header.SUPPORTED).contains(CallSettings.TIMER);
        var mine = interval.refresher() == Refresher.UAS ? Refresher.UAC : Refresher.UAS;
        start(Optional.of(new SessionInterval(interval.seconds(), mine)));
        return ok.with(h -> {
            var value = SessionExpires.of(interval.seconds(), interval.refresher().toString());
            h.add(Header.SESSION_EXPIRES, value);
            return isUnderstood ? h.add(Header.REQUIRE, CallSettings.TIMER) : h;
        });
    }

    /// Whether the other end takes UPDATE; a list that cannot be read says nothing.
    private void learn(SipMessage message) {
        try {
            var allowed = message.headers().all(Header.ALLOW);
            if (!allowed.isEmpty()) updates = allowed.contains(Method.UPDATE);
        } catch (MalformedField e) {
            return;
        }
    }

    private void start(Optional<SessionInterval> interval) {
        end();
        agreed = interval;
        if (interval.isEmpty() || session.isEnded()) return;
        var whole = Duration.ofSeconds(interval.get().seconds());
        var third = whole.dividedBy(3);
        var margin = third.compareTo(MARGIN) < 0 ? third : MARGIN;
        expiry = agent.timers().start(whole.minus(margin), session::expired);
        if (interval.get().refresher() == Refresher.UAC)
            refresh = agent.timers().start(whole.dividedBy(2), this::refresh);
    }

    private void refresh() {
        var method = updates ? Method.UPDATE : Method.INVITE;
        if (!session.refresh(method, this::refreshed)) refreshLater();
    }

    private void refreshed(Response response) {
        if (session.isEnded() || response.status().isSuccess()) return;
        int status = response.status().value();
        boolean isUnknown = updates && (status == 405 || status == 501);
        if (isUnknown) {
            updates = false;
            refresh();
        } else refreshLater();
    }

    private void refreshLater() {
        int seconds = agreed.map(SessionInterval::seconds).orElse(SessionInterval.LEAST);
        refresh = agent.timers().start(Duration.ofSeconds(seconds / RETRY_PART), this::refresh);
    }

    void end() {
        if (refresh != null) refresh.cancel();
        if (expiry != null) expiry.cancel();
    }
}
