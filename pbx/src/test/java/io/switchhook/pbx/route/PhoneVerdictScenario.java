package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Ladder;
import io.switchhook.sip.header.Method;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What phones answer, and the people at them.
@Scenario("RFC 3261 §13")
class PhoneVerdictScenario extends VerdictScenario {

    @AfterEach
    void nobodyWaits() {
        for (var phone : List.of(alice, desk, sofa)) phone.ignoreUnread();
    }

    private void answered(int status, String more) {
        answered("", status, more);
    }

    private void answered(String offer, int status, String more) {
        desk.reply(called(offer), status, more);
        desk.expect(Method.ACK);
        alice.ack(alice.expect(status));
    }

    @Test
    void a_call_that_is_answered_and_ended() {
        takes(desk, called());
        assertVerdict("nothing-wrong", "nothing wrong");
        assertThat(ladder().lanes()).extracting(Ladder.Lane::id).containsExactly("A", "P", "B");
    }

    @Test
    void a_call_that_two_phones_ring_for_and_one_answers() {
        office.register(sofa, "bob", "");
        var atDesk = called();
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 180);
        takes(desk, atDesk);
        stopsRinging(sofa, atSofa);
        assertVerdict("nothing-wrong", "nothing wrong");
        assertThat(ladder().lanes())
                .extracting(Ladder.Lane::id)
                .containsExactly("A", "P", "B", "C");
    }

    @Test
    void nothing_is_said_while_it_rings() {
        desk.reply(called(), 180);
        alice.expect(180);
        assertNoVerdict();
    }

    @Test
    void a_phone_that_is_busy() {
        answered(486, "");
        assertVerdict("busy", "bob is busy");
    }

    @Test
    void a_call_that_is_declined() {
        answered(603, "");
        assertVerdict("declined", "bob declined the call");
    }

    @Test
    void a_phone_that_has_none_of_the_codecs() {
        answered(session("192.0.2.10", 11780, "RTP/AVP 8 18"), 488, "");
        assertVerdict(
                "no-common-codec",
                "bob can do none of the codecs that alice offers: audio PCMA, G729 on 192.0.2.10:11780");
    }

    @Test
    void a_caller_who_wants_encrypted_sound() {
        var crypto =
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";
        answered(session("192.0.2.10", 11780, "RTP/SAVP 8", crypto), 488, "");
        assertVerdict(
                "encryption-of-one-side", "alice wants encrypted sound (SRTP), and bob does not");
    }

    @Test
    void a_phone_that_wants_encrypted_sound() {
        answered(session("192.0.2.10"), 488, "Warning: 399 bob \"SRTP is required\"");
        assertVerdict(
                "encryption-of-one-side", "bob wants encrypted sound (SRTP), and alice does not");
    }

    @Test
    void a_phone_that_lacks_an_extension() {
        answered(420, "Unsupported: 100rel");
        assertVerdict(
                "unsupported-extension",
                "an extension is required that one side cannot do: 100rel");
    }

    @Test
    void a_phone_that_is_not_the_one_that_was_called() {
        answered(404, "");
        assertVerdict(
                "registered-elsewhere",
                "who is at the address of bob knows nobody of that name: another phone has got the address, or another account");
    }

    @Test
    void a_phone_that_is_not_to_be_disturbed() {
        answered(480, "Reason: SIP;cause=480;text=\"Do Not Disturb\"");
        assertVerdict("do-not-disturb", "do not disturb is set at bob");
    }

    @Test
    void a_phone_that_does_not_say_that_it_is_not_to_be_disturbed() {
        answered(480, "");
        assertVerdict(
                "do-not-disturb", "the phone of bob does not ring, as when do not disturb is set");
    }

    @Test
    void a_phone_that_rejects_the_call() {
        answered(500, "Warning: 399 bob \"no line is free\"");
        assertVerdict(
                "phone-rejects",
                "the phone of bob rejects it: 500 Server Internal Error (no line is free)");
    }

    @Test
    void a_phone_that_nobody_answers() {
        desk.reply(called(), 180);
        network.clock().advance(Duration.ofMinutes(4));
        assertVerdict("nobody-answered", "bob rang, and nobody answered");
    }

    @Test
    void a_phone_that_stops_ringing_by_itself() {
        var atDesk = called();
        desk.reply(atDesk, 180);
        network.clock().advance(Duration.ofMinutes(1));
        desk.reply(atDesk, 480);
        alice.ack(alice.expect(480));
        assertVerdict("nobody-answered", "bob rang, and nobody answered");
    }

    @Test
    void a_caller_who_gives_up() {
        var invite = alice.request(Method.INVITE, "sip:bob@example.com");
        office.register(desk, "bob", "");
        alice.send(invite);
        var atDesk = desk.expect(Method.INVITE);
        desk.reply(atDesk, 180);
        alice.expect(180);
        network.clock().advance(Duration.ofSeconds(20));
        alice.cancel(invite);
        alice.expect(200, Method.CANCEL);
        stopsRinging(desk, atDesk);
        alice.ack(alice.expect(487));
        assertVerdict("caller-gave-up", "alice gave up after 20 s");
    }
}
