package io.switchhook.server;

import io.switchhook.sip.transport.Transport;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes the addresses of the configuration, and nothing more yet.
final class Floors implements SipServer {
    private final List<NetworkChannel> channels = new ArrayList<>();
    private final List<ListenAddress> addresses = new ArrayList<>();

    private Floors() {}

    static SipServer start(Surroundings surroundings) throws StartException {
        var floors = new Floors();
        for (var address : surroundings.configuration().listen()) floors.bind(address);
        return floors;
    }

    private void bind(ListenAddress listen) throws StartException {
        try {
            boolean udp = listen.transport() == Transport.UDP;
            ProtocolFamily family =
                    listen.address().getAddress() instanceof Inet4Address
                            ? StandardProtocolFamily.INET
                            : StandardProtocolFamily.INET6;
            NetworkChannel channel =
                    udp ? DatagramChannel.open(family) : ServerSocketChannel.open(family);
            channels.add(channel);
            channel.bind(listen.address());
            addresses.add(
                    new ListenAddress(
                            listen.transport(), (InetSocketAddress) channel.getLocalAddress()));
        } catch (IOException e) {
            close();
            throw new StartException("cannot listen on " + listen + ": " + Reasons.of(e), e);
        }
    }

    @Override
    public List<ListenAddress> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public List<String> reload(Configuration fresh) {
        return List.of();
    }

    @Override
    public void drain(Duration limit) {}

    @Override
    public void close() {
        for (var channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
