package io.switchhook.phone;

import io.switchhook.phone.settings.AccountSettings;
import io.switchhook.phone.settings.ActionUrl;
import io.switchhook.phone.settings.ActionUrl.Variable;
import io.switchhook.phone.settings.Settings;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// Has the URL fetched that the settings name for what happens at a phone. Thread-safe, and waits for nothing.
final class ActionUrls implements AutoCloseable {
    private static final int KNOWN_CALLS = 32;

    private final Settings settings;
    private final String host;
    private final IntFunction<String> callId;
    private final UrlQueue queue;
    private final Consumer<PhoneEvent> failed;
    private final Occasions occasions = new Occasions();
    private final Map<Integer, String> callIds =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
                    return size() > KNOWN_CALLS;
                }
            };
    private long failures;

    /// @param host of the phone
    /// @param callId of a call that there is now, by its number
    /// @param failed hears of URLs that could not be fetched
    ActionUrls(
            Settings settings,
            String host,
            IntFunction<String> callId,
            UrlQueue queue,
            Consumer<PhoneEvent> failed) {
        this.settings = settings;
        this.host = host;
        this.callId = callId;
        this.queue = queue;
        this.failed = failed;
    }

    /// The phone is on.
    void begin() {
        fetch(Occasion.of(ActionUrl.Event.SETUP_COMPLETED));
    }

    void happened(PhoneEvent event) {
        synchronized (this) {
            // Only while there is a call its Call-ID is known, and it is needed after.
            if (event instanceof PhoneEvent.CallChanged(var call))
                callIds.put(call.number(), callId.apply(call.number()));
            occasions.of(event).forEach(this::fetch);
        }
    }

    private synchronized void fetch(Occasion occasion) {
        var url = settings.actionUrls().get(occasion.event());
        if (url != null)
            queue.add(url.filled(values(occasion)), why -> failed(occasion.event(), why));
    }

    private void failed(ActionUrl.Event event, String why) {
        long count;
        synchronized (this) {
            count = ++failures;
        }
        failed.accept(new PhoneEvent.ActionUrlFailed(event, why, count));
    }

    private Map<Variable, String> values(Occasion occasion) {
        var values = new EnumMap<Variable, String>(Variable.class);
        values.put(Variable.MAC, settings.mac());
        values.put(Variable.IP, host);
        values.put(Variable.MODEL, settings.profile().model());
        values.put(Variable.FIRMWARE, settings.profile().firmware());
        var account = account(occasion.account());
        String user = account.login().userName();
        String domain =
                account.registration().registrars().stream()
                        .findFirst()
                        .map(registrar -> registrar.address().host())
                        .orElse(host);
        String own = "sip:" + user + '@' + domain;
        values.put(Variable.ACTIVE_USER, user);
        values.put(Variable.ACTIVE_HOST, domain);
        values.put(Variable.ACTIVE_URL, own);
        values.put(Variable.LOCAL, own);
        values.put(Variable.DISPLAY_LOCAL, account.displayName());
        occasion.call()
                .ifPresent(call -> {
                    values.put(Variable.REMOTE, call.remote());
                    values.put(Variable.DISPLAY_REMOTE, call.remoteName());
                    values.put(Variable.CALL_ID, callIds.getOrDefault(call.number(), ""));
                });
        return values;
    }

    /// Of the whole phone, the first one that is used.
    private AccountSettings account(int number) {
        if (number > 0) return settings.account(number);
        return settings.accounts().stream()
                .filter(AccountSettings::enabled)
                .findFirst()
                .orElse(settings.account(1));
    }

    @Override
    public void close() {
        queue.close();
    }
}
