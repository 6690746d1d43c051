package io.switchhook.provisioning.device;

import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import io.switchhook.provisioning.model.PhoneModel;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a device is when an administrator has said what it is to be.
final class Adoption {
    private Adoption() {}

    static void check(PhoneModel model, Assignment assignment) throws DeviceException {
        if (assignment.users().size() > model.accounts())
            throw DeviceException.invalid(
                    model
                            + " has "
                            + model.accounts()
                            + " accounts, not "
                            + assignment.users().size());
    }

    /// @param device what is known of it
    /// @param from whose question is believed
    /// @param window how long the first who asks is taken for a device as which nobody has asked
    static Device of(
            Mac mac,
            Optional<Device> device,
            Assignment assignment,
            Optional<InetAddress> from,
            Instant now,
            Duration window)
            throws DeviceException {
        var home = home(device, from);
        if (home.isPresent()) return new Adopted(mac, now, assignment, home.get(), List.of());
        return new Expected(mac, now, assignment, now.plus(window));
    }

    /// The same, where nothing but the assignment of a device changes that somebody has named before.
    static Device changed(
            Mac mac, Optional<Device> device, Assignment assignment, Instant now, Duration window)
            throws DeviceException {
        if (device.isEmpty()) return of(mac, device, assignment, Optional.empty(), now, window);
        return switch (device.get()) {
            case Asked _ -> of(mac, device, assignment, Optional.empty(), now, window);
            case Expected its -> new Expected(mac, its.since(), assignment, its.until());
            case Adopted its -> new Adopted(mac, its.since(), assignment, its.home(), its.rivals());
            case Held its -> new Held(mac, its.since(), assignment, its.home());
        };
    }

    private static Optional<Asker> home(Optional<Device> device, Optional<InetAddress> from)
            throws DeviceException {
        if (from.isPresent()) return Optional.of(believed(device, from.get()));
        if (device.isEmpty()) return Optional.empty();
        return switch (device.get()) {
            case Asked asked when asked.askers().size() > 1 ->
                    throw DeviceException.conflict(
                            "several asked as "
                                    + asked.mac()
                                    + ", so say from which address it did: "
                                    + asked.askers().stream()
                                            .map(it -> it.asker().toString())
                                            .collect(Collectors.joining(", ")));
            case Asked asked -> Optional.of(asked.askers().getFirst().asker());
            case Expected _ -> Optional.empty();
            case Adopted adopted -> Optional.of(adopted.home());
            case Held held -> held.home();
        };
    }

    private static Asker believed(Optional<Device> device, InetAddress from)
            throws DeviceException {
        var askers = new ArrayList<Asker>();
        device.ifPresent(its -> {
            switch (its) {
                case Asked asked -> asked.askers().forEach(it -> askers.add(it.asker()));
                case Expected _ -> {}
                case Adopted adopted -> {
                    askers.add(adopted.home());
                    adopted.rivals().forEach(it -> askers.add(it.asker()));
                }
                case Held held -> held.home().ifPresent(askers::add);
            }
        });
        return askers.reversed().stream()
                .filter(it -> it.address().equals(from))
                .findFirst()
                .orElseThrow(() ->
                        DeviceException.conflict(
                                "nobody asked as it from " + from.getHostAddress()));
    }
}
