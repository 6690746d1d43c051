package io.switchhook.callflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a proxy is found at the step where it begins, and named.
class BrokenProxyTest {

    private static Deviation deviation(Rehearsal rehearsal) {
        return rehearsal.strict().deviation().orElseThrow();
    }

    private static boolean isPassedOn(Step step) {
        return step.from() == Party.P;
    }

    @Test
    void it_drops_the_ack() {
        var rehearsal = Rehearsal.of("setup").repeat("F7", "F9").repeat("F7", "F9").without("F10");
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo("F10 P > B ACK");
        assertThat(deviation.section()).contains("§13.2.2.4");
        assertThat(deviation.cause()).isEqualTo("P dropped the ACK; B repeated what it waits for");
        assertThat(rehearsal.strict().asides())
                .extracting(Aside::kind)
                .containsExactly(Aside.Kind.REPETITION, Aside.Kind.REPETITION);
    }

    @Test
    void it_rewrites_the_call_id() {
        var rehearsal =
                Rehearsal.of(
                        "setup",
                        (step, message) -> {
                            if (!isPassedOn(step) || step.message().label().startsWith("100"))
                                return message;
                            var id = step.to() == Party.B ? "rewritten" : "call-1@192.0.2.9";
                            return message.with(h -> h.set(Header.CALL_ID, new CallId(id)));
                        });
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo("F2 P > B INVITE");
        assertThat(deviation.expected()).isEqualTo("Call-ID call-1@192.0.2.9");
        assertThat(deviation.instead()).isEqualTo("Call-ID rewritten");
        assertThat(deviation.cause()).contains("B2BUA");
        assertThat(rehearsal.strict().steps()).allMatch(it -> it.seen().isPresent());
    }

    @Test
    void it_passes_on_the_100_besides_its_own() {
        var rehearsal = Rehearsal.of("setup");
        rehearsal.insert("F5", Party.A, Direction.RECEIVED, popped(rehearsal.message("F3")));
        var deviation = deviation(rehearsal);
        assertThat(deviation.section()).isEqualTo("RFC 3261 §16.7 item 5");
        assertThat(deviation.cause()).contains("P passed on the 100");
        assertThat(deviation.step()).isEqualTo("before F5 B > P 180 Ringing");
    }

    /// The wrong phone may hear of the call before the caller has its 100.
    @Test
    void it_calls_the_wrong_phone_and_then_says_100() {
        var rehearsal = Rehearsal.of("setup");
        var verdict =
                rehearsal
                        .insert("F4", Party.C, Direction.RECEIVED, rehearsal.message("F2"))
                        .without("F2", "F3", "F5", "F6", "F7", "F8", "F9", "F10")
                        .without("F11", "F12", "F13", "F14")
                        .strict();
        assertThat(verdict.deviation())
                .hasValueSatisfying(it -> {
                    assertThat(it.step()).startsWith("F2 P > B INVITE");
                    assertThat(it.cause()).isEqualTo("P sent it to C instead of B");
                });
    }

    /// And it may ring before that.
    @Test
    void it_calls_the_wrong_phone_which_rings_and_then_says_100() {
        var rehearsal = Rehearsal.of("setup");
        var ringing = Response.to((Request) rehearsal.message("F2"), StatusCode.of(180), "c");
        var verdict =
                rehearsal
                        .insert("F4", Party.C, Direction.RECEIVED, rehearsal.message("F2"))
                        .insert("F4", Party.C, Direction.SENT, ringing)
                        .without("F2", "F3", "F5", "F6", "F7", "F8", "F9", "F10")
                        .without("F11", "F12", "F13", "F14")
                        .strict();
        assertThat(verdict.deviation())
                .hasValueSatisfying(it -> {
                    assertThat(it.step()).startsWith("F2 P > B INVITE");
                    assertThat(it.cause()).isEqualTo("P sent it to C instead of B");
                });
    }

