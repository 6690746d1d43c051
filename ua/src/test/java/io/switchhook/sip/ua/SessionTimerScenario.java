package io.switchhook.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.MinSe;
import io.switchhook.sip.header.SessionExpires;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.ua.SessionTimerSettings.Refresher;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls that end when one end is gone. Alice asks for it where a test says so; Bob does as he is asked; Carol is a script.
@Scenario("RFC 4028 §10")
class SessionTimerScenario {
    private static final String CAROL = "sip:carol@192.0.2.30";
    private static final String UPDATES = "Allow: INVITE, ACK, BYE, UPDATE\n";

    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Telephone alice = new Telephone(network, "alice", "192.0.2.10");
    private final Telephone bob = new Telephone(network, "bob", "192.0.2.20");
    private final Party carol = network.party("carol", "192.0.2.30");

    @AfterEach
    void nothingIsLeft() {
        carol.onRequest(request -> {
            if (request.method() == Method.BYE) carol.reply(request, 200);
        });
        alice.agent.end();
        bob.agent.end();
        pass(Duration.ofMinutes(4));
        carol.ignoreUnread();
        assertThat(alice.isIdle()).isTrue();
        assertThat(bob.isIdle()).isTrue();
    }

    private void pass(Duration time) {
        network.clock().advance(time);
    }

    private void aliceAsks(Optional<Refresher> refresher) {
        var timer = new SessionTimerSettings(Duration.ofSeconds(90), refresher);
        alice.user = alice.user.with(new CallSettings(false, Optional.of(timer)));
    }

    private static Optional<String> expires(SipMessage message) {
        return message.headers()
                .get(Header.SESSION_EXPIRES)
                .map(it -> it.seconds() + " " + it.refresher().orElse("anybody"));
    }

    /// Alice calls Carol, who answers and says more.
    private Request called(String more) {
        alice.call(CAROL);
        var invite = carol.expect(Method.INVITE);
        carol.reply(invite, 200, more);
        carol.expect(Method.ACK);
        alice.heard();
        return invite;
    }

    /// The next refresh, half the interval after the last one.
    private Request refresh() {
        pass(Duration.ofSeconds(30));
        return carol.expect(Method.UPDATE);
    }

    private Response calledBy(Telephone callee, String more) {
        carol.outbound(Transport.UDP, callee.node);
        carol.send(carol.again(carol.request(Method.INVITE, "sip:bob@192.0.2.20"), more));
        carol.expect(180);
        callee.answer();
        var ok = carol.expect(200);
        carol.ack(ok);
        pass(Duration.ofMillis(100));
        callee.heard();
        return ok;
    }

    @ParameterizedTest
    @EnumSource
    void theOneRefreshesWhoIsNamedAndTheCallLives(Refresher refresher) {
        aliceAsks(Optional.of(refresher));
        alice.call("sip:bob@192.0.2.20");
        pass(Duration.ofMillis(100));
        bob.answer();
        pass(Duration.ofSeconds(44));
        assertThat(network.count(crossing -> crossing.is(Method.UPDATE))).isZero();
        pass(Duration.ofMinutes(10));
        assertThat(network.count(crossing -> crossing.is(Method.UPDATE))).isEqualTo(14);
        assertThat(network.crossings().stream().filter(it -> it.is(Method.UPDATE)))
                .allMatch(it -> it.from().startsWith(refresher == Refresher.UAC ? "alice" : "bob"));
        assertThat(alice.session().isEnded() || bob.session().isEnded()).isFalse();
    }

    @Test
    void whoDoesNotKnowUpdateGetsAReinviteWithTheSameDescription() {
        aliceAsks(Optional.of(Refresher.UAC));
        called("Session-Expires: 90;refresher=uac\nRequire: timer\nAllow: INVITE, ACK, BYE\n");
        pass(Duration.ofSeconds(44));
        assertThat(carol.unread()).isEmpty();
        var refresh = carol.expect(Method.INVITE);
        assertThat(refresh.body()).hasToString("offer");
        assertThat(expires(refresh)).contains("90 uac");
        carol.reply(refresh, 200, "Session-Expires: 90;refresher=uac\n");
        carol.expect(Method.ACK);
        pass(Duration.ofSeconds(44));
        assertThat(alice.session().isEnded()).isFalse();
    }

