package io.switchhook.pbx.directory;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is to be done with somebody's calls from now on. Nothing here is checked yet.
///
/// @param targets where calls go, empty texts for nowhere; what is not named stays
/// @param seconds until a call counts as not answered; empty for what it is
/// @param doNotDisturb empty for what it is
public record FeatureChange(
        Map<Forward, String> targets, Optional<Long> seconds, Optional<Boolean> doNotDisturb) {

    public static final FeatureChange NONE =
            new FeatureChange(Map.of(), Optional.empty(), Optional.empty());

    public FeatureChange {
        targets = Map.copyOf(targets);
    }

    public FeatureChange with(Forward when, String target) {
        var changed = new EnumMap<Forward, String>(Forward.class);
        changed.putAll(targets);
        changed.put(when, target);
        return new FeatureChange(changed, seconds, doNotDisturb);
    }

    public FeatureChange withSeconds(long seconds) {
        return new FeatureChange(targets, Optional.of(seconds), doNotDisturb);
    }

    public FeatureChange withDoNotDisturb(boolean on) {
        return new FeatureChange(targets, seconds, Optional.of(on));
    }

    /// The first thing that is wrong with it for a user of these domains.
    Optional<String> fault(String user, String realm, List<String> domains) {
        for (var target : targets.values()) {
            if (target.isEmpty()) continue;
            var fault = ForwardTarget.fault(user, target, realm, domains);
            if (fault.isPresent()) return fault;
        }
        long shortest = CallFeatures.SHORTEST.toSeconds();
        long longest = CallFeatures.LONGEST.toSeconds();
        return seconds.filter(it -> it < shortest || it > longest)
                .map(it ->
                        "a call can be forwarded after "
                                + shortest
                                + " to "
                                + longest
                                + " seconds without an answer, not after "
                                + it);
    }

    /// What becomes of what was set before. There is no [#fault].
    CallFeatures appliedTo(CallFeatures before, String realm) {
        var features = before;
        for (var target : targets.entrySet())
            features = features.with(target.getKey(), ForwardTarget.of(target.getValue(), realm));
        if (seconds.isPresent()) features = features.withAfter(Duration.ofSeconds(seconds.get()));
        if (doNotDisturb.isPresent()) features = features.withDoNotDisturb(doNotDisturb.get());
        return features.settled();
    }
}
