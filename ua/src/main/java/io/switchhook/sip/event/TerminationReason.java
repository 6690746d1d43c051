package io.switchhook.sip.event;

import io.switchhook.sip.header.SubscriptionState;
import java.util.Locale;

/// Why a subscription ended, and what its subscriber is to make of it: RFC 6665 §4.1.3.
public enum TerminationReason {
    /// Subscribe again at once.
    DEACTIVATED,
    /// Subscribe again later, in a quarter to three quarters of a minute.
    PROBATION,
    /// Do not subscribe again.
    REJECTED,
    /// It was not refreshed, or the subscriber ended it.
    TIMEOUT,
    /// There is no such resource any more.
    NORESOURCE;

    private static final int RETRY_LEAST = 15;
    private static final int RETRY_MOST = 45;

    /// The value of Subscription-State.
    ///
    /// @param spread any number, another for each subscription, so that they do not all come back together
    public SubscriptionState state(int spread) {
        var state = SubscriptionState.terminated(name().toLowerCase(Locale.ROOT));
        if (this != PROBATION) return state;
        int seconds = RETRY_LEAST + Math.floorMod(spread, RETRY_MOST - RETRY_LEAST + 1);
        return new SubscriptionState(
                state.state(), state.parameters().with("retry-after", Integer.toString(seconds)));
    }

    /// Whether the last NOTIFY also tells how the resource stands: what ends by itself does (§4.4.3), what is
    /// taken away does not.
    boolean isToldState() {
        return this == TIMEOUT;
    }
}