    /// The caller may have the wrong answer before the called phone has the ACK to its own.
    @Test
    void it_changes_an_answer_that_overtakes_an_ack() {
        var rehearsal = Rehearsal.of("no-answer");
        var changed = Response.to((Request) rehearsal.message("F1"), StatusCode.of(486), "tag");
        var verdict =
                rehearsal.insert("R2", Party.A, Direction.RECEIVED, changed).without("R3").strict();
        assertThat(verdict.deviation())
                .hasValueSatisfying(it -> {
                    assertThat(it.step()).isEqualTo("R3 P > A 487 Request Terminated");
                    assertThat(it.instead()).startsWith("A received 486");
                    assertThat(it.cause()).startsWith("P put another status code");
                });
    }

    @Test
    void it_passes_on_the_100_instead_of_its_own() {
        var rehearsal =
                Rehearsal.of("setup")
                        .edit("F3", it -> it.with(h -> h.add(Header.USER_AGENT, "Phone B")));
        rehearsal
                .without("F4")
                .insert("F5", Party.A, Direction.RECEIVED, popped(rehearsal.message("F3")));
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo("F4 P > A 100 Trying");
        assertThat(deviation.cause()).contains("P passed on the 100");
    }

    /// The flow prints no 100, but it is not to be passed on either.
    @Test
    void it_passes_on_a_100_that_no_flow_has() {
        var rehearsal = Rehearsal.of("hold");
        var invite = (Request) rehearsal.message("F2");
        var trying = Response.to(invite, StatusCode.TRYING, "");
        var own = Response.to((Request) rehearsal.message("F1"), StatusCode.TRYING, "");
        rehearsal
                .insert("F3", Party.A, Direction.RECEIVED, own)
                .insert("F3", Party.B, Direction.SENT, trying);
        assertThat(rehearsal.strict().deviation()).isEmpty();
        assertThat(rehearsal.strict().asides())
                .extracting(Aside::kind)
                .containsExactly(Aside.Kind.TRYING, Aside.Kind.TRYING);
        rehearsal.insert("F3", Party.A, Direction.RECEIVED, popped(trying));
        assertThat(deviation(rehearsal).section()).isEqualTo("RFC 3261 §16.7 item 5");
    }

    private static SipMessage popped(SipMessage message) {
        return message.with(h -> h.pop(Header.VIA));
    }

    @Test
    void it_stays_out_of_the_dialog() {
        var rehearsal =
                Rehearsal.of(
                        "setup",
                        (step, message) ->
                                isPassedOn(step)
                                        ? message.with(h -> h.remove(Known.RECORD_ROUTE))
                                        : message);
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo("F2 P > B INVITE");
        assertThat(deviation.expected()).contains("Record-Route");
        assertThat(deviation.section()).isEqualTo("RFC 3261 §16.6 item 4");
    }

    @ParameterizedTest
    @CsvSource({"F12, P > A BYE, BYE", "F14, P > B 200 OK, 200"})
    void it_swaps_the_tags(String name, String text, String label) {
        var rehearsal =
                Rehearsal.of(
                        "setup",
                        (step, message) -> step.name().equals(name) ? swapped(message) : message);
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo(name + " " + text);
        assertThat(deviation.cause()).isEqualTo("P swapped the tags");
    }

    private static SipMessage swapped(SipMessage message) {
        var from = message.headers().require(Header.FROM);
        var to = message.headers().require(Header.TO);
        return message.with(h ->
                h.set(Header.FROM, from.withTag(to.tag())).set(Header.TO, to.withTag(from.tag())));
    }

    @Test
    void it_answers_the_refer_and_keeps_it() {
        var rehearsal = Rehearsal.of("blind-transfer");
        var own = Response.to((Request) rehearsal.message("F9"), StatusCode.of(202), "tag-P");
        rehearsal.without("F10", "F11", "F12");
        rehearsal.insert("N1", Party.B, Direction.RECEIVED, own);
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo("F11 P > A REFER");
        assertThat(deviation.instead()).isEqualTo("B received 202 Accepted to REFER");
        assertThat(deviation.cause())
                .isEqualTo("P answered the REFER itself and did not pass it on");
    }

