package io.switchhook.server;

import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.sip.registrar.Binding;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which registrations are a device's: those of its accounts that say its MAC address, in their instance or in what they say they
/// are, and else those from the address at which it is adopted.
///
/// @param bindings what is registered of a user
record DeviceWays(Function<String, List<Binding>> bindings) {

    /// The way to a device: of several that of a phone that says its MAC address, then of one that says it is what the device says
    /// it is, and then the one that was seen last.
    Optional<Binding> of(Adopted device) {
        var home = device.home();
        return device.assignment().users().stream()
                .flatMap(user -> of(user, device.mac(), Optional.of(home.address())))
                .max(
                        Comparator.comparing((Binding binding) -> says(binding, device.mac()))
                                .thenComparing(binding -> isLike(home, binding))
                                .thenComparing(Binding::seen));
    }

    /// Whether a user is registered at a device.
    ///
    /// @param home where it is adopted, if it is
    boolean isRegistered(String user, Mac mac, Optional<InetAddress> home) {
        return of(user, mac, home).findAny().isPresent();
    }

    private Stream<Binding> of(String user, Mac mac, Optional<InetAddress> home) {
        return bindings.apply(user).stream()
                .filter(binding ->
                        says(binding, mac) || home.isPresent() && address(binding).equals(home));
    }

    private static boolean says(Binding binding, Mac mac) {
        String said = binding.instance().orElse("") + ' ' + binding.userAgent();
        return said.toLowerCase(Locale.ROOT)
                .replace(":", "")
                .replace("-", "")
                .contains(mac.digits());
    }

    private static boolean isLike(Asker home, Binding binding) {
        return home.isLike(new Asker(home.address(), binding.userAgent()));
    }

    private static Optional<InetAddress> address(Binding binding) {
        if (binding.flow().isPresent())
            return Optional.of(binding.flow().get().remote().getAddress());
        return binding.contact().sipUri().flatMap(uri -> literal(uri.host()));
    }

    private static Optional<InetAddress> literal(String host) {
        boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        try {
            return Optional.of(
                    InetAddress.ofLiteral(
                            isBracketed ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
