package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextDrawingTest {

    @Test
    void a_call_is_drawn_as_the_guides_draw_it() {
        var ladder = Scene.talking().ladder();
        assertThat(TextDrawing.draw(ladder, 110))
                .isEqualTo(
                        """
                        1001 -> 1002   answered 00:00                                                           Verdict: nothing wrong
                           time      User A 1001           Switchhook            User B 1002
                           0.000  F1      |--- INVITE --------->|                     |  asks for a call to 1002, audio PCMA on
                                          |                     |                     |  10.0.0.7:11780
                           0.000          |                     | challenged: no credentials
                           0.000          |<--- 407 ------------|                     |  asks who that is
                           0.020          |--- ACK ------------>|                     |  has the answer
                           0.020  F1'     |--- INVITE --------->|                     |  authenticated as 1001 (SHA-256)
                           0.020          |<--- 100 Trying -----|                     |
                           0.021  F2      |                     |--- INVITE --------->|  to sip:1002@10.0.0.8:5064 over udp
                                          |                     |                     |  10.0.0.8:5064
                           0.139  F3      |                     |<--- 180 Ringing ----|  rings
                           0.139  F4      |<--- 180 Ringing ----|                     |
                           2.139  F5      |                     |<--- 200 OK ---------|  answers, audio PCMA on 10.0.0.8:11790
                           2.139  => User A 1001 and User B 1002 send each other audio (PCMA)
                           2.139  F6      |<--- 200 OK ---------|                     |
                           2.142  F7      |--- ACK ------------>|                     |  has the answer
                           2.142  F8      |                     |--- ACK ------------>|
                        """);
    }

    @Test
    void control_characters_do_not_reach_a_terminal() {
        var ladder =
                new Scene()
                        .from(
                                Scene.A,
                                "INVITE sip:1002@x SIP/2.0\nFrom: \"\u001b[31m\u202eevil\u0007\""
                                        + " <sip:1001@x>;tag=a\nSubject: \u001b]0;x\u0007")
                        .raw(Scene.B, "\u001b[2J\r\n\u009b".getBytes(StandardCharsets.UTF_8))
                        .to(Scene.A, "SIP/2.0 404 No\u001b[5mbody")
                        .ladders();
        assertThat(ladder).hasSize(2);
        for (var one : ladder)
            assertThat(TextDrawing.draw(one, 80))
                    .matches(text ->
                            text.codePoints().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f));
        assertThat(TextDrawing.draw(ladder.getLast(), 80)).contains("\\x1b[31m");
    }

    @Test
    void bytes_that_are_no_SIP_are_drawn_as_what_they_are() {
        var ladder =
                new Scene().raw(Scene.A, "hello\r\n\r\n".getBytes(StandardCharsets.UTF_8)).ladder();
        assertThat(TextDrawing.draw(ladder, 100)).contains("not SIP");
        assertThat(ladder.lanes().getLast().address()).isEqualTo("udp 10.0.0.7:5062");
    }

    @Test
    void what_is_drawn_is_as_wide_as_it_may_be() {
        for (int width : new int[] {80, 100, 140, 200})
            assertThat(TextDrawing.draw(Scene.talking().ladder(), width).lines())
                    .allMatch(line -> line.length() <= width);
    }

    @Test
    void long_words_are_broken() {
        assertThat(Plain.wrap("a bcdefghij k", 4)).containsExactly("a", "bcde", "fghi", "j k");
    }
}
