package io.switchhook.phone;

import io.switchhook.phone.settings.ActionUrl.Event;
import io.switchhook.phone.settings.Settings;
import java.util.Optional;

/// What the user of a phone switches on and off. A server that does the same by itself is told with the code that the settings
/// have for it. Thread-safe.
final class Switches {
    private final Chassis phone;
    private volatile Preferences preferences;

    Switches(Chassis phone, Settings settings) {
        this.phone = phone;
        preferences = Preferences.of(settings.features());
    }

    Preferences preferences() {
        return preferences;
    }

    void doNotDisturb(boolean on) {
        preferences = preferences.withDoNotDisturb(on);
        var dnd = phone.settings().features().doNotDisturb();
        tellServer(on ? dnd.onCode() : dnd.offCode());
        switched(on ? Event.DND_ON : Event.DND_OFF);
    }

    void doNotDisturb(Line line, boolean on) {
        line.prefer(line.preferences().withDoNotDisturb(on));
        var dnd = line.settings().doNotDisturb();
        tellServer(line, on ? dnd.onCode() : dnd.offCode());
        switched(on ? Event.DND_ON : Event.DND_OFF);
    }

    void hideCaller(Line line, boolean on) {
        line.prefer(line.preferences().hidingCaller(on));
        var codes = line.settings().anonymity();
        tellServer(line, on ? codes.hideOnCode() : codes.hideOffCode());
    }

    void rejectAnonymous(Line line, boolean on) {
        line.prefer(line.preferences().rejectingAnonymous(on));
        var codes = line.settings().anonymity();
        tellServer(line, on ? codes.rejectOnCode() : codes.rejectOffCode());
    }

    void callWaiting(boolean on) {
        preferences = preferences.withCallWaiting(on);
    }

    /// A hotline is called after a while, unless something else was done since.
    void offHook(boolean off) {
        preferences = preferences.withOffHook(off);
        switched(off ? Event.OFF_HOOK : Event.ON_HOOK);
        var hotline = phone.settings().features().hotline();
        if (!off || hotline.isEmpty()) return;
        phone.perform(() ->
                phone.ground()
                        .timers()
                        .start(
                                hotline.get().delay(),
                                () -> {
                                    if (phone.preferences().offHook()
                                            && phone.ongoing().all().isEmpty())
                                        phone.dialer().attempt(1, hotline.get().number());
                                }));
    }

    /// @param target empty to switch it off
    void forward(ForwardKind kind, Optional<String> target) {
        var before = kind.of(preferences.forwarding());
        if (target.isPresent() && before.onCode().isPresent()) {
            tellServer(before.onCode().map(code -> code + target.get()));
        } else {
            preferences = preferences.with(kind, target);
            if (target.isEmpty()) tellServer(before.offCode());
        }
        switched(kind.event(target.isPresent()));
    }

    /// @param target empty to switch it off
    void forward(Line line, ForwardKind kind, Optional<String> target) {
        var before = kind.of(line.preferences().forwarding());
        if (target.isPresent() && before.onCode().isPresent()) {
            tellServer(line, before.onCode().map(code -> code + target.get()));
        } else {
            line.prefer(line.preferences().with(kind, target));
            if (target.isEmpty()) tellServer(line, before.offCode());
        }
        switched(kind.event(target.isPresent()));
    }

    private void tellServer(Optional<String> code) {
        phone.accounts().first().ifPresent(line -> tellServer(line, code));
    }

    private void tellServer(Line line, Optional<String> code) {
        code.ifPresent(it -> phone.dialer().code(line, it));
    }

    private void switched(Event what) {
        phone.tell(new PhoneEvent.Switched(what));
    }
}
