package io.switchhook.sip.event;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.dialog.DialogId;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.event.NotifierState.Changed;
import io.switchhook.sip.event.NotifierState.End;
import io.switchhook.sip.event.NotifierState.Refused;
import io.switchhook.sip.event.NotifierState.Silence;
import io.switchhook.sip.event.NotifierState.Subscribed;
import io.switchhook.sip.event.NotifierState.Timer;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.SubscriptionState;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.Parameters;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One subscription: its dialog, its deadline, and its NOTIFYs, which [NotifierState] decides about. For its shard's
/// thread, but for what [Audience] says.
final class Subscription implements Audience, NotifierState.Effects {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final long SECOND = 1_000_000_000L;

    private final Notifier notifier;
    private final EventPackage eventPackage;
    private final String identity;
    private final AddressOfRecord resource;
    private final Event event;
    private final Publication publication;

    /// What was said on other threads and not heard yet; an end is never replaced by a change.
    private final AtomicReference<NotifierState.@Nullable Event> signal = new AtomicReference<>();

    private Dialog dialog;
    private Optional<Flow> flow;
    private Contact contact;
    private long expires;
    private Timers.@Nullable Handle expiry;
    private Timers.@Nullable Handle timer;
    private UacCore.@Nullable Sent sent;
    private NotifierState state = new NotifierState.Resting();

    /// @param subscriber of whom the request is not kept, since there may be many subscriptions
    /// @param flow the path that NOTIFYs must take, if any
    /// @param contact ours
    Subscription(
            Notifier notifier,
            EventPackage eventPackage,
            Subscriber subscriber,
            Event event,
            Dialog dialog,
            Optional<Flow> flow,
            Contact contact) {
        this.notifier = notifier;
        this.eventPackage = eventPackage;
        this.identity = subscriber.identity();
        this.resource = subscriber.resource();
        this.event = event;
        this.dialog = dialog;
        this.flow = flow;
        this.contact = contact;
        this.expires = notifier.nanoTime();
        this.publication = eventPackage.publish(subscriber, this);
    }

    DialogId id() {
        return dialog.id();
    }

    Dialog dialog() {
        return dialog;
    }

    /// Who may refresh and end it.
    String identity() {
        return identity;
    }

    Event event() {
        return event;
    }

    EventPackage eventPackage() {
        return eventPackage;
    }

    boolean isRefreshable() {
        return state.isRefreshable();
    }

    /// The first NOTIFY; it is the last too if the duration is zero.
    void begin(Duration duration) {
        grant(duration);
        state = duration.isZero() ? NotifierState.fetch(this) : NotifierState.begin(this);
    }

    /// A SUBSCRIBE in the dialog was accepted. A NOTIFY that is under way over a path the subscriber has left will not be
    /// answered, and nobody waits for that.
    void subscribed(Dialog changed, Optional<Flow> newFlow, Contact newContact, Duration duration) {
        boolean moved =
                !newFlow.equals(flow) || !changed.remoteTarget().equals(dialog.remoteTarget());
        boolean left = moved && sent != null;
        dialog = changed;
        flow = newFlow;
        contact = newContact;
        grant(duration);
        on(duration.isZero() ? new End(TerminationReason.TIMEOUT) : new Subscribed());
        if (left) giveUpNotify();
    }

    private void giveUpNotify() {
        if (sent != null) sent.abandon();
        sent = null;
        on(new Silence());
    }

    void end(TerminationReason reason) {
        on(new End(reason));
    }

    private void grant(Duration duration) {
        expires = notifier.nanoTime() + duration.toNanos();
        if (expiry != null) expiry.cancel();
        expiry = null;
        if (duration.isPositive())
            expiry =
                    notifier.timers().start(duration, () -> on(new End(TerminationReason.TIMEOUT)));
    }

    private void on(NotifierState.Event happened) {
        state = state.on(happened, this);
    }

