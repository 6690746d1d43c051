package io.switchhook.server;

import io.switchhook.console.Refusal;
import io.switchhook.console.RolloutView;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.rollout.Progress;
import io.switchhook.provisioning.rollout.RolloutEvent;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The roll-out that is under way, or was last, as the console shows it.
record OfficeRollouts(Rollouts rollouts) implements RolloutView {
    private static final Logger LOG = LoggerFactory.getLogger(OfficeRollouts.class);

    @Override
    public Optional<Rollout> rollout() {
        return rollouts.show(OfficeRollouts::shown);
    }

    private static Rollout shown(RolloutRun run) {
        var its = RolloutState.of(run);
        int waiting = 0;
        int out = 0;
        int away = 0;
        for (var target : run.targets())
            switch (run.progress(target.mac())) {
                case Progress.Waiting _ -> waiting++;
                case Progress.Told _, Progress.Fetched _ -> out++;
                case Progress.Away _ -> away++;
                case Progress.Back _, Progress.Failed _, Progress.Removed _ -> {}
            }
        return new Rollout(
                its.release(),
                its.phase(),
                its.why(),
                its.isOpen(),
                its.devices(),
                waiting,
                out,
                its.back(),
                away,
                its.failed());
    }

    @Override
    public Rollout take(Step step, String by) throws Refusal {
        try {
            switch (step) {
                case PAUSE -> rollouts.on(new RolloutEvent.Pause());
                case RESUME -> rollouts.on(new RolloutEvent.Resume());
                case ABORT -> rollouts.abort();
            }
        } catch (ControlFault _) {
            throw Refusals.conflict("No roll-out is under way.");
        } catch (StorageException e) {
            throw new Refusal(Refusal.Kind.FAILED, String.valueOf(e.getMessage()));
        }
        LOG.atInfo()
                .addKeyValue("step", step.name().toLowerCase(Locale.ROOT))
                .addKeyValue("by", by)
                .log("roll-out changed");
        return rollout().orElseThrow(() -> Refusals.missing("There is no roll-out."));
    }
}
