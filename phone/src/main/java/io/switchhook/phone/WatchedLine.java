package io.switchhook.phone;

import io.switchhook.phone.settings.DialogInfo;
import io.switchhook.phone.settings.DialogInfo.Dialog;
import io.switchhook.phone.settings.DialogInfo.State;
import io.switchhook.phone.settings.UnusableFile;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.ua.SubscriptionClient;
import io.switchhook.sip.ua.SubscriptionSettings;
import io.switchhook.sip.uri.Uri;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Somebody else's line, by the dialog package (RFC 4235). For the phone's shard.
final class WatchedLine implements SubscriptionClient.Listener {
    static final Event EVENT = Event.of("dialog");
    private static final List<MediaType> ACCEPT =
            List.of(MediaType.of("application", "dialog-info+xml"));

    private final Consumer<LampState> listener;

    /// By their identifiers.
    private final Map<String, Dialog> dialogs = new LinkedHashMap<>();

    private long version = -1;
    private LampState shown = LampState.OFF;

    /// @param listener of each change
    WatchedLine(Consumer<LampState> listener) {
        this.listener = listener;
    }

    static SubscriptionSettings settings(Uri resource, Duration expires) {
        return SubscriptionSettings.to(resource, EVENT, ACCEPT, expires);
    }

    /// The call that rings there, if it can be named.
    Optional<Dialog> ringing() {
        return dialogs.values().stream()
                .filter(it -> it.state() == State.EARLY && it.incoming() && it.isNamed())
                .findFirst();
    }

    LampState state() {
        return shown;
    }

    /// §4.4: what is older than what is known says nothing. A partial one that comes after a gap is taken all the same, since what
    /// it does say is so; a refresh brings the rest.
    @Override
    public void notified(Request notify) {
        DialogInfo info;
        try {
            if (notify.body().isEmpty()) return;
            info = DialogInfo.read(notify.body().toByteArray());
        } catch (UnusableFile e) {
            return;
        }
        if (!info.full() && info.version() <= version) return;
        version = info.version();
        if (info.full()) dialogs.clear();
        for (var dialog : info.dialogs()) take(dialog);
        show(shownNow());
    }

    private void take(Dialog dialog) {
        if (dialog.state() == State.TERMINATED) dialogs.remove(dialog.id());
        else if (dialogs.size() < DialogInfo.MOST || dialogs.containsKey(dialog.id()))
            dialogs.put(dialog.id(), dialog);
    }

    private LampState shownNow() {
        boolean rings =
                dialogs.values().stream()
                        .anyMatch(it -> it.state() == State.EARLY && it.incoming());
        if (rings) return LampState.RINGING;
        return dialogs.isEmpty() ? LampState.IDLE : LampState.BUSY;
    }

    private void show(LampState state) {
        if (state == shown) return;
        shown = state;
        listener.accept(state);
    }

    private void forget() {
        dialogs.clear();
        version = -1;
        show(LampState.OFF);
    }

    @Override
    public void lost(String why, Optional<Duration> retry) {
        forget();
    }

    @Override
    public void unsubscribed() {
        forget();
    }
}
