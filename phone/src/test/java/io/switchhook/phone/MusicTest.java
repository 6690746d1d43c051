package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.testkit.Leg;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who is put on hold hears a music server: RFC 7088. The server of the house plays both.
class MusicTest {
    private static final String MUSIC = "192.0.2.99";

    @RegisterExtension final House house = new House();
    private @Nullable Leg other;
    private @Nullable Leg server;

    /// A call that talks.
    private Call up() {
        var phone = house.registered("account.1.music_server_uri", "1009");
        var call = phone.call("1002");
        other = house.answered(house.server.expect(Method.INVITE));
        return call;
    }

    private Request asked() {
        house.soon();
        var invite = house.server.expect(Method.INVITE);
        assertThat(invite.uri()).hasToString("sip:1009@office.example");
        assertThat(invite.body().isEmpty()).isTrue();
        return invite;
    }

    /// The music server offers, and the other end is offered that.
    private Request relayed() {
        var invite = asked();
        var ok = house.server.reply(invite, 200, House.sdp(MUSIC, 7000, "sendrecv"));
        server = house.server.leg(invite, ok);
        var hold = house.server.expect(Method.INVITE);
        house.server.expectNothingFor(Duration.ofMillis(400));
        return hold;
    }

    /// It plays.
    private Call held() {
        var call = up();
        call.hold();
        accept(relayed());
        house.server.expect(Method.ACK);
        house.server.expect(Method.ACK);
        assertThat(call.state()).isEqualTo(Call.State.HOLDING);
        return call;
    }

    private void accept(Request invite) {
        house.server.reply(invite, 200, House.sdp(House.SERVER, 4000, "recvonly"));
    }

    private static String text(SipMessage message) {
        return new String(message.body().toByteArray(), StandardCharsets.UTF_8);
    }

    private Optional<String> problem() {
        return house.events(PhoneEvent.Problem.class).stream()
                .map(PhoneEvent.Problem::text)
                .findFirst();
    }

    private String callId(@Nullable Leg leg) {
        return Objects.requireNonNull(leg)
                .request(Method.OPTIONS)
                .headers()
                .require(Header.CALL_ID)
                .value();
    }

    private void leaves(@Nullable Leg leg) {
        var bye = house.server.expect(Method.BYE);
        assertThat(bye.headers().require(Header.CALL_ID).value()).isEqualTo(callId(leg));
        house.server.reply(bye, 200);
        house.soon();
    }

    private boolean speaks() {
        return Objects.requireNonNull(house.sounds.devices.getFirst().link).speaks();
    }

    @Test
    void who_is_held_hears_the_server_until_the_call_goes_on() {
        var call = up();
        call.hold();
        var hold = relayed();
        assertThat(text(hold))
                .contains(" 2 IN IP4 192.0.2.10\r\n", "c=IN IP4 " + MUSIC, "m=audio 7000 ")
                .contains("a=sendonly");
        accept(hold);
        assertThat(house.server.expect(Method.ACK).body().isEmpty()).isTrue();
        assertThat(text(house.server.expect(Method.ACK)))
                .contains(" 1 IN IP4 192.0.2.10\r\n", "c=IN IP4 " + House.SERVER, "m=audio 4000 ")
                .contains("a=recvonly");
        assertThat(call.state()).isEqualTo(Call.State.HOLDING);
        assertThat(speaks()).isFalse();

        call.resume();
        house.soon();
        var resume = house.server.expect(Method.INVITE);
        assertThat(text(resume))
                .contains(" 3 IN IP4 192.0.2.10\r\n", "c=IN IP4 192.0.2.10", "a=sendrecv");
        house.server.reply(resume, 200, House.sdp(4000));
        house.server.expect(Method.ACK);
        leaves(server);
        assertThat(call.state()).isEqualTo(Call.State.TALKING);
        assertThat(speaks()).isTrue();
        assertThat(problem()).isEmpty();
    }

    /// An ordinary hold.
    private void silent(Call call) {
        var hold = house.server.expect(Method.INVITE);
        assertThat(text(hold)).contains("c=IN IP4 192.0.2.10", "a=sendonly");
        accept(hold);
        house.server.expect(Method.ACK);
        assertThat(call.state()).isEqualTo(Call.State.HOLDING);
        assertThat(speaks()).isFalse();
    }

    @Test
    void a_server_that_refuses_leaves_silence() {
        var call = up();
        call.hold();
        house.server.reply(asked(), 486);
        house.server.expect(Method.ACK);
        silent(call);
        assertThat(problem()).hasValueSatisfying(it -> assertThat(it).contains("486"));
    }