    // What its package says

    @Override
    public void changed() {
        if (signal.compareAndSet(null, new Changed())) notifier.signals().add(this);
    }

    @Override
    public void ended(TerminationReason reason) {
        if (signal.getAndSet(new End(reason)) == null) notifier.signals().add(this);
    }

    void signaled() {
        var said = signal.getAndSet(null);
        if (said != null) on(said);
    }

    // What its state does

    @Override
    public void notifyFull() {
        send(full(), SubscriptionState.active(secondsLeft()));
    }

    @Override
    public boolean notifyChanges() {
        var changes = changes();
        changes.ifPresent(body -> send(body, SubscriptionState.active(secondsLeft())));
        return changes.isPresent();
    }

    @Override
    public void notifyLast(TerminationReason reason) {
        send(reason.isToldState() ? full() : Body.EMPTY, reason.state(dialog.id().hashCode()));
    }

    /// A package that fails must not keep the subscription from its end.
    private Body full() {
        try {
            return publication.full();
        } catch (RuntimeException bug) {
            LOG.error("no state of {}", this, bug);
            return Body.EMPTY;
        }
    }

    private Optional<Body> changes() {
        try {
            return publication.changes();
        } catch (RuntimeException bug) {
            LOG.error("no changes of {}", this, bug);
            return Optional.empty();
        }
    }

    /// Rounded up: it lives a little longer than it says.
    private int secondsLeft() {
        return (int) Math.max(0, Math.ceilDiv(expires - notifier.nanoTime(), SECOND));
    }

    /// RFC 6665 §4.2.2. Of Event only what matches is returned (§8.2.1).
    private void send(Body body, SubscriptionState subscriptionState) {
        var id = event.id();
        var parameters = id.isEmpty() ? Parameters.EMPTY : Parameters.EMPTY.with("id", id);
        var next =
                dialog.next(
                        Method.NOTIFY,
                        h -> {
                            h.add(Header.CONTACT, contact)
                                    .add(Header.EVENT, new Event(event.type(), parameters))
                                    .add(Header.SUBSCRIPTION_STATE, subscriptionState);
                            if (!body.isEmpty())
                                h.add(Header.CONTENT_TYPE, eventPackage.contentType());
                            return h;
                        },
                        body);
        dialog = next.dialog();
        sent = notifier.uac().send(next.request(), next.hop(), flow, this::answered);
    }

    private void answered(Response response) {
        if (response.status().isProvisional()) return;
        sent = null;
        var counters = notifier.counters();
        if (response.status().isSuccess()) {
            counters.answered.increment();
            on(new NotifierState.Answered());
        } else if (endsSubscription(response.status().value())) {
            counters.refused.increment();
            on(new Refused());
        } else {
            counters.silent.increment();
            on(new Silence());
        }
    }

    /// RFC 6665 §4.2.2. Others, 408 among them, tell of the way to the subscriber and not of the subscription.
    private static boolean endsSubscription(int status) {
        return switch (status) {
            case 404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604 -> true;
            default -> false;
        };
    }

    @Override
    public void start(Timer which) {
        start(eventPackage.pace(), which);
    }

    @Override
    public void startRetry(int failures) {
        start(notifier.settings().retry(failures), Timer.RETRY);
    }

    private void start(Duration after, Timer which) {
        stop(which);
        timer = notifier.timers().start(after, () -> on(which));
    }

    /// There is one at a time.
    @Override
    public void stop(Timer which) {
        if (timer != null) timer.cancel();
        timer = null;
    }

    @Override
    public int tries() {
        return notifier.settings().tries();
    }

    @Override
    public void remove(NotifierState.Departure departure) {
        if (expiry != null) expiry.cancel();
        if (timer != null) timer.cancel();
        publication.close();
        notifier.removed(this, departure);
    }

    @Override
    public String toString() {
        return event.type() + " of " + resource + " for " + identity;
    }
}
