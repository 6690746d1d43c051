package io.switchhook.phone;

import io.switchhook.phone.settings.ActionUrl.Event;
import io.switchhook.phone.settings.Forward;
import io.switchhook.phone.settings.Forwarding;
import java.util.Optional;

/// When calls are forwarded.
public enum ForwardKind {
    ALWAYS,
    BUSY,
    NO_ANSWER;

    Event event(boolean on) {
        return switch (this) {
            case ALWAYS -> on ? Event.ALWAYS_FWD_ON : Event.ALWAYS_FWD_OFF;
            case BUSY -> on ? Event.BUSY_FWD_ON : Event.BUSY_FWD_OFF;
            case NO_ANSWER -> on ? Event.NO_ANSWER_FWD_ON : Event.NO_ANSWER_FWD_OFF;
        };
    }

    Forward of(Forwarding all) {
        return switch (this) {
            case ALWAYS -> all.always();
            case BUSY -> all.busy();
            case NO_ANSWER -> all.noAnswer();
        };
    }

    /// @param target empty to switch it off
    Forwarding changed(Forwarding all, Optional<String> target) {
        return new Forwarding(
                this == ALWAYS ? changed(all.always(), target) : all.always(),
                this == BUSY ? changed(all.busy(), target) : all.busy(),
                this == NO_ANSWER ? changed(all.noAnswer(), target) : all.noAnswer(),
                all.noAnswerAfter());
    }

    private static Forward changed(Forward forward, Optional<String> target) {
        return new Forward(
                target.isPresent(),
                target.isPresent() ? target : forward.target(),
                forward.onCode(),
                forward.offCode());
    }
}
