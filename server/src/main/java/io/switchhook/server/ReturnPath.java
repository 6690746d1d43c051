package io.switchhook.server;

import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Device;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Optional;

/// By which address of this host a device finds it, as far as the routes of this host tell.
final class ReturnPath {
    private static final int DISCARD = 9;

    private ReturnPath() {}

    /// Loopback, if nobody knows where the device is.
    static InetAddress to(Device device) {
        var home =
                switch (device) {
                    case Asked it -> Optional.of(it.askers().getLast().asker());
                    case Expected _ -> Optional.<Asker>empty();
                    case Adopted it -> Optional.of(it.home());
                    case Held it -> it.home();
                };
        return home.map(it -> to(it.address())).orElseGet(InetAddress::getLoopbackAddress);
    }

    /// Connecting a socket for datagrams asks for the route, and sends nothing.
    private static InetAddress to(InetAddress remote) {
        try (var socket = new DatagramSocket()) {
            socket.connect(remote, DISCARD);
            return socket.getLocalAddress();
        } catch (IOException | UncheckedIOException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
