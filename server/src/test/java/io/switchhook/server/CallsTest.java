package io.switchhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.console.CallsView.Format;
import io.switchhook.console.CallsView.Query;
import io.switchhook.console.CallsView.Summary;
import io.switchhook.console.Slice;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.Path;
import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Timeline;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Path PHONE =
            new Path(
                    "UDP",
                    new InetSocketAddress("192.0.2.10", 5060),
                    new InetSocketAddress("10.0.0.7", 5062));

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();

    /// What it takes to draw.
    private Duration slowness = Duration.ZERO;

    private final Recorder recorder = new Recorder(8 << 20, 1, nanos::get);
    private final Calls calls =
            new Calls(
                    new Ladders(recorder, new Timeline(0, Instant.EPOCH), nanos::get),
                    messages::get,
                    () -> nanos.addAndGet(slowness.toNanos()));

    /// Somebody calls 1002; the answer, if it is not 0, is final.
    private void call(String user, int status) {
        var id = "call-of-" + user;
        var headers =
                """

                Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK%1$s
                From: "Desk %1$s" <sip:%1$s@office.example>;tag=%1$s
                To: <sip:1002@office.example>
                Call-ID: %2$s
                CSeq: 1 INVITE
                Content-Length: 0

                """
                        .formatted(user, id);
        tell("INVITE sip:1002@office.example SIP/2.0" + headers, id, true);
        if (status > 0) tell("SIP/2.0 " + status + " Thus" + headers, id, false);
    }

    private void tell(String text, String callId, boolean received) {
        var bytes = text.replace("\n", "\r\n").getBytes(UTF_8);
        if (received) recorder.received(PHONE, bytes, 0, bytes.length, callId);
        else recorder.sent(PHONE, bytes, 0, bytes.length, callId);
        messages.incrementAndGet();
        nanos.addAndGet(1_000_000);
    }

    private void later() {
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    private static Query query(String text, String state, int status) {
        return new Query(
                text, "", "", "", "", state, status, "", Optional.empty(), Optional.empty(), 0, 10);
    }

    private Slice<Summary> search(String text, String state, int status) {
        return calls.search(query(text, state, status));
    }

    @Test
    void calls_are_found_by_words_state_and_class_of_status() {
        call("1001", 404);
        call("1003", 486);
        call("1004", 0);
        later();
        assertThat(search("", "", 0).items())
                .extracting(call -> call.from().user())
                .containsExactly("1004", "1003", "1001");
        assertThat(search("DESK 1001", "", 0).total()).isEqualTo(1);
        assertThat(search("call-of-1003", "", 0).items().getFirst().status()).isEqualTo(486);
        assertThat(search("", "active", 0).items())
                .singleElement()
                .satisfies(call -> assertThat(call.state()).isEqualTo("calling"));
        assertThat(search("", "failed", 4).total()).isEqualTo(2);
        assertThat(search("", "", 404).total()).isEqualTo(1);
        assertThat(search("", "", 5).total()).isZero();
    }

    @Test
    void a_ladder_comes_in_every_format() {
        call("1001", 404);
        later();
        var id = search("", "", 0).items().getFirst().id();
        for (var format : Format.values())
            assertThat(calls.ladder(id, format)).as("%s", format).isPresent();
        var json = ControlServer.JSON.readTree(calls.ladder(id, Format.JSON).orElseThrow());
        assertThat(json.path("id").asString()).isEqualTo(id);
        assertThat(json.path("rungs").get(0).path("kind").asString()).isEqualTo("message");
        assertThat(json.path("rungs").get(0).path("text").asString()).startsWith("INVITE ");
        assertThat(calls.ladder("gone", Format.JSON)).isEmpty();
    }

    @Test
    void a_ladder_that_grows_has_another_revision_and_no_other_has() {
        call("1001", 0);
        call("1003", 0);
        later();
        var one = search("1001", "", 0).items().getFirst().id();
        var other = search("1003", "", 0).items().getFirst().id();
        long revision = calls.revision(one);
        long others = calls.revision(other);
        long all = calls.revision("");
        call("1001", 0); // sent again
        later();
        assertThat(calls.revision(one)).isNotEqualTo(revision);
        assertThat(calls.revision(other)).isEqualTo(others);
        assertThat(calls.revision("")).isNotEqualTo(all);
    }

    @Test
    void all_who_look_within_a_moment_share_one_picture() {
        call("1001", 0);
        later();
        assertThat(search("", "", 0).total()).isEqualTo(1);
        call("1003", 0);
        assertThat(search("", "", 0).total()).isEqualTo(1);
        later();
        assertThat(search("", "", 0).total()).isEqualTo(2);
    }

    /// A page asks again when there is another revision, and a call that goes on says nothing for minutes.
    @Test
    void whoever_was_shown_an_old_picture_is_told_when_there_is_a_new_one() {
        call("1001", 0);
        later();
        assertThat(search("", "", 0).total()).isEqualTo(1);
        call("1003", 0);
        long revision = calls.revision("");
        assertThat(search("", "", 0).total()).isEqualTo(1);
        later();
        assertThat(calls.revision("")).isNotEqualTo(revision);
        assertThat(search("", "", 0).total()).isEqualTo(2);
    }

    @Test
    void a_picture_that_was_drawn_slowly_is_shown_for_some_seconds_and_not_for_a_minute() {
        call("1001", 0);
        slowness = Duration.ofSeconds(5);
        assertThat(search("", "", 0).total()).isEqualTo(1);
        slowness = Duration.ZERO;
        call("1003", 0);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(search("", "", 0).total()).isEqualTo(2);
    }
}
