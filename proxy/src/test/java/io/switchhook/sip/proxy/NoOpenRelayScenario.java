package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing reaches a place outside by way of the proxy but what the router or a token of ours lets through.
@Scenario("RFC 3261 §16")
class NoOpenRelayScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party mallory = office.phone("mallory", "192.0.2.66");
    private final Party bob = office.phone("bob", "192.0.2.20");
    private final Party victim = network.party("victim", "198.51.100.1");

    @AfterEach
    void nothingReachedTheVictim() {
        network.clock().advance(Duration.ofSeconds(1));
        assertThat(victim.received()).isEmpty();
        assertThat(network.count(c -> c.to().startsWith("198."))).isZero();
    }

    private static Request via(Request request, String... routes) {
        return request.with(h -> {
            for (var route : routes) h.add(Header.ROUTE, NameAddr.of(Uri.parse(route)));
            return h;
        });
    }

    /// A request in a dialog as its caller sends it, which went from the caller with that tag.
    private Request inDialog(Method method, String uri, String callId, String fromTag) {
        return mallory.request(method, uri)
                .with(h ->
                        h.set(Header.CALL_ID, new CallId(callId))
                                .set(
                                        Header.FROM,
                                        NameAddr.of(Uri.parse("sip:m@example.com"))
                                                .withTag(fromTag))
                                .set(
                                        Header.TO,
                                        NameAddr.of(Uri.parse("sip:b@example.com")).withTag("x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:victim@198.51.100.1",
                "sip:victim@198.51.100.1;maddr=192.0.2.1",
                "sip:bob@198.51.100.1",
                "sip:198.51.100.1;lr",
            })
    void notToAForeignRequestUri(String uri) {
        mallory.send(mallory.request(Method.INVITE, uri));
        mallory.ack(mallory.expect(403));
        mallory.send(mallory.request(Method.MESSAGE, uri));
        mallory.expect(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:198.51.100.1;lr",
                "sip:198.51.100.1",
                "sips:198.51.100.1;lr",
                "sip:t0ken@198.51.100.1;lr"
            })
    void notToAPreloadedRoute(String route) {
        mallory.send(via(mallory.request(Method.INVITE, "sip:bob@example.com"), route));
        assertThat(bob.expect(Method.INVITE).headers().all(Header.ROUTE)).isEmpty();
        assertThat(office.routed.getFirst().headers().all(Header.ROUTE)).hasSize(1);
    }

    @Test
    void notToAPreloadedRouteBehindOurs() {
        mallory.send(
                via(
                        mallory.request(Method.INVITE, "sip:bob@example.com"),
                        "sip:192.0.2.1;lr",
                        "sip:198.51.100.1;lr"));
        bob.expect(Method.INVITE);
    }

    /// A strict router's work, forged: what becomes the Request-URI is the router's business.
    @Test
    void notByAStrictRoute() {
        mallory.send(
                via(mallory.request(Method.INVITE, "sip:192.0.2.1;lr"), "sip:victim@198.51.100.1"));
        mallory.ack(mallory.expect(403));
    }

    /// A forged dialog: To tag and a token that looks like ours.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:192.0.2.1;lr",
                "sip:AAAAAAAAAAAA@192.0.2.1;lr",
                "sip:AAAAAAAAAAAA.udp-192-0-2-1-5060-198-51-100-1-5060@192.0.2.1;lr",
                "sip:AAAAAAAAAAAA..udp-192-0-2-1-5060-198-51-100-1-5060@192.0.2.1;lr",
            })
    void notByAForgedToken(String route) {
        mallory.send(via(inDialog(Method.BYE, "sip:victim@198.51.100.1", "c", "f"), route));
        mallory.expect(403);
        mallory.send(via(inDialog(Method.ACK, "sip:victim@198.51.100.1", "c", "f"), route));
        network.clock().advance(Duration.ofMillis(100));
        assertThat(office.counters.dropped.sum()).isEqualTo(1);
    }

    /// A true token in a call that it was not made for.
    @Test
    void notByTheTokenOfAnotherCall() {
        mallory.send(mallory.request(Method.INVITE, "sip:bob@example.com"));
        var route =
                bob.expect(Method.INVITE).headers().require(Header.RECORD_ROUTE).uri().toString();
        mallory.send(via(inDialog(Method.BYE, "sip:victim@198.51.100.1", "other", "f"), route));
        mallory.expect(403);
    }

    /// A true token in its own call, but in a request that begins another dialog.
    @Test
    void notByATokenWithoutADialog() {
        var invite = mallory.send(mallory.request(Method.INVITE, "sip:bob@example.com"));
        var arrived = bob.expect(Method.INVITE);
        bob.reply(arrived, 486);
        mallory.ack(mallory.expect(486));
        var route = arrived.headers().require(Header.RECORD_ROUTE).uri().toString();
        mallory.send(
                via(
                        mallory.again(invite.withUri(SipUri.parse("sip:victim@198.51.100.1")), ""),
                        route));
        mallory.ack(mallory.expect(403));
    }

    /// An ACK for nothing.
    @Test
    void notByAnAck() {
        mallory.send(mallory.request(Method.ACK, "sip:victim@198.51.100.1"));
        mallory.send(
                via(mallory.request(Method.ACK, "sip:bob@example.com"), "sip:198.51.100.1;lr"));
        mallory.expectNothingFor(Duration.ofMillis(100));

        assertThat(bob.received()).isEmpty();
        assertThat(office.counters.dropped.sum()).isEqualTo(2);
    }

    /// A 2xx for nothing, whose lower Via names the victim.
    @Test
    void notByALateAnswer() {
        mallory.send(
                """
                SIP/2.0 200 OK
                Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx
                Via: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKy
                From: <sip:a@example.com>;tag=1
                To: <sip:b@example.com>;tag=2
                Call-ID: c
                CSeq: 1 INVITE
                Record-Route: <sip:AAAAAAAAAAAA@192.0.2.1;lr>

                """);
        network.clock().advance(Duration.ofMillis(100));
        assertThat(office.counters.dropped.sum()).isEqualTo(1);
    }

    /// More Route values than anybody looks at.
    @Test
    void notByManyRoutes() {
        var routes = new String[40];
        java.util.Arrays.fill(routes, "sip:192.0.2.1;lr");
        routes[39] = "sip:198.51.100.1;lr";
        mallory.send(via(mallory.request(Method.MESSAGE, "sip:bob@example.com"), routes));
        bob.expect(Method.MESSAGE);
    }
}