    @Test
    void a_server_that_does_not_answer_leaves_silence() {
        var call = up();
        call.hold();
        var invite = asked();
        house.server.reply(invite, 180);
        call.hold();
        house.pass(Duration.ofSeconds(3));
        assertThat(call.state()).isEqualTo(Call.State.TALKING);
        house.pass(Duration.ofSeconds(1));
        house.server.reply(house.server.expect(Method.CANCEL), 200);
        house.server.reply(invite, 487);
        silent(call);
        house.soon();
        house.server.ignoreUnread();
        house.server.expectNothingFor(Duration.ofMinutes(1));
    }

    @Test
    void a_server_that_offers_nothing_leaves_silence() {
        var call = up();
        call.hold();
        var invite = asked();
        server = house.server.leg(invite, house.server.reply(invite, 200));
        house.server.expect(Method.ACK);
        leaves(server);
        silent(call);
    }

    /// The server gets a valid answer all the same: RFC 3261 §13.2.2.4.
    @Test
    void who_does_not_want_music_is_held_in_silence() {
        var call = up();
        call.hold();
        house.server.reply(relayed(), 488);
        house.server.expect(Method.ACK);
        assertThat(text(house.server.expect(Method.ACK))).contains("m=audio 0 ");
        leaves(server);
        silent(call);
    }

    @Test
    void the_music_ends_with_the_call() {
        var call = held();
        call.hangUp();
        house.soon();
        leaves(server);
        leaves(other);
        assertThat(call.state()).isEqualTo(Call.State.ENDED);
    }

    @Test
    void the_music_ends_with_a_transfer() {
        var call = held();
        call.transfer("1003");
        house.soon();
        house.server.reply(house.server.expect(Method.REFER), 202);
        leaves(server);
        leaves(other);
    }

    @Test
    void the_music_ends_when_the_other_end_leaves() {
        held();
        Objects.requireNonNull(other).send(Method.BYE);
        house.server.expect(200);
        leaves(server);
    }

    @Test
    void a_call_that_ends_before_the_server_answers_leaves_nothing() {
        var call = up();
        call.hold();
        var invite = asked();
        house.server.reply(invite, 180);
        house.soon();
        call.hangUp();
        house.soon();
        leaves(other);
        house.server.reply(house.server.expect(Method.CANCEL), 200);
        house.server.reply(invite, 487);
        house.server.expect(Method.ACK);
        house.pass(Duration.ofSeconds(20));
        assertThat(house.server.unread()).isEmpty();
    }

    @Test
    void a_call_that_ends_before_the_other_end_agrees_leaves_nothing() {
        var call = up();
        call.hold();
        relayed();
        Objects.requireNonNull(other).send(Method.BYE);
        house.server.expect(200);
        assertThat(text(house.server.expect(Method.ACK))).contains("m=audio 0 ");
        leaves(server);
        assertThat(call.state()).isEqualTo(Call.State.ENDED);
    }

    private Request reinvited(int version) {
        var leg = Objects.requireNonNull(other);
        String sdp =
                House.sdp(House.SERVER, 4000, "recvonly").replace("o=- 1 1", "o=- 1 " + version);
        var invite = house.server.send(house.server.again(leg.request(Method.INVITE), sdp));
        house.soon();
        return invite;
    }

    /// RFC 4028 §10 refreshes with what was said before.
    @Test
    void the_music_goes_on_while_the_other_end_only_refreshes_the_call() {
        held();
        var invite = reinvited(1);
        assertThat(text(house.server.expect(200))).contains("c=IN IP4 " + MUSIC, "a=sendonly");
        Objects.requireNonNull(other).ack(invite);
        house.server.expectNothingFor(Duration.ofSeconds(1));
    }

    @Test
    void the_music_ends_when_the_other_end_changes_the_call() {
        var call = held();
        var invite = reinvited(2);
        assertThat(text(house.server.expect(200)))
                .contains(" 3 IN IP4 192.0.2.10\r\n", "c=IN IP4 192.0.2.10", "a=sendonly");
        Objects.requireNonNull(other).ack(invite);
        leaves(server);
        assertThat(call.state()).isEqualTo(Call.State.HOLDING);
    }

    @Test
    void a_server_may_leave_and_the_call_goes_on() {
        var call = held();
        Objects.requireNonNull(server).send(Method.BYE);
        house.server.expect(200);
        call.resume();
        house.soon();
        house.server.reply(house.server.expect(Method.INVITE), 200, House.sdp(4000));
        house.server.expect(Method.ACK);
        assertThat(call.state()).isEqualTo(Call.State.TALKING);
        house.server.expectNothingFor(Duration.ofSeconds(1));
    }

    @Test
    void an_address_that_is_none_leaves_silence() {
        var phone = house.registered("account.1.music_server_uri", "sip:");
        var call = phone.call("1002");
        house.answered(house.server.expect(Method.INVITE));
        call.hold();
        house.soon();
        silent(call);
        assertThat(problem()).hasValueSatisfying(it -> assertThat(it).contains("sip:"));
    }
}
