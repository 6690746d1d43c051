package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.Dtmf.InfoType;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.Uri;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The bodies of NOTIFY and INFO.
class SmallBodiesTest {
    /// RFC 3515 §2.4.5.
    @Test
    void a_fragment_tells_how_a_call_went() {
        assertThat(SipFragment.status(Body.of("SIP/2.0 486 Busy Here\r\nTo: x\r\n")))
                .contains(new SipFragment(486, "Busy Here"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SIP/2.0", "SIP/2.0 ", "SIP/2.0 2x0 OK", "HTTP/1.1 200 OK"})
    void what_is_no_status_line_tells_nothing(String body) {
        assertThat(SipFragment.status(Body.of(body))).isEmpty();
    }

    /// RFC 3842 §5.2.
    @Test
    void a_summary_tells_what_waits() {
        var body = Body.of("Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n");
        assertThat(MessageSummary.of(body)).contains(new MessageSummary(true, 2, 8));
        assertThat(MessageSummary.of(Body.of("messages-waiting : no")))
                .contains(new MessageSummary(false, 0, 0));
        assertThat(MessageSummary.of(Body.of("Voice-Message: 2/8"))).isEmpty();
        assertThat(
                        MessageSummary.of(
                                Body.of("Messages-Waiting: yes\nVoice-Message: 99999999999/x")))
                .contains(new MessageSummary(true, 999_999, 0));
    }

    @ParameterizedTest
    @EnumSource(InfoType.class)
    void a_key_is_read_as_it_is_written(InfoType form) {
        for (char key : "0123456789*#ABCD".toCharArray()) {
            var info = KeyInfo.of(String.valueOf(key), form).getFirst();
            assertThat(KeyInfo.key(request(info))).contains(key);
        }
        assertThat(KeyInfo.of("x ,", form)).isEmpty();
    }

    private static Request request(KeyInfo info) {
        return Request.of(
                Method.INFO,
                Uri.parse("sip:a@b"),
                Headers.EMPTY.with(h -> h.add(Header.CONTENT_TYPE, info.type())),
                info.body());
    }

    @Test
    void whatever_comes_nothing_escapes() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            var body = Body.of(bytes, 0, bytes.length);
            SipFragment.status(body);
            MessageSummary.of(body);
            for (var form : InfoType.values()) {
                var like = KeyInfo.of("1", form).getFirst();
                KeyInfo.key(request(new KeyInfo(like.type(), body)));
            }
        }
    }
}
