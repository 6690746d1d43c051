package io.switchhook.sip.event;

import io.switchhook.sip.header.SubscriptionState;
import java.util.Locale;

/// Why a subscription ended, and what its subscriber is to make of it: RFC 6665 §4.1.3.
public enum TerminationReason {
    /// Subscribe again at once.
    DEACTIVATED,
    /// Subscribe again later, in half a minute.
    PROBATION,
    /// Do not subscribe again.
    REJECTED,
    /// It was not refreshed, or the subscriber ended it.
    TIMEOUT,
    /// There is no such resource any more.
    NORESOURCE;

    private static final String RETRY_SECONDS = "30";

    /// The value of Subscription-State.
    public SubscriptionState state() {
        var state = SubscriptionState.terminated(name().toLowerCase(Locale.ROOT));
        if (this != PROBATION) return state;
        return new SubscriptionState(
                state.state(), state.parameters().with("retry-after", RETRY_SECONDS));
    }

    /// Whether the last NOTIFY also tells how the resource stands: what ends by itself does (§4.4.3), what is
    /// taken away does not.
    boolean isToldState() {
        return this == TIMEOUT;
    }
}
