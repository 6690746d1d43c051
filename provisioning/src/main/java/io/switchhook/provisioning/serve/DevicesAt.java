package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Which adopted devices are at an address, as it was a few seconds ago: phones talk much oftener than they move. For any thread.
final class DevicesAt {
    private static final long AGE = Duration.ofSeconds(5).toNanos();

    private final Devices devices;
    private final LongSupplier nanoClock;
    private volatile Map<InetAddress, List<Mac>> index = Map.of();
    private volatile long made;

    DevicesAt(Devices devices, LongSupplier nanoClock) {
        this.devices = devices;
        this.nanoClock = nanoClock;
        this.made = nanoClock.getAsLong() - AGE;
    }

    List<Mac> at(InetAddress address) {
        if (nanoClock.getAsLong() - made >= AGE) make();
        return index.getOrDefault(address, List.of());
    }

    private synchronized void make() {
        long now = nanoClock.getAsLong();
        if (now - made < AGE) return;
        var fresh = new HashMap<InetAddress, List<Mac>>();
        for (var device : devices.all())
            if (device instanceof Adopted adopted)
                fresh.computeIfAbsent(adopted.home().address(), _ -> new ArrayList<>(1))
                        .add(adopted.mac());
        index = fresh;
        made = now;
    }
}
