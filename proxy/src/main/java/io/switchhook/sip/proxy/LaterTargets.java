package io.switchhook.sip.proxy;

import java.util.function.Consumer;

/// Where a fork gets targets from after it has begun: a phone that registers while its user's call rings.
@FunctionalInterface
public interface LaterTargets {
    /// There are none.
    LaterTargets NONE = _ -> () -> {};

    /// Asked for once, by an INVITE outside a dialog when it is forwarded, on its shard.
    ///
    /// @param found takes a target, on any thread and also before this returns; one that is known already does no harm,
    ///     and one that comes when the call is over is dropped
    /// @return ends the watch; run once on the shard, when the call has its answer, is canceled, or has failed
    Runnable watch(Consumer<Target> found);
}
