package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.media.audio.ToneDetector;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.settings.Profile;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Phones on loopback that call each other without a server in between, with sound.
class PhoneTest {
    private Site site;

    @BeforeEach
    void open() throws Exception {
        site = Site.on(InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Phone phone(String user, String... parameters) throws Exception {
        var account =
                Account.of("sip:" + user + "@127.0.0.1:5060", "secret")
                        .with("account.1.sip_server_host", "");
        for (int i = 0; i < parameters.length; i += 2)
            account = account.with(parameters[i], parameters[i + 1]);
        return site.phone(account.settings(Profile.T38G));
    }

    private static String at(Phone phone, String user) {
        return "sip:"
                + user
                + "@"
                + phone.ground().contact().apply(io.switchhook.sip.transport.Transport.UDP);
    }

    private static boolean hears(Call call, double hertz) {
        try {
            var heard = call.heard(300, 8000).get(5, TimeUnit.SECONDS);
            return heard.length >= 2400
                    && new ToneDetector(8000, hertz).levels(heard, 0, heard.length)[0] > -20;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitTone(Phone phone, Call call, double hertz) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!hears(call, hertz)) {
            assertThat(System.nanoTime()).as("nobody hears %s Hz", hertz).isLessThan(end);
            phone.comes(Duration.ofMillis(50), () -> false);
        }
    }

    @Test
    void two_phones_talk_and_hear_each_other() throws Exception {
        var a = phone("1001");
        var b = phone("1002");
        a.say(new Sound.Tone(440));
        b.say(new Sound.Tone(660));
        var calling = a.call(at(b, "1002"));
        var called = b.awaitCall(Call.State.RINGING);
        calling.await(Call.State.ALERTING);
        called.answer();
        calling.await(Call.State.TALKING);
        called.await(Call.State.TALKING);
        awaitTone(a, calling, 660);
        awaitTone(b, called, 440);
        calling.hold();
        calling.await(Call.State.HOLDING);
        b.await(Duration.ofSeconds(5), () -> called.facts().held(), () -> "B to be held");
        calling.resume();
        calling.await(Call.State.TALKING);
        awaitTone(b, called, 440);
        called.hangUp();
        calling.await(Call.State.ENDED);
        called.await(Call.State.ENDED);
        assertThat(calling.facts().end().orElseThrow().status()).isEqualTo(200);
    }

    /// RFC 4568.
    @Test
    void packets_are_protected_with_keys_of_the_descriptions() throws Exception {
        var a = phone("1001", "account.1.srtp_encryption", "1");
        var b = phone("1002", "account.1.srtp_encryption", "2");
        b.say(new Sound.Tone(660));
        var call = a.call(at(b, "1002"));
        b.awaitCall(Call.State.RINGING).answer();
        awaitTone(a, call.await(Call.State.TALKING), 660);
        var c = phone("1003");
        var plain = c.call(at(a, "1001"));
        plain.await(Call.State.ENDED);
        assertThat(plain.facts().end().orElseThrow().status()).isEqualTo(488);
    }

    /// RFC 4733, and INFO for who wants it so.
    @Test
    void keys_are_heard() throws Exception {
        var a = phone("1001");
        var b = phone("1002", "account.1.dtmf.type", "2", "account.1.dtmf.info_type", "1");
        var keys = new java.util.concurrent.LinkedBlockingQueue<Character>();
        b.listen(event -> {
            if (event instanceof PhoneEvent.KeyHeard(_, var key)) keys.add(key);
        });
        a.listen(event -> {
            if (event instanceof PhoneEvent.KeyHeard(_, var key)) keys.add(key);
        });
        var call = a.call(at(b, "1002"));
        var called = b.awaitCall(Call.State.RINGING);
        called.answer();
        call.await(Call.State.TALKING);
        called.press("7");
        assertThat(keys.poll(10, TimeUnit.SECONDS)).isEqualTo('7');
    }

    @Test
    void three_phones_confer() throws Exception {
        var a = phone("1001");
        var b = phone("1002", "account.1.codec.4.priority", "1", "account.1.codec.1.priority", "9");
        var c = phone("1003");
        a.say(new Sound.Tone(440));
        b.say(new Sound.Tone(660));
        c.say(new Sound.Tone(880));
        var first = a.call(at(b, "1002"));
        b.awaitCall(Call.State.RINGING).answer();
        first.await(Call.State.TALKING);
        var second = a.call(at(c, "1003"));
        first.await(Call.State.HOLDING);
        c.awaitCall(Call.State.RINGING).answer();
        second.await(Call.State.TALKING);
        second.conference(first);
        first.await(Call.State.TALKING);
        var atB = b.awaitCall(Call.State.TALKING);
        var atC = c.awaitCall(Call.State.TALKING);
        awaitTone(b, atB, 440);
        awaitTone(b, atB, 880);
        awaitTone(c, atC, 440);
        awaitTone(c, atC, 660);
        awaitTone(a, first, 660);
        awaitTone(a, second, 880);
        a.hangUp();
        atB.await(Call.State.ENDED);
        atC.await(Call.State.ENDED);
    }

    @Test
    void a_call_is_forwarded_by_302() throws Exception {
        var a = phone("1001");
        var b = phone("1002");
        var c = phone("1003");
        b.forward(ForwardKind.ALWAYS, Optional.of(at(c, "1003")));
        var call = a.call(at(b, "1002"));
        c.awaitCall(Call.State.RINGING).answer();
        call.await(Call.State.TALKING);
    }

    @Test
    void a_call_is_handed_on_blindly_and_after_asking() throws Exception {
        var a = phone("1001");
        var b = phone("1002");
        var c = phone("1003");
        var call = a.call(at(b, "1002"));
        var atB = b.awaitCall(Call.State.RINGING);
        atB.answer();
        call.await(Call.State.TALKING);
        atB.transfer(at(c, "1003"));
        c.awaitCall(Call.State.RINGING).answer();
        c.awaitCall(Call.State.TALKING);
        atB.await(Call.State.ENDED);
        call.await(Call.State.ENDED);
        var on = a.awaitCall(Call.State.TALKING);
        var third = a.call(at(b, "1002"));
        b.awaitCall(Call.State.RINGING).answer();
        third.await(Call.State.TALKING);
        on.transferTo(third);
        on.await(Call.State.ENDED);
        third.await(Call.State.ENDED);
        b.awaitCall(Call.State.TALKING);
        c.awaitCall(Call.State.TALKING);
        assertThat(a.calls()).isEmpty();
    }

    @Test
    void a_phone_that_is_switched_off_ends_its_calls() throws Exception {
        var a = phone("1001");
        var b = phone("1002");
        var talking = a.call(at(b, "1002"));
        b.awaitCall(Call.State.RINGING).answer();
        talking.await(Call.State.TALKING);
        var atB = b.awaitCall(Call.State.TALKING);
        var ringing = phone("1003").call(at(a, "1001"));
        ringing.await(Call.State.ALERTING);
        a.close();
        atB.await(Call.State.ENDED);
        ringing.await(Call.State.ENDED);
        assertThat(ringing.facts().end().orElseThrow().status()).isEqualTo(480);
    }
}
