package io.switchhook.sip.event;

import java.util.concurrent.atomic.LongAdder;

/// What all notifiers of a server have done since it started. For any thread.
public final class NotifierCounters {
    /// Subscriptions begun, fetches not counted.
    public final LongAdder begun = new LongAdder();

    /// Fetches: SUBSCRIBEs for no duration at all.
    public final LongAdder fetched = new LongAdder();

    /// SUBSCRIBEs that refreshed a subscription.
    public final LongAdder refreshed = new LongAdder();

    /// SUBSCRIBEs answered with an error, 503 not counted.
    public final LongAdder rejected = new LongAdder();

    /// SUBSCRIBEs that found no room.
    public final LongAdder turnedAway = new LongAdder();

    /// Subscriptions that ended because their subscriber did not answer NOTIFY again and again.
    public final LongAdder abandoned = new LongAdder();

    /// NOTIFYs answered with 2xx.
    public final LongAdder answered = new LongAdder();

    /// NOTIFYs whose answer ended the subscription.
    public final LongAdder refused = new LongAdder();

    /// NOTIFYs that were not answered, or with something that says nothing about the subscription.
    public final LongAdder silent = new LongAdder();
}
