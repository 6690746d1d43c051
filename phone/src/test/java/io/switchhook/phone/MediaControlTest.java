package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.media.rtp.VideoSession;
import io.switchhook.media.video.VideoEncoding;
import io.switchhook.phone.settings.Profile;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.testkit.Leg;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Video in the descriptions of a call, and key frames by INFO: RFC 5168.
class MediaControlTest {
    private static final String H264 =
            "a=rtpmap:97 H264/90000\na=fmtp:97 profile-level-id=42e00d; packetization-mode=1\n";

    @RegisterExtension final House house = new House();
    private Phone phone;

    @BeforeEach
    void register() {
        phone = house.phone(Profile.VP530, "1001");
        phone.start();
        house.server.reply(house.server.expect(Method.REGISTER), 200, "Expires: 3600\n");
        house.soon();
    }

    private Leg answered(String video) {
        house.invite(House.sdp(4000) + video);
        house.server.expect(180);
        phone.call(Call.State.RINGING).orElseThrow().answer();
        var ok = house.server.expect(200, Method.INVITE);
        house.server.ack(ok);
        house.soon();
        return house.server.leg(ok);
    }

    private void informed(Leg leg, String body) {
        house.server.send(
                house.server.again(
                        leg.request(Method.INFO),
                        "Content-Type: application/media_control+xml\n\n" + body));
        house.server.expect(200, Method.INFO);
    }

    @Test
    void the_offer_has_video_of_our_level() {
        phone.call("1002");
        var body = house.server.expect(Method.INVITE).body().toString();
        assertThat(body)
                .contains("m=video " + house.screens.getLast().port() + " RTP/AVP 99 34\r\n")
                .contains("b=AS:384\r\n")
                .contains("a=rtpmap:99 H264/90000\r\n")
                .contains("a=fmtp:99 profile-level-id=42c00b;packetization-mode=1\r\n")
                .contains("a=rtcp-fb:* nack pli\r\n")
                .contains("a=rtcp-fb:* ccm fir\r\n");
    }

    @Test
    void an_answer_says_of_feedback_what_the_offer_says() {
        answered("m=video 4002 RTP/AVP 97\na=rtcp-fb:97 ccm fir\n" + H264);
        var with = house.screens.getLast().links.getLast();
        assertThat(with.ask()).isEqualTo(VideoSession.Ask.FIR);
        assertThat(with.sent()).isEqualTo(new VideoSession.Sent(VideoEncoding.H264, 97, 1));
        assertThat(with.rtp().getPort()).isEqualTo(4002);
        assertThat(with.shows()).isTrue();
    }

    @Test
    void a_key_frame_is_given_to_who_asks_in_the_call() {
        var leg = answered("m=video 4002 RTP/AVP 97\n" + H264);
        var screen = house.screens.getLast();
        assertThat(screen.links.getLast().ask()).isEqualTo(VideoSession.Ask.NOT);
        informed(leg, MediaControl.pictureFastUpdate().toString());
        house.soon();
        assertThat(screen.keyFrames).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<media_control>",
                "<media_control><vc_primitive/></media_control>",
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
                "picture_fast_update"
            })
    void what_cannot_be_read_asks_for_nothing(String body) {
        var leg = answered("m=video 4002 RTP/AVP 97\n" + H264);
        informed(leg, body);
        house.soon();
        assertThat(house.screens.getLast().keyFrames).isZero();
        assertThat(phone.calls()).hasSize(1);
    }

    @Test
    void a_key_frame_is_asked_for_in_the_call_until_that_is_refused() {
        answered("m=video 4002 RTP/AVP 97\n" + H264);
        var screen = house.screens.getLast();
        screen.listener.keyFrameNeeded();
        house.soon();
        var info = house.server.expect(Method.INFO);
        assertThat(info.headers().require(Header.CONTENT_TYPE)).isEqualTo(MediaControl.TYPE);
        assertThat(info.body().toString()).contains("<picture_fast_update/>");
        house.server.reply(info, 415);
        house.soon();
        screen.listener.keyFrameNeeded();
        house.server.expectNothingFor(Duration.ofSeconds(1));
    }

    /// RFC 5168 §6.
    @Test
    void who_cannot_follow_is_not_asked_again() {
        var leg = answered("m=video 4002 RTP/AVP 97\n" + H264);
        informed(leg, "<media_control><general_error>what?</general_error></media_control>");
        house.screens.getLast().listener.keyFrameNeeded();
        house.server.expectNothingFor(Duration.ofSeconds(1));
    }
}
