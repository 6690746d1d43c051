package io.switchhook.server;

import io.switchhook.provisioning.rollout.Phase;
import tools.jackson.databind.node.ObjectNode;

/// How far a roll-out is, as operators see it.
///
/// @param phase `planned`, `canaries`, `soaking`, `rolling`, `paused`, `stopped`, `done` or `aborted`
/// @param why it stopped by itself; empty if it has not
/// @param isOpen whether it is under way, even if it is halted
record RolloutState(
        String release,
        String phase,
        String why,
        boolean isOpen,
        int devices,
        int back,
        int failed) {

    static RolloutState of(RolloutRun run) {
        boolean isAborted = run.saved().aborted();
        return new RolloutState(
                run.plan().release().name(),
                isAborted ? "aborted" : word(run.phase()),
                run.phase() instanceof Phase.Stopped(var why, _) ? why : "",
                !isAborted && !(run.phase() instanceof Phase.Done),
                run.targets().size(),
                run.back(),
                run.failed());
    }

    private static String word(Phase phase) {
        return switch (phase) {
            case Phase.Planned _ -> "planned";
            case Phase.Canaries _ -> "canaries";
            case Phase.Soaking _ -> "soaking";
            case Phase.Rolling _ -> "rolling";
            case Phase.Paused _ -> "paused";
            case Phase.Stopped _ -> "stopped";
            case Phase.Done _ -> "done";
        };
    }

    ObjectNode json() {
        return ControlServer.JSON
                .createObjectNode()
                .put("release", release)
                .put("phase", phase)
                .put("why", why)
                .put("devices", devices)
                .put("back", back)
                .put("failed", failed);
    }
}
