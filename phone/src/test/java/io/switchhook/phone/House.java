package io.switchhook.phone;

import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.testkit.Leg;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/// A scripted server and real phones on the simulated network, in virtual time.
final class House implements TestExecutionExceptionHandler {
    static final String SERVER = "192.0.2.1";

    final SimulatedNetwork network = new SimulatedNetwork(1);
    final Party server = network.party("server", SERVER);
    final Quiet sounds = new Quiet();
    final List<Blank> screens = new ArrayList<>();

    /// What happened at the phones.
    final List<PhoneEvent> events = new ArrayList<>();

    /// Where the phones stand, in the order in which they were made.
    final List<SimulatedNode> nodes = new ArrayList<>();

    private int phones;

    /// A phone with an account 1001 at the server, not switched on.
    Phone phone(String... parameters) {
        return phone(Profile.T38G, "1001", parameters);
    }

    Phone phone(Profile profile, String user, String... parameters) {
        var account = Account.of("sip:" + user + "@office.example", "secret").by(SERVER, 5060);
        for (int i = 0; i < parameters.length; i += 2)
            account = account.with(parameters[i], parameters[i + 1]);
        return phone(account.settings(profile));
    }

    Phone phone(Settings settings) {
        String host = "192.0.2." + (10 + phones++);
        var node = network.node("phone" + phones, host);
        var timers = new Timers(node.shard()::nanoTime);
        node.shard().attend(timers);
        var ground =
                new Ground(
                        node.shard(),
                        timers,
                        node,
                        node,
                        _ -> HostPort.of(host, 5060),
                        host,
                        Authorities.usual(),
                        sounds,
                        (min, _, listener) -> {
                            screens.add(new Blank(min + 1000, listener));
                            return screens.getLast();
                        },
                        network.random());
        var phone = new Phone(settings, ground, () -> {});
        node.handler(phone.handler());
        nodes.add(node);
        phone.listen(events::add);
        if (phones == 1) server.outbound(io.switchhook.sip.transport.Transport.UDP, node);
        return phone;
    }

    /// The same, switched on and registered.
    Phone registered(String... parameters) {
        var phone = phone(parameters);
        phone.start();
        server.reply(server.expect(Method.REGISTER), 200, "Expires: 3600\n");
        soon();
        return phone;
    }

    void pass(Duration time) {
        network.clock().advance(time);
    }

    void soon() {
        pass(Duration.ofMillis(100));
    }

    /// Sends an INVITE for account 1001.
    Request invite(String more) {
        return server.send(
                server.again(server.request(Method.INVITE, "sip:1001@192.0.2.10"), more));
    }

    /// Has the server answer a call of the phone.
    Leg answered(Request invite) {
        var ok = server.reply(invite, 200, sdp(4000));
        server.expect(Method.ACK);
        return server.leg(invite, ok);
    }

    <T extends PhoneEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    boolean happened(Predicate<PhoneEvent> which) {
        return events.stream().anyMatch(which);
    }

    static String sdp(int port) {
        return sdp("192.0.2.1", port, "sendrecv");
    }

    static String sdp(String host, int port, String direction) {
        return """
        Content-Type: application/sdp

        v=0
        o=- 1 1 IN IP4 %s
        s=-
        c=IN IP4 %s
        t=0 0
        m=audio %d RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        a=%s
        """
                .formatted(host, host, port, direction);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
        network.handleTestExecutionException(context, failure);
    }
}
