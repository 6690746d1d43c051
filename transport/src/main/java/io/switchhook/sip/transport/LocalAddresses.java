package io.switchhook.sip.transport;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Which address of this host the kernel uses towards a peer: what a listener on all addresses must say it is.
final class LocalAddresses {
    /// Connecting a UDP socket only looks into the routing table; nothing is sent to this port.
    private static final int ANY_PORT = 9;

    private final Cache<InetAddress, InetAddress> routes;
    private final Cache<InetAddress, Boolean> locals;

    LocalAddresses(LongSupplier nanoClock) {
        routes = cache(nanoClock);
        locals = cache(nanoClock);
    }

    /// Asking the kernel takes some 50 µs, and each request asks; interfaces change seldom.
    private static <T> Cache<InetAddress, T> cache(LongSupplier nanoClock) {
        return Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(Duration.ofMinutes(1))
                .ticker(nanoClock::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /// The loopback address where there is no route: nothing can be sent there anyway.
    InetAddress towards(InetAddress peer) {
        return routes.get(peer, LocalAddresses::route);
    }

    private static InetAddress route(InetAddress peer) {
        try (var channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress(peer, ANY_PORT));
            return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
        } catch (IOException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    boolean isLocal(InetAddress address) {
        return locals.get(address, LocalAddresses::hasInterface);
    }

    private static boolean hasInterface(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
