package io.switchhook.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Replaces;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RFC 3515, RFC 3891, RFC 5589. Alice called Bob.
@Scenario("RFC 3515 §2.4")
class TransferScenario {
    private static final NameAddr CAROL = NameAddr.of(Uri.parse("sip:carol@192.0.2.30"));

    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Telephone alice = new Telephone(network, "alice", "192.0.2.10");
    private final Telephone bob = new Telephone(network, "bob", "192.0.2.20");
    private final Telephone carol = new Telephone(network, "carol", "192.0.2.30");
    private final Party script = network.party("dave", "192.0.2.40");
    private final List<String> told = new ArrayList<>();

    TransferScenario() {
        alice.call("sip:bob@192.0.2.20");
        soon();
        bob.answer();
        soon();
        alice.heard();
        bob.heard();
    }

    @AfterEach
    void nothingIsLeft() {
        for (var phone : List.of(alice, bob, carol)) phone.agent.end();
        pass(Duration.ofMinutes(4));
        for (var phone : List.of(alice, bob, carol)) assertThat(phone.isIdle()).isTrue();
    }

    private void pass(Duration time) {
        network.clock().advance(time);
    }

    private void soon() {
        pass(Duration.ofMillis(100));
    }

    private void refer(Session session) {
        session.refer(
                CAROL,
                UnaryOperator.identity(),
                response -> told.add(Integer.toString(response.status().value())),
                this::tell);
    }

    private void tell(Request notify) {
        told.add(
                notify.headers().require(Header.SUBSCRIPTION_STATE).state()
                        + ' '
                        + notify.body().toString().strip());
    }

    @Test
    void whoIsReferredTellsHowItGoes() {
        refer(bob.session());
        soon();
        var referral = alice.referral.orElseThrow();
        assertThat(referral.target()).isEqualTo(CAROL);
        referral.accept();
        soon();
        referral.notify(StatusCode.RINGING);
        soon();
        referral.notify(StatusCode.OK);
        referral.notify(StatusCode.OK);
        soon();
        assertThat(told)
                .containsExactly(
                        "202",
                        "active SIP/2.0 100 Trying",
                        "active SIP/2.0 180 Ringing",
                        "terminated SIP/2.0 200 OK");
    }

    /// Byte for byte, whatever it says beside the address.
    @Test
    @Scenario("RFC 3892 §2.2")
    void whoIsCalledIsToldWhoAskedForIt() {
        var bobHimself = NameAddr.of(Uri.parse("sip:bob@example.com;x=%41"));
        bob.session()
                .refer(
                        CAROL,
                        h ->
                                h.add(
                                        Header.REFERRED_BY,
                                        bobHimself.with(
                                                bobHimself.parameters().with("cid", "\"1@x\""))),
                        _ -> {},
                        this::tell);
        soon();
        var referral = alice.referral.orElseThrow();
        assertThat(referral.referredBy().orElseThrow().uri()).isEqualTo(bobHimself.uri());
        referral.accept();
        alice.agent.call(alice.user, CAROL.uri(), referral::introduce, Body.of("offer"), alice);
        soon();
        assertThat(carol.incoming.getLast().request())
                .asString()
                .contains("Referred-By: <sip:bob@example.com;x=%41>;cid=\"1@x\"\r\n");
    }

    /// Nobody is named who did not ask for it.
    @Test
    @Scenario("RFC 3892 §2.2")
    void whoAskedWithoutAWordIsNotNamed() {
        refer(bob.session());
        soon();
        var referral = alice.referral.orElseThrow();
        referral.reject(StatusCode.of(603));
        alice.agent.call(alice.user, CAROL.uri(), referral::introduce, Body.of("offer"), alice);
        soon();
        assertThat(carol.incoming.getLast().request().headers().has(Known.REFERRED_BY)).isFalse();
    }

    /// RFC 5057 §4: as phones do that leave at once.
    @Test
    void theDialogOutlivesTheCallUntilTheOutcomeIsTold() {
        refer(bob.session());
        soon();
        alice.referral.orElseThrow().accept();
        soon();
        bob.session().bye(UnaryOperator.identity());
        soon();
        assertThat(alice.heard()).containsExactly("REFER", "ended by peer");
        alice.referral.orElseThrow().notify(StatusCode.of(486));
        soon();
        assertThat(told).last().isEqualTo("terminated SIP/2.0 486 Busy Here");
        assertThat(bob.agent.sessions()).isZero();
    }

    @Test
    void itDoesNotWaitForEver() {
        refer(bob.session());
        soon();
        alice.referral.orElseThrow().accept();
        bob.session().bye(UnaryOperator.identity());
        pass(Duration.ofMinutes(4));
        assertThat(bob.agent.sessions()).isZero();
    }

    @Test
    void aRefusedReferralChangesNothing() {
        refer(bob.session());
        soon();
        alice.referral.orElseThrow().reject(StatusCode.of(603));
        soon();
        assertThat(told).containsExactly("603");
        assertThat(bob.session().isEnded()).isFalse();
    }

    /// RFC 3515 §2.4.2 and RFC 3261 §8.2.1: whom else than one?
    @Test
    void aReferThatNamesNobodyIsNoReferral() {
        bob.session().send(Method.REFER, UnaryOperator.identity(), Body.EMPTY, _ -> {});
        soon();
        assertThat(alice.referral).isEmpty();
    }

    /// RFC 3891 §3, RFC 5589 §7.1.
    @Test
    void aCallTakesThePlaceOfAnother() {
        var replaced = bob.session().dialog().id();
        carol.agent.call(
                carol.user,
                Uri.parse("sip:bob@192.0.2.20"),
                h ->
                        h.add(
                                Header.REPLACES,
                                Replaces.of(
                                        replaced.callId(),
                                        replaced.localTag(),
                                        replaced.remoteTag())),
                Body.of("offer"),
                carol);
        soon();
        assertThat(carol.heard()).containsExactly("answered with answer");
        assertThat(alice.heard()).containsExactly("ended by peer");
        assertThat(bob.heard()).containsExactly("invited with offer", "ended", "acknowledged");
        assertThat(bob.agent.sessions()).isOne();
    }

    /// RFC 3891 §3.
    @Test
    void aCallThatCannotBeReplacedIsToldSo() {
        script.outbound(io.switchhook.sip.transport.Transport.UDP, bob.node);
        var id = bob.session().dialog().id();
        var known = Replaces.of(id.callId(), id.localTag(), id.remoteTag());
        replace(Replaces.of(id.callId(), id.remoteTag(), id.localTag()), 481);
        replace(new Replaces(known.callId(), known.parameters().with("early-only")), 486);
        refer(bob.session());
        bob.session().bye(UnaryOperator.identity());
        soon();
        replace(known, 603);
    }

    private void replace(Replaces replaces, int status) {
        var invite = script.request(Method.INVITE, "sip:bob@192.0.2.20");
        script.send(invite.with(h -> h.remove(Known.REPLACES).add(Header.REPLACES, replaces)));
        script.ack(script.expect(status));
    }
}
