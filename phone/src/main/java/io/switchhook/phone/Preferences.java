package io.switchhook.phone;

import io.switchhook.phone.settings.Features;
import io.switchhook.phone.settings.Forwarding;
import java.util.Optional;

/// What the user of a phone has switched on or off; at first as its files say.
///
/// @param offHook whether the receiver lies beside the phone, which is busy then
record Preferences(
        boolean doNotDisturb, boolean callWaiting, boolean offHook, Forwarding forwarding) {

    static Preferences of(Features features) {
        return new Preferences(false, features.callWaiting(), false, features.forwarding());
    }

    Preferences withDoNotDisturb(boolean on) {
        return new Preferences(on, callWaiting, offHook, forwarding);
    }

    Preferences withCallWaiting(boolean on) {
        return new Preferences(doNotDisturb, on, offHook, forwarding);
    }

    Preferences withOffHook(boolean off) {
        return new Preferences(doNotDisturb, callWaiting, off, forwarding);
    }

    /// @param target empty to switch it off
    Preferences with(ForwardKind kind, Optional<String> target) {
        return new Preferences(
                doNotDisturb, callWaiting, offHook, kind.changed(forwarding, target));
    }
}
