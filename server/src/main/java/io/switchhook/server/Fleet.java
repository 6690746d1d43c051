package io.switchhook.server;

import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.rollout.ReleaseStore;
import io.switchhook.provisioning.rollout.RolloutStore;
import io.switchhook.provisioning.rollout.SyncQueue;
import io.switchhook.provisioning.serve.HearingCounters;
import io.switchhook.provisioning.syslog.DeviceLogs;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What a server does with devices in service, and what it hears of them.
///
/// @param heard counts what they tell
record Fleet(
        Devices devices,
        DeviceNotes notes,
        DeviceLogs logs,
        HearingCounters heard,
        CheckSyncs syncs,
        Rollouts rollouts)
        implements AutoCloseable {

    /// @param catalog asked when a model is needed
    /// @throws StartException if what is known of roll-outs cannot be read
    static Fleet open(
            Devices devices,
            Directory directory,
            SipServer sip,
            Limits limits,
            Supplier<ModelCatalog> catalog)
            throws StartException {
        var database = directory.database();
        var clock = new SteadyClock(InstantSource.system(), System::nanoTime);
        var ways = new DeviceWays(sip::bindings);
        var notes = new DeviceNotes(database, limits.number(Limit.NOTES), devices::isNamed);
        var queue = new SyncQueue(limits.number(Limit.SYNC_RATE), new SecureRandom());
        var syncs = new CheckSyncs(devices, notes, ways, sip::tell, queue, clock);
        var releases = new ReleaseStore(database, catalog);
        try {
            var rollouts =
                    Rollouts.open(
                            releases,
                            new RolloutStore(database, releases),
                            catalog,
                            devices,
                            notes,
                            ways,
                            syncs,
                            clock);
            return new Fleet(
                    devices,
                    notes,
                    new DeviceLogs(limits.number(Limit.LOG_DEVICE), limits.bytes(Limit.LOG_MEMORY)),
                    new HearingCounters(),
                    syncs,
                    rollouts);
        } catch (StorageException e) {
            syncs.close();
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        rollouts.close();
        syncs.close();
    }
}
