package io.switchhook.phone;

import io.switchhook.phone.settings.ActionUrl.Event;

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
}
