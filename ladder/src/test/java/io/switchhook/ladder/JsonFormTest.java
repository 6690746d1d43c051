package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonFormTest {

    @Test
    void a_summary_has_all_but_the_rungs() {
        assertThat(JsonForm.summary(Scene.talking().ladder()))
                .startsWith("{\"id\":\"")
                .contains(
                        "\"kind\":\"call\",\"callId\":\"call-1@10.0.0.7\","
                                + "\"from\":{\"user\":\"1001\",\"name\":\"User A\"},"
                                + "\"to\":{\"user\":\"1002\",\"name\":\"User B\"},"
                                + "\"begun\":\"2026-03-01T08:00:00Z\",\"state\":\"answered\",\"status\":200,",
                        "\"verdict\":{\"name\":\"nothing-wrong\",\"severity\":\"ok\",\"text\":\"nothing wrong\",\"advice\":\"\"}",
                        "{\"id\":\"B\",\"label\":\"User B 1002\",\"address\":\"udp 10.0.0.8:5064\"}")
                .doesNotContain("rungs");
    }

    @Test
    void rungs_say_their_kind_first() {
        var ladder = Scene.talking().ladder();
        assertThat(JsonForm.of(ladder.rungs().get(0)))
                .startsWith(
                        "{\"kind\":\"message\",\"time\":0,\"step\":\"F1\",\"from\":\"A\",\"to\":\"P\",\"label\":\"INVITE\",")
                .contains(
                        "\"repeats\":0,\"branch\":\"z9hG4bK-INVITE-1\",\"text\":\"INVITE sip:1002@office.example SIP/2.0\\r\\n");
        assertThat(JsonForm.of(ladder.rungs().get(1)))
                .isEqualTo(
                        "{\"kind\":\"remark\",\"time\":0,\"lane\":\"P\",\"remark\":{\"kind\":\"challenged\",\"why\":\"none\","
                                + "\"realm\":\"office.example\",\"algorithms\":\"SHA-256, MD5\"},\"text\":\"challenged: no credentials\"}");
        assertThat(
                        JsonForm.of(
                                new Rung.Finding(
                                        java.time.Duration.ofMillis(1500), List.of("A"), "x")))
                .isEqualTo(
                        "{\"kind\":\"finding\",\"time\":1.500000,\"lanes\":[\"A\"],\"text\":\"x\"}");
    }

    @Test
    void no_text_breaks_out_of_its_quotes() {
        var finding =
                new Rung.Finding(
                        java.time.Duration.ZERO,
                        List.of(),
                        "\"\\\u0000\u001b\u007f\u0085\u2028\u202e\ud800</script>\ud83d\ude00 \u017di\u017eka");
        assertThat(JsonForm.of(finding))
                .endsWith(
                        "\"\\\"\\\\\\u0000\\u001b\\u007f\\u0085\\u2028\\u202e\\ud800\\u003c/script>\ud83d\ude00 \u017di\u017eka\"}");
    }
}