    @Test
    void it_answers_the_refer_and_passes_it_on() {
        var early = Rehearsal.of("blind-transfer").move("F10", "F11");
        assertThat(deviation(early).step()).isEqualTo("F10 P > B 202 Accepted");
        assertThat(deviation(early).cause())
                .isEqualTo("P answered by itself instead of waiting for A");
        assertThat(deviation(early).section()).contains("RFC 3515 §2.4.2");

        var both = Rehearsal.of("blind-transfer");
        both.insert(
                "F11",
                Party.B,
                Direction.RECEIVED,
                both.message("F10")
                        .with(h ->
                                h.set(
                                        Header.TO,
                                        both.message("F9")
                                                .headers()
                                                .require(Header.TO)
                                                .withTag("P"))));
        assertThat(deviation(both).instead()).isEqualTo("B received 202 Accepted to REFER");
    }

    @Test
    void it_passes_on_the_ack_of_a_failure() {
        var rehearsal = Rehearsal.of("busy");
        var ack =
                rehearsal.message("F7").with(h -> h.push(Header.VIA, Rehearsal.via("z9hG4bKnew")));
        rehearsal.without("F8").insert("F7", Party.A, Direction.SENT, rehearsal.message("F7"));
        rehearsal.insert("F7", Party.B, Direction.RECEIVED, ack);
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo("F8 P > B ACK");
        assertThat(deviation.section()).isEqualTo("RFC 3261 §17.1.1.3");
        assertThat(deviation.cause()).startsWith("P passed on the ACK");
    }

    @Test
    void it_forgets_to_end_the_invite() {
        var deviation = deviation(Rehearsal.of("no-answer").without("R3", "R4"));
        assertThat(deviation.step()).isEqualTo("R3 P > A 487 Request Terminated");
        assertThat(deviation.section()).contains("§9.2");
    }

    @Test
    void it_refuses() {
        var rehearsal = Rehearsal.of("setup");
        var refusal = Response.to((Request) rehearsal.message("F1"), StatusCode.FORBIDDEN, "tag-P");
        rehearsal.without("F2", "F3", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12", "F13");
        rehearsal.insert("F14", Party.A, Direction.RECEIVED, refusal).without("F14");
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo("F2 P > B INVITE");
        assertThat(deviation.instead()).isEqualTo("A received 403 Forbidden to INVITE");
        assertThat(deviation.cause()).isEqualTo("P, or somebody behind it, refused");
    }

    @Test
    void it_answers_with_another_status_code() {
        var rehearsal = Rehearsal.of("not-registered");
        var other = Response.to((Request) rehearsal.message("F1"), StatusCode.NOT_FOUND, "tag-P");
        rehearsal.insert("F2", Party.A, Direction.RECEIVED, other).without("F2");
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo("F2 P > A 480 Temporarily Unavailable");
        assertThat(deviation.instead()).isEqualTo("A received 404 Not Found to INVITE");
        assertThat(deviation.cause()).isEqualTo("P answered with another status code");
    }

    @ParameterizedTest
    @CsvSource({
        "F2, Max-Forwards, RFC 3261 §16.6 item 3",
        "F2, Via, RFC 3261 §16.6 item 8",
        "F6, Via, RFC 3261 §16.7 item 3",
        "F12, CSeq, RFC 3261 §16.6 item 1",
        "F8, To, RFC 3261 §16.7 item 9",
    })
    void it_breaks_a_header(String name, String what, String section) {
        var rehearsal =
                Rehearsal.of(
                        "setup",
                        (step, message) ->
                                step.name().equals(name) ? broken(message, what) : message);
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).startsWith(name + " ");
        assertThat(deviation.section()).isEqualTo(section);
    }

    private static SipMessage broken(SipMessage message, String what) {
        return switch (what) {
            case "Max-Forwards" -> message.with(h -> h.set(Header.MAX_FORWARDS, 70));
            case "Via" ->
                    message instanceof Request
                            ? message.with(h -> h.pop(Header.VIA))
                            : message.with(h -> h.push(Header.VIA, Rehearsal.via("z9hG4bKleft")));
            case "CSeq" -> message.with(h -> h.set(Header.CSEQ, new CSeq(99, Method.BYE)));
            default ->
                    message.with(h ->
                            h.set(
                                    Header.TO,
                                    message.headers().require(Header.TO).withTag("other")));
        };
    }

