package io.switchhook.sip.ua;

import java.util.function.UnaryOperator;

/// A call whose place another one is to take: RFC 3891 §3.
public sealed interface Replaced {
    /// One that was answered.
    record Answered(Session session) implements Replaced {}

    /// One of ours that still rings at the other end. A call that rings here cannot be replaced: who rings is not who called.
    record Early(OutgoingCall call) implements Replaced {}

    /// Ends it, since the other one was answered.
    default void leave() {
        switch (this) {
            case Answered(var session) -> session.bye(UnaryOperator.identity());
            case Early(var call) -> call.cancel(UnaryOperator.identity());
        }
    }
}
