package io.switchhook.sip.transport;

import static io.switchhook.sip.transport.TestServer.loopback;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.uri.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class BoundListenerTest {
    private static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress IPV6 = InetAddress.ofLiteral("::1");

    private static BoundListener bound(Listener listener) {
        return new BoundListener(0, listener, new LocalAddresses(System::nanoTime));
    }

    @Test
    void onAllAddressesSentByIsTheOneThatEachPeerSees() {
        var any = new InetSocketAddress(InetAddress.ofLiteral("::"), 5070);
        var listener = bound(Listener.of(Transport.UDP, any));
        for (int i = 0; i < 2; i++) {
            assertThat(listener.sentBy(IPV4)).hasToString("127.0.0.1:5070");
            assertThat(listener.sentBy(IPV6)).hasToString("[::1]:5070");
            assertThat(listener.sentBy(IPV6)).hasToString("[::1]:5070");
        }
    }

    @Test
    void whatIsAdvertisedIsSaidToAll() {
        var settings = Listener.of(Transport.UDP, loopback(5070));
        var name = HostPort.of("sip.office.example");
        assertThat(bound(settings.withAdvertised(name)).sentBy(IPV4))
                .hasToString("sip.office.example:5070");
        name = HostPort.of("sip.office.example", 5060);
        assertThat(bound(settings.withAdvertised(name)).sentBy(IPV4))
                .hasToString("sip.office.example:5060");
    }

    @Test
    void isNamedByItsAddressAndPort() {
        var listener = bound(Listener.of(Transport.UDP, loopback(5070)));
        assertThat(listener.sentBy(IPV4)).hasToString("127.0.0.1:5070");
        assertThat(listener.isNamed("127.0.0.1", 5070)).isTrue();
        assertThat(listener.isNamed("127.0.0.1", 0)).isTrue();
        assertThat(listener.isNamed("127.0.0.1", 5071)).isFalse();
        assertThat(listener.isNamed("127.0.0.11", 5070)).isFalse();
        assertThat(listener.isNamed("[::1]", 5070)).isFalse();
        assertThat(listener.isNamed("localhost", 5070)).isFalse();
        assertThat(listener.isNamed("", 0)).isFalse();
        var six = bound(Listener.of(Transport.UDP, new InetSocketAddress(IPV6, 5070)));
        assertThat(six.isNamed("[::1]", 5070)).isTrue();
        assertThat(six.isNamed("[0:0::1]", 5070)).isTrue();
        assertThat(six.isNamed("127.0.0.1", 5070)).isFalse();
    }
}
