package io.switchhook.callflow;

import java.util.List;

/// One line of a script: what a person does, what is waited for, or who has to hear whom.
public sealed interface Act {
    /// The line as it was written.
    String text();

    /// @param target the phone meant, [MessageForm#NOBODY], or empty
    record Does(String text, Party who, Action action, String target) implements Act {}

    record Waits(String text, List<Party> who, Situation situation) implements Act {}

    /// Each of `who` hears all others of them, and nobody else.
    ///
    /// @param when the moment, for the result: `during the call`
    record Hears(String text, List<Party> who, String when) implements Act {}

    /// Each of `who` hears one phone, and nobody else.
    record Listens(String text, List<Party> who, Party from, String when) implements Act {}

    /// None of `who` hears anybody.
    record Silence(String text, List<Party> who, String when) implements Act {}
}
