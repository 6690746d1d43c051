package io.switchhook.provisioning.rollout;

import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import java.time.Instant;

/// What a roll-out has done. Called in order: what is saved is safe before the next call is made, so that a device is
/// known to have been told before it is.
public interface RolloutEffects {
    /// @param forgiven devices that failed before somebody had it go on
    void save(Phase phase, int forgiven);

    void save(String mac, Progress progress);

    /// Sends a NOTIFY for check-sync.
    void tell(String mac, Nudge nudge);

    /// Asks for a [RolloutEvent.Tick] at that time. An earlier wish is void.
    void wake(Instant at);
}
