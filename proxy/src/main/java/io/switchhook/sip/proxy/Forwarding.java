package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark.Forward;
import java.time.Duration;
import java.util.Optional;

/// Where a call goes that the phones of a user do not take: call forwarding busy and no answer, RFC 5359 §2.9 and §2.10. Asked
/// on the shard; it answers from memory and never blocks.
public interface Forwarding {
    /// Nowhere: what the phones say is the answer.
    Forwarding NONE =
            new Forwarding() {
                @Override
                public Optional<Duration> patience() {
                    return Optional.empty();
                }

                @Override
                public Optional<Route.Forwarded> on(Forward why) {
                    return Optional.empty();
                }
            };

    /// How long the phones may ring until [Forward#NO_ANSWER]; empty for as long as they like.
    Optional<Duration> patience();

    /// What becomes of the call now. Its edits come on top of those that were made for the phones. If it cannot be had, the call
    /// goes on as if it were not forwarded.
    ///
    /// @param why [Forward#BUSY] when all phones are, [Forward#UNAVAILABLE] when none can be had
    Optional<Route.Forwarded> on(Forward why);
}
