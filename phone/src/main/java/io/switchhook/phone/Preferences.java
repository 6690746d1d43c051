package io.switchhook.phone;

import io.switchhook.phone.settings.Features;
import io.switchhook.phone.settings.Forward;
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
        var now = forwarding;
        return new Preferences(
                doNotDisturb,
                callWaiting,
                offHook,
                switch (kind) {
                    case ALWAYS ->
                            new Forwarding(
                                    changed(now.always(), target),
                                    now.busy(),
                                    now.noAnswer(),
                                    now.noAnswerAfter());
                    case BUSY ->
                            new Forwarding(
                                    now.always(),
                                    changed(now.busy(), target),
                                    now.noAnswer(),
                                    now.noAnswerAfter());
                    case NO_ANSWER ->
                            new Forwarding(
                                    now.always(),
                                    now.busy(),
                                    changed(now.noAnswer(), target),
                                    now.noAnswerAfter());
                });
    }

    Forward forward(ForwardKind kind) {
        return switch (kind) {
            case ALWAYS -> forwarding.always();
            case BUSY -> forwarding.busy();
            case NO_ANSWER -> forwarding.noAnswer();
        };
    }

    private static Forward changed(Forward forward, Optional<String> target) {
        return new Forward(
                target.isPresent(),
                target.isPresent() ? target : forward.target(),
                forward.onCode(),
                forward.offCode());
    }
}
