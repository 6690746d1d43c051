package io.switchhook.ladder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
/// @param flow the call flow that it follows, if somebody has found that out
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
        List<Link> links,
        Optional<Flow> flow) {

    /// The same as a part of a call flow.
    ///
    /// @param named the rungs, as steps of it
    /// @param others the ids of the ladders that the rest of it is in
    public Ladder following(Flow known, List<Rung> named, List<String> others) {
        var all = new ArrayList<>(links);
        for (var other : others)
            if (links.stream().noneMatch(link -> link.id().equals(other)))
                all.add(new Link(other, "same call flow"));
        return new Ladder(
                id,
                kind,
                callId,
                from,
                to,
                begun,
                state,
                status,
                duration,
                verdict,
                lanes,
                named,
                List.copyOf(all),
                Optional.of(known));
    }

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

    /// A play for up to three phones that a ladder is a part of, or the whole.
    ///
    /// @param name a word: `attended-transfer`
    /// @param title what happens, in a few words
    /// @param section of the phone makers' guide that prints it; 0 if none does
    /// @param complete whether all of it has happened; else it may become another flow yet
    /// @param roles who plays whom
    public record Flow(
            String name, String title, int section, boolean complete, List<Role> roles) {}

    /// @param lane its id
    /// @param party `A`, `B`, `C`, and `P` for the server
    public record Role(String lane, String party) {}

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