    @Test
    void whoSaysTooLateThatUpdateIsNotKnownGetsAReinvite() {
        aliceAsks(Optional.of(Refresher.UAC));
        called("Session-Expires: 90;refresher=uac\n" + UPDATES);
        carol.reply(refresh(), 501);
        carol.reply(carol.expect(Method.INVITE), 200, "Session-Expires: 90;refresher=uac\n");
        carol.expect(Method.ACK);
        pass(Duration.ofSeconds(44));
        assertThat(alice.session().isEnded()).isFalse();
    }

    /// A third of the interval before its end, but 32 s at most.
    @Test
    void whoMissesTheRefreshesEndsTheCall() {
        aliceAsks(Optional.of(Refresher.UAS));
        called("Session-Expires: 90;refresher=uas\nRequire: timer\n");
        pass(Duration.ofSeconds(59));
        assertThat(alice.heard()).isEmpty();
        carol.reply(carol.expect(Method.BYE), 200);
        assertThat(alice.heard()).containsExactly("lost: session expired");
    }

    @Test
    void whoGetsNoAnswerToARefreshEndsTheCall() {
        aliceAsks(Optional.of(Refresher.UAC));
        called("Session-Expires: 90;refresher=uac\n" + UPDATES);
        refresh();
        carol.reply(carol.expect(Method.BYE), 200);
        assertThat(alice.heard()).containsExactly("lost: session expired");
    }

    @Test
    void aRefreshThatIsForNoCallEndsIt() {
        aliceAsks(Optional.of(Refresher.UAC));
        called("Session-Expires: 90;refresher=uac\n" + UPDATES);
        carol.reply(refresh(), 481);
        pass(Duration.ofMillis(100));
        assertThat(alice.heard()).containsExactly("lost: Call/Transaction Does Not Exist");
    }

    @Test
    void aRefreshThatFailsIsTriedAgainBeforeTheEnd() {
        aliceAsks(Optional.of(Refresher.UAC));
        called("Session-Expires: 90;refresher=uac\n" + UPDATES);
        carol.reply(refresh(), 500);
        carol.expectNothingFor(Duration.ofSeconds(8));
        carol.reply(carol.expect(Method.UPDATE), 200, "Session-Expires: 90;refresher=uac\n");
        pass(Duration.ofSeconds(44));
        assertThat(alice.session().isEnded()).isFalse();
    }

    /// §7.2: any change refreshes.
    @Test
    void aChangeIsARefresh() {
        aliceAsks(Optional.of(Refresher.UAC));
        called("Session-Expires: 90;refresher=uac\n" + UPDATES);
        pass(Duration.ofSeconds(40));
        alice.session().reinvite(Body.of("hold"), _ -> {});
        var change = carol.expect(Method.INVITE);
        assertThat(expires(change)).contains("90 uac");
        carol.reply(change, 200, "Session-Expires: 90;refresher=uac\n");
        carol.expect(Method.ACK);
        carol.expectNothingFor(Duration.ofSeconds(44));
        carol.reply(carol.expect(Method.UPDATE), 200, "Session-Expires: 90;refresher=uac\n");
    }

    @Test
    @Scenario("RFC 4028 §7.2")
    void whoDoesNotKnowItIsRefreshedAllTheSame() {
        aliceAsks(Optional.empty());
        called(UPDATES);
        carol.reply(refresh(), 200);
        carol.reply(refresh(), 200);
        pass(Duration.ofSeconds(1));
        assertThat(alice.session().isEnded()).isFalse();
    }

    @Test
    @Scenario("RFC 4028 §7.3")
    void asksForMoreIfThatWasTooLittle() {
        aliceAsks(Optional.empty());
        alice.call(CAROL);
        var first = carol.expect(Method.INVITE);
        assertThat(expires(first)).contains("90 anybody");
        assertThat(first.headers().all(Header.SUPPORTED)).contains("timer");
        carol.reply(first, 422, "Min-SE: 1800\n");
        carol.expect(Method.ACK);
        var second = carol.expect(Method.INVITE);
        assertThat(expires(second)).contains("1800 anybody");
        assertThat(second.headers().require(Header.MIN_SE)).isEqualTo(MinSe.of(1800));
        assertThat(second.headers().require(Header.CSEQ).number()).isEqualTo(2);
        carol.reply(second, 422, "Min-SE: 1800\n");
        carol.expect(Method.ACK);
        pass(Duration.ofMillis(100));
        assertThat(alice.heard()).containsExactly("failed 422");
    }

