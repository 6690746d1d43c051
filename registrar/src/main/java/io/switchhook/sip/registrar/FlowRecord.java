package io.switchhook.sip.registrar;

import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// What is left of a flow when its process is gone.
record FlowRecord(
        Transport transport, String token, InetSocketAddress local, InetSocketAddress remote) {

    static FlowRecord of(Flow flow) {
        return new FlowRecord(flow.transport(), flow.token(), flow.local(), flow.remote());
    }

    /// Whether a phone that had a connection can be expected to take a new one at its Contact: if no NAT and no proxy
    /// stand between, which shows in a Contact with the very address that it connected from, and if the Contact does not
    /// name the port of the connection itself, where nobody listens any more. Browsers take none.
    boolean isToBeDialed(NameAddr contact) {
        var uri = contact.sipUri();
        if (transport.isWebSocket() || uri.isEmpty()) return false;
        var hostPort = uri.get().hostPort();
        int port = hostPort.portOr(transport.defaultPort());
        return isSame(hostPort, remote.getAddress())
                && (port != remote.getPort() || port == transport.defaultPort());
    }

    private static boolean isSame(HostPort hostPort, InetAddress address) {
        if (!hostPort.isNumeric()) return false;
        String host = hostPort.host();
        String literal = hostPort.isIpv6() ? host.substring(1, host.length() - 1) : host;
        try {
            return InetAddress.ofLiteral(literal).equals(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
