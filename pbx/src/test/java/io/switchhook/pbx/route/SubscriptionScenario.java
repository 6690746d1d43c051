package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A phone that watches its own registration through the whole of an office: proxy core, router, registrar, notifier.
@Scenario("RFC 3680 §5")
class SubscriptionScenario {
    private SimulatedOffice office;
    private SimulatedNetwork network;
    private SimulatedNode node;

    @BeforeEach
    void office(@TempDir Path folder) throws Exception {
        var directory =
                Directory.open(
                        AccountStore.open(folder), "example.com", List.of("example.com"), 100);
        directory.add(NewAccount.of("1001", "User", "secret"));
        office = new SimulatedOffice(1, directory, SimulatedOffice.Terms.guarded());
        network = office.network;
        node = office.node;
    }

    @AfterEach
    void close() {
        office.close();
    }

    /// Sends a request, answers the challenge, and returns the 200.
    private static Response accepted(Party phone, Request request) {
        phone.send(request);
        var challenge = phone.expect(401, request.method());
        var answer =
                new DigestClient("1001", "secret", new Random(1))
                        .answer(request, challenge)
                        .orElseThrow();
        phone.send(phone.again(answer, ""));
        return phone.expect(200, request.method());
    }

    private static Request told(Party phone, String what) {
        var notify = phone.expect(Method.NOTIFY);
        phone.reply(notify, 200);
        assertThat(notify.body().toString()).contains(what);
        return notify;
    }

    @ParameterizedTest
    @EnumSource
    void aPhoneIsToldOfItsRegistration(Transport transport) {
        var phone = network.party("1001", "192.0.2.10").outbound(transport, node);
        var subscribe =
                phone.request(Method.SUBSCRIBE, "sip:1001@example.com")
                        .with(h -> h.add(Header.EVENT, Event.of("reg")));
        var ok = accepted(phone, subscribe);
        told(phone, "version=\"0\" state=\"full\"><registration aor=\"sip:1001@example.com\"");

        accepted(
                phone,
                phone.request(Method.REGISTER, "sip:example.com")
                        .with(h ->
                                h.set(
                                        Header.TO,
                                        NameAddr.of(
                                                io.switchhook.sip.uri.Uri.parse(
                                                        "sip:1001@example.com")))));
        told(phone, "event=\"registered\"");
        network.clock().advance(Duration.ofSeconds(6));

        var refresh =
                phone.leg(ok)
                        .request(Method.SUBSCRIBE)
                        .with(h -> h.add(Header.EVENT, Event.of("reg")).add(Header.EXPIRES, 0));
        assertThat(refresh.uri())
                .isEqualTo(
                        ((Contact.Address) ok.headers().require(Header.CONTACT)).address().uri());
        accepted(phone, refresh);
        var last = told(phone, "version=\"2\" state=\"full\"");
        assertThat(last.headers().require(Header.SUBSCRIPTION_STATE).isTerminated()).isTrue();
        assertThat(node.connections()).hasSize(transport == Transport.UDP ? 0 : 1);
    }
}
