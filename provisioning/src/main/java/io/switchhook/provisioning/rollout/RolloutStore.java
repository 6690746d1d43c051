package io.switchhook.provisioning.rollout;

import io.switchhook.pbx.directory.Database;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.RolloutPlan.Pace;
import io.switchhook.provisioning.rollout.RolloutPlan.Target;
import io.switchhook.provisioning.rollout.RolloutPlan.Tolerance;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Roll-outs on disk: what has returned is safe. For threads that may block.
public final class RolloutStore {
    private static final String ABORTED = "ABORTED";

    private final Database database;
    private final ReleaseStore releases;

    public RolloutStore(Database database, ReleaseStore releases) {
        this.database = database;
        this.releases = releases;
    }

    /// A roll-out as it was saved.
    ///
    /// @param model of which all devices are meant; empty if single ones are
    /// @param aborted whether somebody gave it up
    public record Saved(
            long id,
            String model,
            RolloutPlan plan,
            Phase phase,
            boolean aborted,
            int forgiven,
            Map<String, Progress> progress) {
        /// Whether anything can still happen.
        public boolean isOpen() {
            return !aborted && !(phase instanceof Phase.Done);
        }
    }

    private record Row(
            String release,
            String model,
            Nudge nudge,
            Pace pace,
            Tolerance tolerance,
            PhaseRow phase,
            int forgiven) {}

    private record TargetRow(Target target, boolean canary, ProgressRow progress) {}

    /// Keeps a new one, which is planned.
    ///
    /// @return its number
    public long add(RolloutPlan plan, String model) throws StorageException {
        return database.with(handle -> {
            long id =
                    handle.createQuery("select coalesce(max(id), 0) + 1 from rollout")
                            .mapTo(Long.class)
                            .one();
            var pace = plan.pace();
            handle.execute(
                    """
                    insert into rollout (id, release_name, model, nudge, per_minute, at_once, soak, patience, attempts,
                        failures, percent, phase, at_phase, until, why, forgiven)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PLANNED', '', 0, '', 0)
                    """,
                    id,
                    plan.release().name(),
                    model,
                    plan.nudge().name(),
                    pace.perMinute(),
                    pace.atOnce(),
                    pace.soak().toMillis(),
                    pace.patience().toMillis(),
                    pace.attempts(),
                    plan.tolerance().failures(),
                    plan.tolerance().percent());
            var insert =
                    handle.prepareBatch(
                            """
                            insert into rollout_target (rollout, position, mac, model, before_release, canary, progress, told,
                                attempt)
                            values (?, ?, ?, ?, ?, ?, 'WAITING', 0, 0)
                            """);
            int position = 0;
            for (var it : plan.canaries())
                insert.add(id, position++, it.mac(), it.model(), it.before(), 1);
            for (var it : plan.others())
                insert.add(id, position++, it.mac(), it.model(), it.before(), 0);
            insert.execute();
            return id;
        });
    }

    public void save(long id, Phase phase, int forgiven) throws StorageException {
        var row = PhaseRow.of(phase);
        database.with(handle ->
                handle.execute(
                        """
                        update rollout set phase = ?, at_phase = ?, until = ?, why = ?, forgiven = ?
                        where id = ?
                        """,
                        row.phase(),
                        row.at(),
                        row.until(),
                        row.why(),
                        forgiven,
                        id));
    }

    public void save(long id, String mac, Progress progress) throws StorageException {
        var row = ProgressRow.of(progress);
        database.with(handle ->
                handle.execute(
                        """
                        update rollout_target set progress = ?, told = ?, attempt = ?
                        where rollout = ? and mac = ?
                        """,
                        row.progress(),
                        row.told(),
                        row.attempt(),
                        id,
                        mac));
    }

    public void abort(long id) throws StorageException {
        database.with(
                handle -> handle.execute("update rollout set phase = ? where id = ?", ABORTED, id));
    }

    /// The newest one.
    ///
    /// @return empty if there never was one, or its release is not good any more
    public Optional<Saved> last() throws StorageException {
        var id =
                database.with(handle ->
                        handle.createQuery("select max(id) from rollout")
                                .mapTo(Long.class)
                                .findOne());
        return id.isEmpty() ? Optional.empty() : find(id.get());
    }

    private Optional<Saved> find(long id) throws StorageException {
        var row = row(id);
        var release = releases.find(row.release);
        if (release.isEmpty()) return Optional.empty();
        var targets = targets(id);
        var plan =
                new RolloutPlan(
                        release.get(),
                        row.nudge,
                        targets.stream().filter(TargetRow::canary).map(TargetRow::target).toList(),
                        targets.stream().filter(it -> !it.canary()).map(TargetRow::target).toList(),
                        row.pace,
                        row.tolerance);
        var progress = new HashMap<String, Progress>();
        for (var it : targets) progress.put(it.target().mac(), it.progress().read());
        boolean isAborted = row.phase.phase().equals(ABORTED);
        return Optional.of(
                new Saved(
                        id,
                        row.model,
                        plan,
                        isAborted ? new Phase.Done() : row.phase.read(),
                        isAborted,
                        row.forgiven,
                        progress));
    }

    private Row row(long id) throws StorageException {
        return database.with(handle ->
                handle.createQuery("select * from rollout where id = :id")
                        .bind("id", id)
                        .map((row, _) ->
                                new Row(
                                        row.getString("release_name"),
                                        row.getString("model"),
                                        Nudge.valueOf(row.getString("nudge")),
                                        new Pace(
                                                row.getInt("per_minute"),
                                                row.getInt("at_once"),
                                                Duration.ofMillis(row.getLong("soak")),
                                                Duration.ofMillis(row.getLong("patience")),
                                                row.getInt("attempts")),
                                        new Tolerance(
                                                row.getInt("failures"), row.getInt("percent")),
                                        new PhaseRow(
                                                row.getString("phase"),
                                                row.getString("at_phase"),
                                                row.getLong("until"),
                                                row.getString("why")),
                                        row.getInt("forgiven")))
                        .one());
    }

    private List<TargetRow> targets(long id) throws StorageException {
        return database.with(handle ->
                handle.createQuery(
                                "select * from rollout_target where rollout = :id order by position")
                        .bind("id", id)
                        .map((row, _) ->
                                new TargetRow(
                                        new Target(
                                                row.getString("mac"),
                                                row.getString("model"),
                                                row.getString("before_release")),
                                        row.getInt("canary") == 1,
                                        new ProgressRow(
                                                row.getString("progress"),
                                                row.getLong("told"),
                                                row.getInt("attempt"))))
                        .list());
    }
}
