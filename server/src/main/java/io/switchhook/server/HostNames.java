package io.switchhook.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/// What this host is called: the domains of a server that was told none.
final class HostNames {
    private HostNames() {}

    /// The host's name first, then `localhost` and all addresses, IPv6 in square brackets.
    static List<String> all() {
        var names = new LinkedHashSet<String>();
        names.add(name());
        names.add("localhost");
        names.addAll(addresses());
        return List.copyOf(names);
    }

    static boolean hasIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException e) {
            return false;
        }
    }

    private static String name() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static List<String> addresses() {
        var addresses = new ArrayList<String>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .map(HostNames::text)
                    .sorted()
                    .forEach(addresses::add);
        } catch (SocketException e) {
            addresses.add("127.0.0.1");
        }
        return addresses;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        if (zone >= 0) text = text.substring(0, zone);
        return address instanceof Inet6Address ? "[" + ListenAddress.shortened(text) + "]" : text;
    }
}
