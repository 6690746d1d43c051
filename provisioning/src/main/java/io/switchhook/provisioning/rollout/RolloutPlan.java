package io.switchhook.provisioning.rollout;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// Who is to have a release, and how fast.
///
/// @param canaries who has it first; all of them come back, or nobody else gets it
/// @param others who has it then, in this order
/// @param pace how fast
/// @param tolerance when it is too much
public record RolloutPlan(
        Release release,
        Nudge nudge,
        List<Target> canaries,
        List<Target> others,
        Pace pace,
        Tolerance tolerance) {
    /// What a device is told by NOTIFY, Event: check-sync.
    public enum Nudge {
        /// To look for new files. It has come back when it has fetched them.
        RELOAD,
        /// To start anew (`reboot=true`). It has come back when it has fetched its files and registered.
        RESTART
    }

    /// @param mac twelve hexadecimal digits in lower case
    /// @param model the id of its model
    /// @param before the name of the release that it has, and has again if it does not come back
    public record Target(String mac, String model, String before) {}

    /// @param perMinute devices that are told in a minute, retries too, 1 to 6000
    /// @param atOnce devices that were told and have not come back, at most: so many are lost when a release is bad
    /// @param soak how long the canaries are watched after the last one came back
    /// @param patience after which a device is told again, or has failed
    /// @param attempts how often it is told
    public record Pace(int perMinute, int atOnce, Duration soak, Duration patience, int attempts) {
        public Pace {
            if (perMinute < 1 || perMinute > 6000 || atOnce < 1 || attempts < 1)
                throw new IllegalArgumentException("a pace at which nothing goes on");
            if (soak.isNegative() || !patience.isPositive())
                throw new IllegalArgumentException("no time for devices to come back");
        }

        /// From one device to the next.
        Duration interval() {
            return Duration.ofMinutes(1).dividedBy(perMinute);
        }
    }

    /// When a roll-out stops by itself: when more have failed than both say.
    ///
    /// @param failures so many never stop it, since some phones are always gone
    /// @param percent of those that came back or failed
    public record Tolerance(int failures, int percent) {
        public Tolerance {
            if (failures < 0 || percent < 0 || percent > 100)
                throw new IllegalArgumentException("no tolerance: " + failures + ", " + percent);
        }

        boolean isExceeded(int failed, int back) {
            return failed > failures && failed * 100L > percent * (long) (failed + back);
        }
    }

    /// @throws IllegalArgumentException if a device is there twice, or is of a model that the release is not for, or if
    ///     others have no canary before them
    public RolloutPlan {
        canaries = List.copyOf(canaries);
        others = List.copyOf(others);
        if (canaries.isEmpty()) throw new IllegalArgumentException("no canaries");
        if (release instanceof Release.Firmware && nudge != Nudge.RESTART)
            throw new IllegalArgumentException("firmware needs a restart");
        var macs = new HashSet<String>();
        for (var targets : List.of(canaries, others))
            for (var target : targets) {
                if (!macs.add(target.mac()))
                    throw new IllegalArgumentException(target.mac() + " is there twice");
                if (!release.isFor(target.model()))
                    throw new IllegalArgumentException(
                            "%s is not for %s, a %s"
                                    .formatted(release.name(), target.mac(), target.model()));
            }
    }
}
