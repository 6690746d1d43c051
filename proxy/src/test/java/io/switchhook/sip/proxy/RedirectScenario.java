package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a 3xx: RFC 3261 §16.7 item 4.
@Scenario("RFC 3261 §16.7 item 4")
class RedirectScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10");
    private final Party bob = office.phone("bob", "192.0.2.20");
    private final Party carol = office.phone("carol", "192.0.2.30");
    private final Party dave = office.phone("dave", "192.0.2.40");

    private Request callBob() {
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        return bob.expect(Method.INVITE);
    }

    private Response redirect(Party phone, Request invite, String contacts) {
        return phone.reply(invite, 302, "Contact: " + contacts);
    }

    @Test
    void callsTheUserThatIsNamed() {
        redirect(bob, callBob(), "<sip:carol@example.com>");
        bob.expect(Method.ACK);
        var invite = carol.expect(Method.INVITE);
        carol.reply(invite, 200);
        alice.ack(alice.expect(200));
        carol.expect(Method.ACK);

        assertThat(invite.uri()).as("by the location service").isEqualTo(carol.contact());
        assertThat(office.counters.recursions.sum()).isEqualTo(1);
        assertThat(office.decisions).containsExactly("to bob", "to carol");
        assertThat(network.count(c -> c.is(302) && c.to().equals("alice"))).isZero();
    }

    /// Credentials that were taken out, and what was asserted, are so for those whom a redirection names too.
    @Test
    void makesTheRoutersEditsForThoseThatAreNamed() {
        office.edits =
                h ->
                        h.remove(HeaderName.of("Proxy-Authorization"))
                                .add(Header.P_ASSERTED_IDENTITY, NameAddr.of(alice.contact()));
        alice.send(
                alice.again(
                        alice.request(Method.INVITE, "sip:bob@example.com"),
                        "Proxy-Authorization: Digest username=\"alice\""));
        redirect(bob, bob.expect(Method.INVITE), "<sip:carol@example.com>");
        var headers = carol.expect(Method.INVITE).headers();

        assertThat(headers.has(HeaderName.of("Proxy-Authorization"))).isFalse();
        assertThat(headers.has(HeaderName.of("P-Asserted-Identity"))).isTrue();
    }

    @Test
    void forwardsTheRedirectionWhereItIsToldTo() {
        office.recurse = false;
        redirect(bob, callBob(), "<sip:carol@example.com>");
        var moved = alice.expect(302);

        assertThat(moved.toString()).contains("Contact: <sip:carol@example.com>\r\n");
        assertThat(carol.received()).isEmpty();
    }

    /// No open relay by way of a redirection.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:victim@elsewhere.example>",
                "<sip:carol@192.0.2.30>",
                "<sip:x@198.51.100.1;lr>",
                "<tel:+15551234>",
                "<mailto:bob@example.com>",
                "*"
            })
    void goesNowhereThatTheCallerMayNotGo(String contact) {
        redirect(bob, callBob(), contact);
        var moved = alice.expect(302);
        alice.ack(moved);

        assertThat(moved.toString()).contains("Contact: " + contact + "\r\n");
        assertThat(carol.received()).isEmpty();
        assertThat(network.count(c -> c.is(Method.INVITE))).isEqualTo(2);
    }

    @Test
    void survivesAMalformedContact() {
        redirect(bob, callBob(), "<sip:carol@example.com");
        alice.ack(alice.expect(302));
    }

    /// What was tried is taken out of the response, what was not is left to the caller.
    @Test
    void leavesTheRestToTheCaller() {
        redirect(bob, callBob(), "<sip:carol@example.com>, <sip:x@elsewhere.example>");
        carol.reply(carol.expect(Method.INVITE), 486);
        var moved = alice.expect(302);

        assertThat(moved.toString()).contains("elsewhere").doesNotContain("carol");
    }

    @Test
    void triesTheContactsInTheOrderOfTheirQ() {
        redirect(bob, callBob(), "<sip:dave@example.com>;q=0.1, <sip:carol@example.com>;q=0.75");
        carol.reply(carol.expect(Method.INVITE), 486);
        dave.reply(dave.expect(Method.INVITE), 200);
        alice.expect(200);

        assertThat(network.crossings().stream().filter(c -> c.is(Method.INVITE)).map(c -> c.to()))
                .containsExactly("proxy", "bob", "carol", "dave");
    }

    @Test
    void triesThemAtOnceWhereTheyAreEqual() {
        redirect(bob, callBob(), "<sip:dave@example.com>, <sip:carol@example.com>");
        carol.expect(Method.INVITE);
        dave.expect(Method.INVITE);
    }

    /// Two phones that name each other, and one that names itself.
    @Test
    void doesNotGoRoundInCircles() {
        redirect(bob, callBob(), "<sip:carol@example.com>");
        redirect(
                carol,
                carol.expect(Method.INVITE),
                "<sip:bob@example.com>, <sip:carol@example.com>");
        alice.ack(alice.expect(302));
        bob.ignoreUnread();
        bob.expectNothingFor(Duration.ofSeconds(1));
    }

    @Test
    void looksForNothingMoreOnceTheCallerHasHungUp() {
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var atBob = bob.expect(Method.INVITE);
        bob.reply(atBob, 180);
        alice.expect(180);
        alice.cancel(invite);
        bob.expect(Method.CANCEL);
        redirect(bob, atBob, "<sip:carol@example.com>");
        alice.ack(alice.expect(487));

        assertThat(carol.received()).isEmpty();
    }

    /// A contact joins those that ring already, and those with a lower q wait on.
    @Test
    void ringsBesideTheOthers() {
        office.register("bob", office.target(bob, 1000), office.target(dave, 1000));
        var atBob = callBob();
        dave.reply(dave.expect(Method.INVITE), 180);
        redirect(bob, atBob, "<sip:carol@example.com>");
        carol.reply(carol.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
        dave.expect(Method.CANCEL);
    }

    @Test
    void readsQ() {
        for (var row :
                new String[][] {
                    {"0.5", "500"},
                    {"0", "0"},
                    {"0.", "0"},
                    {"1", "1000"},
                    {"1.000", "1000"},
                    {"0.123", "123"},
                    {"0.1234", "1000"},
                    {"0.x", "1000"},
                    {"-1", "1000"},
                    {"9", "1000"},
                    {"", "1000"}
                }) {
            var address =
                    io.switchhook.sip.header.NameAddr.of(alice.contact())
                            .with(io.switchhook.sip.uri.Parameters.EMPTY.with("q", row[0]));
            assertThat(Recursion.q(address)).as(row[0]).isEqualTo(Integer.parseInt(row[1]));
        }
    }
}
