package io.switchhook.sip.ua;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.Timers;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What becomes of a REFER of ours: the subscription that it makes (RFC 3515 §2.4.4), which may outlive the call in its dialog
/// (RFC 5057 §4), but not for ever.
final class ReferSubscription {
    private static final Duration LINGER = Duration.ofMinutes(3);

    private final UserAgent agent;

    /// Called when nothing more is expected.
    private final Runnable over;

    private @Nullable Consumer<Request> listener;
    private Timers.@Nullable Handle lingering;

    ReferSubscription(UserAgent agent, Runnable over) {
        this.agent = agent;
        this.over = over;
    }

    boolean isActive() {
        return listener != null;
    }

    void begin(Consumer<Request> notify) {
        listener = notify;
    }

    /// The call is over; what is left to be told is waited for.
    void linger() {
        lingering = agent.timers().start(LINGER, this::end);
    }

    void end() {
        listener = null;
        if (lingering != null) lingering.cancel();
        over.run();
    }

    /// @return whether the NOTIFY belongs to it, and was answered
    boolean notified(ServerTransaction transaction) {
        var waiting = listener;
        var request = transaction.request();
        var event = request.headers().get(Header.EVENT);
        if (waiting == null || event.isEmpty() || !event.get().type().equals("refer")) return false;
        var state = request.headers().require(Header.SUBSCRIPTION_STATE);
        agent.respond(transaction, StatusCode.OK);
        if (state.isTerminated()) end();
        waiting.accept(request);
        return true;
    }
}
