package io.switchhook.phone;

import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.SipUri;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;

/// The addresses of an account's servers, for phones that take calls from nobody else. For the phone's shard.
final class TrustedServers {
    /// A name that resolves to more has not all of them trusted.
    private static final int MOST = 64;

    private final Ground ground;
    private final Set<InetAddress> addresses = new HashSet<>();

    TrustedServers(Ground ground) {
        this.ground = ground;
    }

    /// Finds out where a server is, as for a request to it.
    void learn(SipUri server) {
        ground.locator()
                .locate(
                        server,
                        ground.shard(),
                        found -> {
                            for (var one : found)
                                if (addresses.size() < MOST)
                                    addresses.add(one.address().getAddress());
                        });
    }

    boolean contain(Flow flow) {
        return addresses.contains(flow.remote().getAddress());
    }
}
