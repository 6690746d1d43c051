package io.switchhook.phone;

import io.switchhook.phone.Call.State;
import io.switchhook.phone.settings.ActionUrl;
import io.switchhook.phone.settings.ActionUrl.Event;
import io.switchhook.phone.settings.ActionUrl.Variable;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets the URLs that the settings have for what happens at a phone, one after the other in the order of the events. A server
/// that is slow or gone costs those URLs alone: what does not fit the queue is dropped and counted.
final class ActionUrls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ActionUrls.class);
    private static final int WAITING = 256;

    private final Chassis phone;
    private final Settings settings;
    private final FileSource web;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING);
    private final LongAdder failures = new LongAdder();
    private final Thread getter;

    /// The states of calls as they were told last, by number. On the phone's shard.
    private final Map<Integer, State> states = new HashMap<>();

    private ActionUrls(Chassis phone, Settings settings) {
        this.phone = phone;
        this.settings = settings;
        web = new FileSource(settings.profile().userAgent(), phone.ground().authorities());
        getter = Thread.ofVirtual().name("action urls").unstarted(this::run);
        getter.start();
    }

    /// How many were not got.
    long failures() {
        return failures.sum();
    }

    private void run() {
        try {
            while (true) {
                String url = waiting.take();
                try {
                    web.fetch(URI.create(url));
                } catch (IOException | IllegalArgumentException e) {
                    failures.increment();
                    LOG.debug("an action URL failed", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        getter.interrupt();
        web.close();
    }

    // On the phone's shard

    /// Empty if the settings have none.
    static Optional<ActionUrls> of(Chassis phone, Settings settings) {
        return settings.actionUrls().isEmpty()
                ? Optional.empty()
                : Optional.of(new ActionUrls(phone, settings));
    }

    void told(PhoneEvent event) {
        switch (event) {
            case PhoneEvent.Registered(var account, _, _, _) -> happened(Event.LOG_ON, account);
            case PhoneEvent.Unregistered(var account, _) -> happened(Event.LOG_OFF, account);
            case PhoneEvent.NotRegistered(var account, _, _, _, _) ->
                    happened(Event.REGISTER_FAILED, account);
            case PhoneEvent.Switched(var what) -> happened(what, 1);
            case PhoneEvent.CallChanged(var call) -> changed(call);
            case PhoneEvent.CallTurnedAway(var account, _, _, _) ->
                    happened(Event.REJECT_INCOMING_CALL, account);
            case PhoneEvent.CallForwarded(var account, _, _, _) ->
                    happened(Event.FORWARD_INCOMING_CALL, account);
            case PhoneEvent.Transfer(_, var status, _) -> transferred(status);
            default -> {
                // no parameter is for it
            }
        }
    }

    private void transferred(int status) {
        if (status == 202) happened(Event.TRANSFER_CALL, 1);
        else if (status >= 300) happened(Event.TRANSFER_FAILED, 1);
        else if (status >= 200) happened(Event.TRANSFER_FINISHED, 1);
    }

    private void changed(CallFacts call) {
        boolean wasIdle = states.isEmpty();
        var before =
                call.state() == State.ENDED
                        ? states.remove(call.number())
                        : states.put(call.number(), call.state());
        if (before == call.state()) return;
        if (call.state() == State.ENDED) ended(call, before);
        else if (before == null) began(call, wasIdle);
        else if (call.state() == State.HOLDING) happened(Event.HOLD, call);
        else if (call.state() == State.TALKING) talking(call, before);
    }

    private void began(CallFacts call, boolean wasIdle) {
        happened(call.incoming() ? Event.INCOMING_CALL : Event.OUTGOING_CALL, call);
        if (wasIdle) happened(Event.IDLE_TO_BUSY, call);
        if (call.state() == State.TALKING) happened(Event.CALL_ESTABLISHED, call);
    }

    private void talking(CallFacts call, State before) {
        if (before == State.HOLDING) {
            happened(Event.UNHOLD, call);
            return;
        }
        happened(Event.CALL_ESTABLISHED, call);
        if (call.incoming() && states.size() > 1) happened(Event.ANSWER_NEW_INCOMING_CALL, call);
    }

    private void ended(CallFacts call, @Nullable State before) {
        int status = call.end().map(CallFacts.End::status).orElse(0);
        if (before == null) return;
        if (before.isUp()) happened(Event.CALL_TERMINATED, call);
        else if (call.incoming() && status == 487) {
            happened(Event.MISSED_CALL, call);
            happened(Event.CALL_REMOTE_CANCELED, call);
        } else if (call.incoming() && !states.isEmpty())
            happened(Event.REJECT_NEW_INCOMING_CALL, call);
        else if (!call.incoming() && status == 487) happened(Event.CANCEL_CALLOUT, call);
        else if (!call.incoming() && (status == 486 || status == 600))
            happened(Event.REMOTE_BUSY, call);
        if (states.isEmpty()) happened(Event.BUSY_TO_IDLE, call);
    }

    void happened(Event event, int account) {
        happened(event, account, Optional.empty());
    }

    void happened(Event event, CallFacts call) {
        happened(event, call.account(), Optional.of(call));
    }

    private void happened(Event event, int account, Optional<CallFacts> call) {
        var url = settings.actionUrls().get(event);
        if (url != null && !waiting.offer(filled(url, account, call))) failures.increment();
    }

    private String filled(ActionUrl url, int account, Optional<CallFacts> call) {
        var values = new EnumMap<Variable, String>(Variable.class);
        values.put(Variable.MAC, settings.mac());
        values.put(Variable.IP, phone.ground().host());
        values.put(Variable.MODEL, settings.profile().model());
        values.put(Variable.FIRMWARE, settings.profile().firmware());
        phone.accounts()
                .find(account)
                .ifPresent(line -> {
                    var address = line.user().address();
                    values.put(Variable.LOCAL, address.uri().toString());
                    values.put(Variable.DISPLAY_LOCAL, address.displayName());
                    values.put(Variable.ACTIVE_URL, address.uri().toString());
                    address.sipUri()
                            .map(SipUri::decodedUser)
                            .ifPresent(user -> values.put(Variable.ACTIVE_USER, user));
                    address.sipUri()
                            .map(SipUri::host)
                            .ifPresent(host -> values.put(Variable.ACTIVE_HOST, host));
                });
        call.ifPresent(it -> {
            values.put(Variable.REMOTE, it.remote());
            values.put(Variable.DISPLAY_REMOTE, it.remoteName());
            values.put(Variable.CALL_ID, it.callId());
        });
        return url.filled(values);
    }
}
