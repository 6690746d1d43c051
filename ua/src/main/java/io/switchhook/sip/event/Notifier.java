package io.switchhook.sip.event;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.dialog.DialogId;
import io.switchhook.sip.dialog.LocalContact;
import io.switchhook.sip.dialog.ReturnFlow;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.uri.AddressOfRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers SUBSCRIBE and keeps the subscriptions of one shard: RFC 6665 §4.2. Whoever calls it has made sure who the
/// sender is and that he may know what he asks for. For its shard's thread.
public final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final StatusCode NOT_ACCEPTABLE = StatusCode.of(406);
    private static final StatusCode BAD_EVENT = StatusCode.of(489);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int RETRY_SECONDS = 60;

    /// Why a SUBSCRIBE is not served; made into a response at one place.
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient StatusCode status;
        private final transient UnaryOperator<Headers.Editor> edits;

        Refusal(StatusCode status, String reason, UnaryOperator<Headers.Editor> edits) {
            super(reason, null, false, false);
            this.status = status;
            this.edits = edits;
        }

        Refusal(StatusCode status, String reason) {
            this(status, reason, UnaryOperator.identity());
        }
    }

    private final TransactionLayer layer;
    private final Timers timers;
    private final Shard shard;
    private final UacCore uac;
    private final EventPackages packages;
    private final NotifierSettings settings;
    private final SubscriptionBounds bounds;
    private final NotifierCounters counters;
    private final Signals signals;
    private final Map<DialogId, Subscription> subscriptions = new HashMap<>();
    private Timers.@Nullable Handle tick;

    /// @param bounds shared with the notifiers of the other shards, as are the counters
    public Notifier(
            TransactionLayer layer,
            Timers timers,
            Shard shard,
            UacCore uac,
            EventPackages packages,
            NotifierSettings settings,
            SubscriptionBounds bounds,
            NotifierCounters counters) {
        this.layer = layer;
        this.timers = timers;
        this.shard = shard;
        this.uac = uac;
        this.packages = packages;
        this.settings = settings;
        this.bounds = bounds;
        this.counters = counters;
        this.signals = new Signals(shard);
    }

    /// Whether this is an event that can be subscribed to here.
    public boolean serves(Event event) {
        return packages.find(event).isPresent();
    }

    /// How many subscriptions this shard has.
    public int size() {
        return subscriptions.size();
    }

    /// Answers a SUBSCRIBE outside a dialog (§4.2.1.1) and begins its subscription.
    public void subscribe(
            ServerTransaction transaction, AddressOfRecord resource, String identity) {
        serve(transaction, () -> begin(transaction, resource, identity));
    }

    /// Answers a SUBSCRIBE in a dialog (§4.2.1.4).
    ///
    /// @param identity who proved to be its sender
    public void resubscribe(ServerTransaction transaction, String identity) {
        serve(transaction, () -> refresh(transaction, identity));
    }

    /// Answers a SUBSCRIBE for an event that is not served here, or for no event (§4.2.1.1, §4.2.3).
    public void refuse(ServerTransaction transaction) {
        serve(
                transaction,
                () -> {
                    throw badEvent();
                });
    }

    /// Ends all subscriptions, each of which is told so.
    public void end(TerminationReason reason) {
        for (var subscription : new ArrayList<>(subscriptions.values())) subscription.end(reason);
    }

    private void serve(ServerTransaction transaction, Runnable action) {
        try {
            action.run();
        } catch (Refusal e) {
            reject(transaction, e.status, String.valueOf(e.getMessage()), e.edits);
        } catch (MalformedField e) {
            reject(transaction, StatusCode.BAD_REQUEST, e.text(), UnaryOperator.identity());
        }
    }

    private void begin(ServerTransaction transaction, AddressOfRecord resource, String identity) {
        var request = transaction.request();
        inspectRequire(request);
        var event = request.headers().get(Header.EVENT).orElseThrow(this::badEvent);
        var eventPackage = packages.find(event).orElseThrow(this::badEvent);
        inspectAccept(request, eventPackage);
        var target =
                Dialog.remoteTarget(request)
                        .orElseThrow(() ->
                                new Refusal(StatusCode.BAD_REQUEST, "not one SIP URI in Contact"));
        var duration = duration(request, eventPackage);
        var response = accepted(transaction, duration);
        var tag = response.headers().require(Header.TO).tag();
        var dialog = Dialog.uas(request, target, tag);
        var flow = ReturnFlow.of(request, transaction.flow());
        var contact = LocalContact.of(request, transaction.flow());
        var subscriber = new Subscriber(identity, resource, request);
        if (!bounds.enter(identity)) throw full();
        var subscription =
                entered(
                        identity,
                        () ->
                                new Subscription(
                                        this,
                                        eventPackage,
                                        subscriber,
                                        event,
                                        dialog,
                                        flow,
                                        contact));
        subscriptions.put(subscription.id(), subscription);
        (duration.isZero() ? counters.fetched : counters.begun).increment();
        LOG.debug("subscription to {} for {}", subscription, duration);
        transaction.respond(response);
        subscription.begin(duration);
        if (tick == null) tick = timers.start(TICK, this::tick);
    }

    /// A package that fails takes no room.
    private Subscription entered(String identity, Supplier<Subscription> made) {
        try {
            return made.get();
        } catch (RuntimeException bug) {
            bounds.leave(identity);
            throw bug;
        }
    }

    private void refresh(ServerTransaction transaction, String identity) {
        var request = transaction.request();
        var subscription = subscriptions.get(DialogId.of(request));
        if (subscription == null || !subscription.isRefreshable())
            throw new Refusal(StatusCode.CALL_DOES_NOT_EXIST, "no such subscription");
        if (!subscription.identity().equals(identity))
            throw new Refusal(StatusCode.FORBIDDEN, "another's subscription");
        inspectRequire(request);
        var event = request.headers().get(Header.EVENT).orElseThrow(this::badEvent);
        if (!event.matches(subscription.event()))
            throw new Refusal(StatusCode.FORBIDDEN, "dialog sharing is not supported");
        var duration = duration(request, subscription.eventPackage());
        var dialog =
                subscription
                        .dialog()
                        .received(request)
                        .orElseThrow(() ->
                                new Refusal(StatusCode.SERVER_INTERNAL_ERROR, "CSeq out of order"));
        var flow = ReturnFlow.of(request, transaction.flow());
        var contact = LocalContact.of(request, transaction.flow());
        transaction.respond(accepted(transaction, duration));
        counters.refreshed.increment();
        subscription.subscribed(dialog, flow, contact, duration);
    }

    /// §8.2.2.3. No extension is known here.
    private static void inspectRequire(Request request) {
        var required = request.headers().all(Header.REQUIRE);
        if (required.isEmpty()) return;
        throw new Refusal(
                StatusCode.BAD_EXTENSION,
                "requires " + String.join(", ", required),
                h -> {
                    for (var option : required) h.add(Header.UNSUPPORTED, option);
                    return h;
                });
    }

    private static void inspectAccept(Request request, EventPackage eventPackage) {
        var accepted = request.headers().all(Header.ACCEPT);
        var type = eventPackage.contentType();
        if (accepted.isEmpty()) return;
        for (var range : accepted) if (range.includes(type)) return;
        throw new Refusal(
                NOT_ACCEPTABLE,
                "Accept does not include " + type.type() + '/' + type.subtype(),
                h -> h.add(Header.ACCEPT, type));
    }

    private Duration duration(Request request, EventPackage eventPackage) {
        var asked =
                request.headers()
                        .get(Header.EXPIRES)
                        .map(Duration::ofSeconds)
                        .orElseGet(eventPackage::defaultDuration);
        var least = settings.minDuration();
        if (asked.isPositive() && asked.compareTo(HOUR) < 0 && asked.compareTo(least) < 0)
            throw new Refusal(
                    StatusCode.INTERVAL_TOO_BRIEF,
                    "less than " + least.toSeconds() + " s",
                    h -> h.add(Header.MIN_EXPIRES, (int) least.toSeconds()));
        return asked.compareTo(settings.maxDuration()) < 0 ? asked : settings.maxDuration();
    }

    private Refusal badEvent() {
        return new Refusal(BAD_EVENT, "event not served here", this::allowEvents);
    }

    /// Names the packages: §8.2.2.
    public Headers.Editor allowEvents(Headers.Editor edits) {
        for (var one : packages.all()) edits.add(Header.ALLOW_EVENTS, one.name());
        return edits;
    }

    private static Refusal full() {
        return new Refusal(
                StatusCode.SERVICE_UNAVAILABLE,
                "too many subscriptions",
                h -> h.add(Header.RETRY_AFTER, RetryAfter.seconds(RETRY_SECONDS)));
    }

    /// RFC 3261 §12.1.1, RFC 6665 §4.2.1.1.
    private Response accepted(ServerTransaction transaction, Duration duration) {
        var request = transaction.request();
        return layer.responseTo(request, StatusCode.OK)
                .with(h ->
                        h.copy(request.headers(), Known.RECORD_ROUTE)
                                .add(Header.CONTACT, LocalContact.of(request, transaction.flow()))
                                .add(Header.EXPIRES, (int) duration.toSeconds()));
    }

    /// A refusal says why in its reason phrase.
    private void reject(
            ServerTransaction transaction,
            StatusCode status,
            String reason,
            UnaryOperator<Headers.Editor> edits) {
        var request = transaction.request();
        boolean full = status.equals(StatusCode.SERVICE_UNAVAILABLE);
        (full ? counters.turnedAway : counters.rejected).increment();
        LOG.atInfo()
                .addKeyValue("status", status.value())
                .addKeyValue("uri", request.uri())
                .addKeyValue("reason", reason)
                .log("SUBSCRIBE refused");
        var tag = layer.responseTo(request, status).headers().require(Header.TO).tag();
        var phrase = status.reasonPhrase() + " (" + reason + ")";
        transaction.respond(Response.to(request, status, phrase, tag).with(edits));
    }

    // What subscriptions call

    void removed(Subscription subscription, NotifierState.Departure departure) {
        subscriptions.remove(subscription.id(), subscription);
        bounds.leave(subscription.identity());
        switch (departure) {
            case ENDED -> LOG.debug("subscription to {} ended", subscription);
            case REFUSED -> LOG.info("subscription to {} ended by its subscriber", subscription);
            case ABANDONED -> {
                counters.abandoned.increment();
                LOG.info("subscription to {} given up: no answer", subscription);
            }
        }
    }

    /// Looks after signals that a busy shard did not take.
    private void tick() {
        signals.post();
        tick = subscriptions.isEmpty() ? null : timers.start(TICK, this::tick);
    }

    long nanoTime() {
        return shard.nanoTime();
    }

    Timers timers() {
        return timers;
    }

    UacCore uac() {
        return uac;
    }

    Signals signals() {
        return signals;
    }

    NotifierSettings settings() {
        return settings;
    }

    NotifierCounters counters() {
        return counters;
    }
}