    @ParameterizedTest
    @CsvSource({
        "hold, F10, sendonly, sendrecv, F10 P > B INVITE, audio that is sendonly or inactive",
        "hold, F11, recvonly, sendrecv, F11 B > P 200 OK, audio that is recvonly or inactive",
        "conference, R1, sendrecv, sendonly, R1 A > P INVITE, audio both ways",
    })
    void media_goes_the_wrong_way(
            String flow, String name, String was, String is, String step, String expected) {
        var rehearsal =
                Rehearsal.of(flow).edit(name, it -> Rehearsal.parse(text(it).replace(was, is)));
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo(step);
        assertThat(deviation.expected()).isEqualTo(expected);
    }

    private static String text(SipMessage message) {
        return message.toString().replace("\r\n", "\n").replaceFirst("Content-Length: \\d+\n", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "attended-transfer; F23; to-tag%3Dtag-C2; to-tag%3Dtag-A2; F23 A > P REFER; RFC 3891 §3, §6.1",
                "attended-transfer; F23; sip:1003@; sip:1009@; F23 A > P REFER; RFC 3515 §2.1",
                "attended-transfer; R2; Replaces: call-2; Replaces: call-9; R2 P > C INVITE; RFC 3891 §3, §6.1",
                "attended-transfer; R1; Referred-By: <sip:1001; Referred-By: <sip:1002; R1 B > P INVITE; RFC 3892 §2.1",
                "attended-transfer; R12; SIP/2.0 200; SIP/2.0 100; R12 P > A NOTIFY; RFC 3515 §2.4.5",
                "attended-transfer; R11; terminated;  active; R11 B > P NOTIFY; RFC 3515 §2.4.7",
                "blind-transfer; N1; Event: refer; Event: presence; N1 A > P NOTIFY; RFC 3515 §2.4.5",
                "forward-always; F5; <sip:1003@; <sip:1009@; F5 P > A 302 Moved Temporarily; RFC 3261 §21.3.3",
                "call-waiting; F9; INVITE sip:1001@; INVITE sip:1002@; F9 C > P INVITE; RFC 3261 §8.1.1.1",
            })
    void contents_are_read(
            String flow, String name, String was, String is, String step, String section) {
        var rehearsal =
                Rehearsal.of(flow).edit(name, it -> Rehearsal.parse(text(it).replace(was, is)));
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo(step);
        assertThat(deviation.section()).contains(section);
    }

    @Test
    void a_phone_goes_past_the_proxy() {
        var deviation =
                deviation(
                        Rehearsal.of("setup")
                                .edit("F11", it -> it.with(h -> h.remove(Known.ROUTE))));
        assertThat(deviation.step()).isEqualTo("F11 B > P BYE");
        assertThat(deviation.section()).isEqualTo("RFC 3261 §12.2.1.1");
        assertThat(deviation.instead()).contains("192.0.2.1:5060");
    }

    @Test
    void a_message_that_the_flow_does_not_have() {
        var rehearsal = Rehearsal.of("hold");
        var bye = Rehearsal.of("setup");
        rehearsal.insert("F9", Party.B, Direction.RECEIVED, bye.message("F12"));
        var deviation = deviation(rehearsal);
        assertThat(deviation.step()).isEqualTo("before F9 A > P INVITE");
        assertThat(deviation.instead()).isEqualTo("B received BYE");
        assertThat(deviation.text())
                .startsWith(
                        "before F9 A > P INVITE: expected nothing that the flow does not have (RFC");
    }

    @Test
    void nothing_at_all() {
        var flow = Flow.named("setup").orElseThrow();
        var verdict =
                new Comparison(flow, Rehearsal.CAST, Strictness.STRICT, Flow.CURRENT_EDITION)
                        .of(List.of());
        assertThat(verdict.deviation().orElseThrow().step()).isEqualTo("F1 A > P INVITE");
        assertThat(verdict.steps()).noneMatch(step -> step.seen().isPresent());
    }
}
