package io.switchhook.console;

import java.util.Optional;

/// What the console knows of the roll-out that is under way, or was last, and can have done about it. Asked on virtual threads.
public interface RolloutView {

    /// A roll-out.
    ///
    /// @param release its name
    /// @param phase `planned`, `canaries`, `soaking`, `rolling`, `paused`, `stopped` (by itself), `done` or `aborted`
    /// @param why it stopped by itself; empty if it has not
    /// @param open whether it is under way, even if it is halted
    /// @param devices how many it is for
    /// @param waiting how many are to be told
    /// @param out how many were told, and are waited for
    /// @param back how many have come back
    /// @param away how many could not be told, for they are not registered
    /// @param failed how many did not come back in time
    record Rollout(
            String release,
            String phase,
            String why,
            boolean open,
            int devices,
            int waiting,
            int out,
            int back,
            int away,
            int failed) {}

    /// What can be done about it.
    enum Step {
        PAUSE,
        RESUME,
        /// Everybody has his old release again, and who has the new one is told to fetch it.
        ABORT
    }

    /// Empty if there was none yet.
    Optional<Rollout> rollout();

    /// Refused if none is under way.
    ///
    /// @param by who does it, for the log
    Rollout take(Step step, String by) throws Refusal;
}