    @Test
    @Scenario("RFC 4028 §7.3")
    void aRefreshAsksForMoreIfThatWasTooLittle() {
        aliceAsks(Optional.of(Refresher.UAC));
        called("Session-Expires: 90;refresher=uac\n" + UPDATES);
        carol.reply(refresh(), 422, "Min-SE: 120\n");
        var again = carol.expect(Method.UPDATE);
        assertThat(expires(again)).contains("120 uac");
        assertThat(again.headers().require(Header.MIN_SE)).isEqualTo(MinSe.of(120));
        carol.reply(again, 200, "Session-Expires: 120;refresher=uac\n");
        carol.expectNothingFor(Duration.ofSeconds(59));
        carol.expect(Method.UPDATE);
    }

    @Test
    @Scenario("RFC 4028 §9")
    void tooLittleIsRefused() {
        carol.outbound(Transport.UDP, bob.node);
        var invite = carol.request(Method.INVITE, "sip:bob@192.0.2.20");
        carol.send(carol.again(invite, "Supported: timer\nSession-Expires: 60\n"));
        var refused = carol.expect(422);
        assertThat(refused.headers().require(Header.MIN_SE)).isEqualTo(MinSe.of(90));
        carol.ack(refused);
        assertThat(bob.heard()).isEmpty();
    }

    /// A proxy asks for a caller that does not know of it.
    @Test
    @Scenario("RFC 4028 §9")
    void whoIsCalledRefreshesForACallerThatCannot() {
        var ok = calledBy(bob, "Session-Expires: 60\n" + UPDATES);
        assertThat(expires(ok)).contains("90 uas");
        assertThat(ok.headers().all(Header.REQUIRE)).isEmpty();
        carol.reply(refresh(), 200, "Session-Expires: 90;refresher=uac\n");
    }

    @Test
    @Scenario("RFC 4028 §9")
    void whoRefreshesIsHeard() {
        var ok = calledBy(bob, "Supported: timer\nSession-Expires: 90;refresher=uac\n");
        assertThat(expires(ok)).contains("90 uac");
        assertThat(ok.headers().all(Header.REQUIRE)).containsExactly("timer");
        var leg = carol.leg(ok);
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofSeconds(55));
            var update = leg.request(Method.UPDATE);
            carol.send(
                    update.with(h ->
                            h.add(Header.SUPPORTED, "timer")
                                    .add(Header.SESSION_EXPIRES, SessionExpires.of(90, "uac"))));
            assertThat(expires(carol.expect(200))).contains("90 uac");
        }
        pass(Duration.ofSeconds(61));
        assertThat(bob.heard()).containsExactly("lost: session expired");
    }

    /// Table 2, and who wants it where nobody asked.
    @ParameterizedTest
    @Scenario("RFC 4028 §9")
    @CsvSource({
        "'', 300, '', 300 uas",
        "'', 60, '', 90 uas",
        "timer, 300, '', 300 uac",
        "timer, 300, uac, 300 uac",
        "timer, 300, uas, 300 uas",
        "timer, 3000, uas, 600 uas",
        "timer, '', '', 600 uac",
        "'', '', '', 600 uas"
    })
    void saysWhoRefreshesAndHowOften(
            String supported, String seconds, String refresher, String said) {
        var timer = new SessionTimerSettings(Duration.ofSeconds(600), Optional.empty());
        bob.user = bob.user.with(new CallSettings(false, Optional.of(timer)));
        var more = supported.isEmpty() ? "" : "Supported: " + supported + "\n";
        if (!seconds.isEmpty())
            more +=
                    "Session-Expires: "
                            + seconds
                            + (refresher.isEmpty() ? "" : ";refresher=" + refresher)
                            + "\n";
        assertThat(expires(calledBy(bob, more))).contains(said);
    }

    @Test
    @Scenario("RFC 4028 §7.1")
    void whoDoesNotWantItDoesNotAsk() {
        assertThat(expires(called(""))).isEmpty();
        carol.expectNothingFor(Duration.ofHours(2));
    }
}
