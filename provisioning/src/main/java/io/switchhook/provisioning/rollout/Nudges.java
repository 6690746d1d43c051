package io.switchhook.provisioning.rollout;

import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import java.util.Collection;

/// Has devices look for new files, or start anew: NOTIFY with `Event: check-sync`. For any thread.
public interface Nudges {
    /// Tells them one after the other, at a bounded pace. What each answers comes into its history.
    ///
    /// @param macs twelve hexadecimal digits in lower case each
    /// @return how many were not waiting already
    int tell(Collection<String> macs, Nudge nudge);

    /// How many wait.
    int waiting();
}
