package io.switchhook.ladder;

import java.time.Duration;
import java.util.List;

/// One line of a ladder.
public sealed interface Rung {

    /// Since the ladder began.
    Duration time();

    /// A message between the server and somebody; equal ones that followed are folded into it.
    ///
    /// @param step `F1`, `F1'`, ...; empty for what the guides do not number. Of a ladder that follows a call flow, its name there
    /// @param from the id of a lane
    /// @param to the id of a lane
    /// @param label `INVITE`, `407 Proxy Authentication Required`
    /// @param meaning one sentence
    /// @param told what the call flow says of this step; empty if it says nothing
    /// @param repeats how often it was sent again
    /// @param branch of the top Via
    /// @param text the whole message, secrets masked
    record Arrow(
            Duration time,
            String step,
            String from,
            String to,
            String label,
            String meaning,
            String told,
            int repeats,
            String branch,
            String text)
            implements Rung {

        /// The same as a step of a call flow.
        public Arrow named(String name, String sentence) {
            return new Arrow(time, name, from, to, label, meaning, sentence, repeats, branch, text);
        }
    }

    /// What the server decided or noticed.
    ///
    /// @param lane the id of the lane it is about; mostly that of the server
    /// @param text one sentence
    record Note(Duration time, String lane, Remark remark, String text) implements Rung {}

    /// What follows from the rungs before and is said by none of them.
    ///
    /// @param lanes whom it concerns
    record Finding(Duration time, List<String> lanes, String text) implements Rung {}
}
