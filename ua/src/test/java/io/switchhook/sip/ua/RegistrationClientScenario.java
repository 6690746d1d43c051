package io.switchhook.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RFC 3261 §10.2, RFC 5626 §4.5.
@Scenario("RFC 3261 §10.2")
class RegistrationClientScenario implements RegistrationClient.Listener {
    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Telephone alice = new Telephone(network, "alice", "192.0.2.10");
    private final Party first = network.party("first", "192.0.2.50");
    private final Party second = network.party("second", "192.0.2.60");
    private final List<String> heard = new ArrayList<>();
    private Duration wait = Duration.ZERO;

    private final RegistrationClient client =
            new RegistrationClient(
                    new UacCore(
                            alice.layer,
                            alice.timers,
                            alice.node.shard(),
                            alice.node,
                            alice.node,
                            4),
                    alice.timers,
                    network.random(),
                    new Identifiers(network.random()),
                    alice.user,
                    new RegistrationSettings(
                            SipUri.parse("sip:example.com"),
                            List.of(SipUri.parse("sip:192.0.2.50"), SipUri.parse("sip:192.0.2.60")),
                            Duration.ofHours(1),
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(30),
                            Duration.ofHours(2)),
                    this);

    @Override
    public void registered(SipUri server, Duration expires, List<NameAddr> serviceRoute) {
        heard.add(server.host() + " for " + expires.toSeconds() + serviceRoute);
    }

    @Override
    public void failed(Response response, Duration retry) {
        heard.add("failed " + response.status().value());
        wait = retry;
    }

    @Override
    public void unregistered() {
        heard.add("unregistered");
    }

    private void pass(Duration time) {
        network.clock().advance(time);
    }

    private void soon() {
        pass(Duration.ofMillis(100));
    }

    private static int cseq(Request request) {
        return (int) request.headers().require(Header.CSEQ).number();
    }

    /// §10.2.4: the times of others are not ours.
    @Test
    void refreshesWhatWasGranted() {
        client.start();
        var register = first.expect(Method.REGISTER);
        assertThat(register.uri()).hasToString("sip:example.com");
        assertThat(register.headers().require(Header.EXPIRES)).isEqualTo(3600);
        first.reply(
                register,
                200,
                "Contact: <sip:alice@192.0.2.99>;expires=7, <sip:alice@192.0.2.10>;expires=60\n"
                        + "Service-Route: <sip:edge.example.com;lr>\n");
        soon();
        assertThat(heard).containsExactly("192.0.2.50 for 60[<sip:edge.example.com;lr>]");
        assertThat(client.isRegistered()).isTrue();
        pass(Duration.ofSeconds(29));
        assertThat(first.unread()).isEmpty();
        var again = first.expect(Method.REGISTER);
        assertThat(again.headers().require(Header.CALL_ID))
                .isEqualTo(register.headers().require(Header.CALL_ID));
        assertThat(cseq(again)).isEqualTo(cseq(register) + 1);
        first.reply(again, 200, "Expires: 3600\n");
        pass(Duration.ofMinutes(49));
        assertThat(first.unread()).isEmpty();
        pass(Duration.ofMinutes(2));
        first.reply(first.expect(Method.REGISTER), 200);
    }

    @Test
    void answersTheChallengeAndIsNotKeptAskingForEver() {
        client.start();
        String challenge = "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n\"\n";
        var register = first.expect(Method.REGISTER);
        first.reply(register, 401, challenge);
        var again = first.expect(Method.REGISTER);
        assertThat(again.headers().has(Known.AUTHORIZATION)).isTrue();
        assertThat(cseq(again)).isEqualTo(cseq(register) + 1);
        first.reply(again, 401, challenge);
        soon();
        assertThat(heard).containsExactly("failed 401");
        assertThat(wait).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    @Test
    void asksForLongerIfTheRegistrarWantsThat() {
        client.start();
        first.reply(first.expect(Method.REGISTER), 423, "Min-Expires: 7200\n");
        var longer = first.expect(Method.REGISTER);
        assertThat(longer.headers().require(Header.EXPIRES)).isEqualTo(7200);
        first.reply(longer, 423, "Min-Expires: 7200\n");
        soon();
        assertThat(heard).containsExactly("failed 423");
    }

    @Test
    void goesToTheNextServerAndBackInTime() {
        second.onRequest(register -> second.reply(register, 200));
        client.start();
        pass(Duration.ofSeconds(33));
        assertThat(heard).containsExactly("192.0.2.60 for 3600[]");
        first.ignoreUnread();
        first.onRequest(register -> first.reply(register, 200));
        pass(Duration.ofMinutes(119));
        assertThat(heard).hasSize(3).allMatch(line -> line.startsWith("192.0.2.60"));
        pass(Duration.ofMinutes(2));
        assertThat(heard).hasSize(4).last().isEqualTo("192.0.2.50 for 3600[]");
        second.ignoreUnread();
        pass(Duration.ofHours(5));
        assertThat(second.unread()).isEmpty();
    }

    @Test
    void goesBackToTheFirstServerIfTheOtherIsSilentThen() {
        second.onRequest(register -> second.reply(register, 200));
        client.start();
        pass(Duration.ofSeconds(33));
        second.onRequest(_ -> {});
        first.onRequest(register -> first.reply(register, 200));
        pass(Duration.ofMinutes(52));
        assertThat(heard).containsExactly("192.0.2.60 for 3600[]", "192.0.2.50 for 3600[]");
    }

    @Test
    void waitsLongerWithEachFailureAndAsLongAsItIsAsked() {
        client.start();
        var waits = new ArrayList<Duration>();
        for (int i = 0; i < 9; i++) {
            first.reply(first.expect(Method.REGISTER), 403);
            soon();
            waits.add(wait);
            pass(wait.minusMillis(200));
        }
        for (int i = 0; i < 9; i++) {
            long most = Math.min(30L << i, 1800);
            assertThat(waits.get(i))
                    .isBetween(Duration.ofSeconds(most / 2), Duration.ofSeconds(most));
        }
        first.reply(first.expect(Method.REGISTER), 500, "Retry-After: 999999\n");
        soon();
        assertThat(wait).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void leaves() {
        client.start();
        first.reply(first.expect(Method.REGISTER), 200);
        soon();
        client.stop();
        var leaving = first.expect(Method.REGISTER);
        assertThat(leaving.headers().require(Header.EXPIRES)).isZero();
        first.reply(leaving, 200);
        pass(Duration.ofHours(3));
        assertThat(heard).containsExactly("192.0.2.50 for 3600[]", "unregistered");
        assertThat(alice.isIdle()).isTrue();
    }

    @Test
    void whatComesAfterTheEndIsNotHeard() {
        client.start();
        var register = first.expect(Method.REGISTER);
        client.stop();
        first.reply(register, 200);
        pass(Duration.ofHours(3));
        assertThat(heard).containsExactly("unregistered");
        assertThat(alice.isIdle()).isTrue();
    }
}
