package io.switchhook.server;

import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.sip.registrar.Binding;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Which registration is a device's: one of its accounts from the address at which it is adopted. Of several, that of a phone that
/// says it is what the device says it is; and then the one that was seen last.
///
/// @param bindings what is registered of a user
record DeviceWays(Function<String, List<Binding>> bindings) {

    Optional<Binding> of(Adopted device) {
        var home = device.home();
        return device.assignment().users().stream()
                .flatMap(user -> bindings.apply(user).stream())
                .filter(binding -> address(binding).filter(home.address()::equals).isPresent())
                .max(
                        Comparator.comparing((Binding binding) -> isLike(home, binding))
                                .thenComparing(Binding::seen));
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
