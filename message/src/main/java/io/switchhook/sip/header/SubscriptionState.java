package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;
import java.util.Optional;
import java.util.OptionalInt;

/// How a subscription stands: RFC 6665 §8.2.3.
///
/// @param state `active`, `pending`, `terminated` or another, which counts as none of them
/// @param parameters `;expires=`, `;reason=`, `;retry-after=` ...
public record SubscriptionState(String state, Parameters parameters) {

    /// `active`, for so many seconds more.
    public static SubscriptionState active(int expires) {
        return new SubscriptionState("active", expiring(expires));
    }

    /// `pending`, for so many seconds more.
    public static SubscriptionState pending(int expires) {
        return new SubscriptionState("pending", expiring(expires));
    }

    /// `terminated`.
    ///
    /// @param reason `timeout`, `noresource`, `deactivated`, `probation`, `rejected`, `giveup` or `invariant`
    public static SubscriptionState terminated(String reason) {
        return new SubscriptionState("terminated", Parameters.EMPTY.with("reason", reason));
    }

    private static Parameters expiring(int seconds) {
        return Parameters.EMPTY.with("expires", Integer.toString(seconds));
    }

    static SubscriptionState parse(Scanner in) {
        String state = in.token();
        return new SubscriptionState(state, Parameters.ofHeader(in));
    }

    public boolean isTerminated() {
        return state.equalsIgnoreCase("terminated");
    }

    public Optional<String> reason() {
        return parameters.get("reason");
    }

    /// Seconds left; empty for none and where the number cannot be read.
    public OptionalInt expires() {
        return parameters.seconds("expires");
    }

    public OptionalInt retryAfter() {
        return parameters.seconds("retry-after");
    }

    public void writeTo(ByteSink out) {
        out.put(state);
        parameters.writeTo(out);
    }
}
