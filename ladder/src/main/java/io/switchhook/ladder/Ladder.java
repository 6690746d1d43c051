package io.switchhook.ladder;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What happened in one call, one registration or one subscription, in the order of time, for somebody to look at.
///
/// @param id short, of letters and digits, good for a link
/// @param callId as the messages have it
/// @param status of the last final answer to what began it; 0 if there is none yet
/// @param duration from the answer to the end, or until now
/// @param lanes from left to right: who asked, the server, who was asked
/// @param links other ladders that belong to this: transferred, forwarded, replaced
public record Ladder(
        String id,
        Kind kind,
        String callId,
        Subject from,
        Subject to,
        Instant begun,
        State state,
        int status,
        Duration duration,
        Optional<Diagnosis> verdict,
        List<Lane> lanes,
        List<Rung> rungs,
        List<Link> links) {

    /// What it is about.
    public enum Kind {
        CALL,
        REGISTRATION,
        SUBSCRIPTION,
        OTHER
    }

    /// How far it has come.
    public enum State {
        CALLING,
        RINGING,
        ANSWERED,
        ENDED,
        FAILED
    }

    /// Who asked or was asked.
    ///
    /// @param name as the message shows it: whatever the caller has put there
    public record Subject(String user, String name) {}

    /// @param id `A`, `P` for the server, `B`, `C`, ...
    /// @param address with its transport, `udp 10.0.0.7:5062`; empty for the server
    public record Lane(String id, String label, String address) {}

    /// @param why `transferred from`, `replaces`, ...
    public record Link(String id, String why) {}

    /// What the ladder amounts to, and what to do about it.
    ///
    /// @param name of the rule that says so: `wrong-password`
    /// @param text one sentence
    /// @param advice what to do; empty if there is nothing to do
    public record Diagnosis(String name, Severity severity, String text, String advice) {}

    /// How bad it is.
    public enum Severity {
        OK,
        HINT,
        FAULT
    }
}
