package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Ladder.Kind;
import io.switchhook.ladder.Ladder.Lane;
import io.switchhook.ladder.Ladder.Link;
import io.switchhook.ladder.Ladder.State;
import io.switchhook.ladder.Rung.Arrow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoiningTest {

    private static List<String> steps(Ladder ladder) {
        return arrows(ladder).stream().map(it -> it.step() + ' ' + it.label()).toList();
    }

    private static List<Arrow> arrows(Ladder ladder) {
        return ladder.rungs().stream()
                .filter(Arrow.class::isInstance)
                .map(Arrow.class::cast)
                .toList();
    }

    @Test
    void the_legs_of_a_call_are_one_ladder() {
        var ladder = Scene.talking().after(40_000).ladder();
        assertThat(ladder.kind()).isEqualTo(Kind.CALL);
        assertThat(ladder.callId()).isEqualTo("call-1@10.0.0.7");
        assertThat(ladder.from()).isEqualTo(new Ladder.Subject("1001", "User A"));
        assertThat(ladder.to()).isEqualTo(new Ladder.Subject("1002", "User B"));
        assertThat(ladder.state()).isEqualTo(State.ANSWERED);
        assertThat(ladder.status()).isEqualTo(200);
        assertThat(ladder.duration()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(41));
        assertThat(ladder.lanes())
                .containsExactly(
                        new Lane("A", "User A 1001", "udp 10.0.0.7:5062"),
                        new Lane("P", "Switchhook", ""),
                        new Lane("B", "User B 1002", "udp 10.0.0.8:5064"));
        assertThat(ladder.begun()).isEqualTo(Scene.TIMELINE.instant());
    }

    @Test
    void steps_are_numbered_as_the_guides_do() {
        assertThat(steps(Scene.talking().ladder()))
                .containsExactly(
                        "F1 INVITE",
                        " 407 Proxy Authentication Required",
                        " ACK",
                        "F1' INVITE",
                        " 100 Trying",
                        "F2 INVITE",
                        "F3 180 Ringing",
                        "F4 180 Ringing",
                        "F5 200 OK",
                        "F6 200 OK",
                        "F7 ACK",
                        "F8 ACK");
    }

    @Test
    void repetitions_are_folded_and_counted() {
        String invite = "INVITE sip:1002@office.example SIP/2.0";
        var ladder =
                new Scene()
                        .from(Scene.A, invite)
                        .after(500)
                        .from(Scene.A, invite)
                        .after(1000)
                        .from(Scene.A, invite)
                        .ladder();
        assertThat(arrows(ladder)).singleElement().extracting(Arrow::repeats).isEqualTo(2);
    }

    @Test
    void who_holds_is_told_from_both_descriptions() {
        var scene = Scene.talking();
        assertThat(
                        meanings(
                                scene.within(
                                                Scene.A,
                                                Scene.B,
                                                3,
                                                "INVITE",
                                                Scene.sdp("10.0.0.7", 1, "a=sendonly"),
                                                Scene.sdp("10.0.0.8", 2, "a=recvonly"))
                                        .ladder()))
                .endsWith("holds", "agrees, and is silent", "has the answer");
        assertThat(
                        meanings(
                                scene.within(
                                                Scene.B,
                                                Scene.A,
                                                1,
                                                "INVITE",
                                                Scene.sdp("10.0.0.8", 2, "a=inactive"),
                                                Scene.sdp("10.0.0.7", 1, "a=inactive"))
                                        .ladder()))
                .endsWith("holds", "agrees, and is silent", "has the answer");
        assertThat(Row.title(scene.ladder())).endsWith("held by 1001 and User B 1002");
        assertThat(
                        meanings(
                                scene.within(
                                                Scene.A,
                                                Scene.B,
                                                4,
                                                "INVITE",
                                                Scene.sdp("10.0.0.7", 1),
                                                Scene.sdp("10.0.0.8", 2, "a=sendonly"))
                                        .ladder()))
                .endsWith("resumes, audio PCMA on 10.0.0.7:1", "agrees", "has the answer");
        assertThat(Row.title(scene.ladder())).endsWith("held by User B 1002");
        assertThat(
                        meanings(
                                scene.within(
                                                Scene.B,
                                                Scene.A,
                                                2,
                                                "INVITE",
                                                Scene.sdp("10.0.0.8", 2),
                                                Scene.sdp("10.0.0.7", 1))
                                        .ladder()))
                .endsWith("resumes, audio PCMA on 10.0.0.8:2", "agrees", "has the answer");
        assertThat(Row.title(scene.ladder())).doesNotContain("held");
    }

    private static List<String> meanings(Ladder ladder) {
        return arrows(ladder).stream()
                .filter(it -> it.to().equals("P"))
                .map(Arrow::meaning)
                .toList();
    }

    @Test
    void the_older_form_of_hold_is_known() {
        var ladder =
                Scene.talking()
                        .within(
                                Scene.A,
                                Scene.B,
                                3,
                                "INVITE",
                                Scene.sdp("0.0.0.0", 11780),
                                Scene.sdp("10.0.0.8", 2, "a=recvonly"))
                        .ladder();
        assertThat(meanings(ladder)).contains("holds");
    }

    @Test
    void phones_that_ring_at_once_have_a_lane_each() {
        String b = "\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-b";
        String c = "\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-c";
        var ladder =
                new Scene()
                        .from(Scene.A, "INVITE sip:1002@office.example SIP/2.0")
                        .to(Scene.B, "INVITE sip:1002@10.0.0.8 SIP/2.0" + b)
                        .to(Scene.C, "INVITE sip:1002@10.0.0.9 SIP/2.0" + c)
                        .from(Scene.C, "SIP/2.0 180 Ringing" + c)
                        // from another port than it was asked at
                        .from(Scene.path("UDP", "10.0.0.8:9999"), "SIP/2.0 180 Ringing" + b)
                        .ladder();
        assertThat(ladder.lanes()).extracting(Lane::id).containsExactly("A", "P", "B", "C");
        assertThat(arrows(ladder))
                .extracting(it -> it.from() + it.to())
                .containsExactly("AP", "PB", "PC", "CP", "BP");
    }

    @Test
    void two_accounts_at_one_address_are_two_lanes() {
        var ladder =
                new Scene()
                        .from(Scene.A, "INVITE sip:1002@office.example SIP/2.0")
                        .to(
                                Scene.A,
                                "INVITE sip:1002@10.0.0.7 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-p")
                        .from(
                                Scene.A,
                                "SIP/2.0 486 Busy Here\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-p")
                        .to(Scene.A, "SIP/2.0 486 Busy Here")
                        .ladder();
        assertThat(arrows(ladder))
                .extracting(it -> it.from() + it.to())
                .containsExactly("AP", "PB", "BP", "PA");
        assertThat(ladder.state()).isEqualTo(State.FAILED);
        assertThat(ladder.status()).isEqualTo(486);
    }

    @Test
    void registrations_with_one_Call_ID_are_told_apart() {
        var scene = new Scene();
        for (int i = 1; i <= 3; i++) {
            String cseq =
                    "\nTo: <sip:1001@office.example>\nCSeq: "
                            + i
                            + " REGISTER\nVia: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK-"
                            + i;
            scene.from(
                            Scene.A,
                            "REGISTER sip:office.example SIP/2.0\nContact: <sip:1001@10.0.0.7:5062>;expires=60"
                                    + cseq)
                    .remark(new Remark.Registered("1001", "sip:1001@10.0.0.7:5062", 60, i > 1))
                    .to(
                            Scene.A,
                            "SIP/2.0 200 OK\nContact: <sip:1001@10.0.0.7:5062>;expires=60" + cseq)
                    .after(45_000);
        }
        var ladders = scene.ladders();
        assertThat(ladders).hasSize(3).extracting(Ladder::kind).containsOnly(Kind.REGISTRATION);
        assertThat(ladders).extracting(Ladder::id).doesNotHaveDuplicates();
        assertThat(ladders).allSatisfy(it -> assertThat(it.rungs()).hasSize(3));
        assertThat(arrows(ladders.getFirst()).getFirst().meaning())
                .isEqualTo("registers 1001 at 10.0.0.7:5062 for 60 s");
    }

    @Test
    void a_registration_and_its_challenge_are_one() {
        String two = "\nCSeq: 2 REGISTER\nVia: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK-2";
        var ladder =
                new Scene()
                        .from(
                                Scene.A,
                                "REGISTER sip:office.example SIP/2.0\nContact: <sip:1001@10.0.0.7>")
                        .to(
                                Scene.A,
                                "SIP/2.0 401 Unauthorized\nCSeq: 1 REGISTER\nVia: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-REGISTER-1")
                        .from(
                                Scene.A,
                                "REGISTER sip:office.example SIP/2.0\nContact: <sip:1001@10.0.0.7>\n"
                                        + Scene.credentials("Authorization")
                                        + two)
                        .to(Scene.A, "SIP/2.0 200 OK" + two)
                        .ladders();
        assertThat(ladder)
                .singleElement()
                .satisfies(it ->
                        assertThat(steps(it))
                                .containsExactly(
                                        "F1 REGISTER",
                                        " 401 Unauthorized",
                                        "F1' REGISTER",
                                        "F2 200 OK"));
    }

    @Test
    void a_call_that_replaces_another_is_linked_to_it() {
        var ladders =
                Scene.talking()
                        .after(5000)
                        .call("call-2")
                        .from(
                                Scene.C,
                                "INVITE sip:1001@office.example SIP/2.0\nReplaces: call-1@10.0.0.7;to-tag=a;from-tag=b\nFrom: <sip:1003@office.example>;tag=c\nTo: <sip:1001@office.example>")
                        .ladders();
        assertThat(ladders.get(0).links())
                .containsExactly(new Link(ladders.get(1).id(), "replaces"));
        assertThat(ladders.get(1).links())
                .containsExactly(new Link(ladders.get(0).id(), "replaced by"));
    }

    @Test
    void a_call_made_for_a_transfer_is_linked_to_the_one_handed_over() {
        var ladders =
                Scene.talking()
                        .within(
                                Scene.A,
                                Scene.B,
                                3,
                                "REFER",
                                "\nRefer-To: <sip:1003@office.example>",
                                "")
                        .after(200)
                        .call("call-2")
                        .from(
                                Scene.B,
                                "INVITE sip:1003@office.example SIP/2.0\nFrom: <sip:1002@office.example>;tag=x\nTo: <sip:1003@office.example>")
                        .ladders();
        assertThat(ladders.get(0).links())
                .containsExactly(new Link(ladders.get(1).id(), "transferred from"));
        assertThat(meanings(ladders.get(1))).contains("hands the call over to 1003");
    }

    @Test
    void a_call_that_is_made_later_has_nothing_to_do_with_the_transfer() {
        String call =
                "INVITE sip:1003@office.example SIP/2.0\nFrom: <sip:1002@office.example>;tag=%s\nTo: <sip:1003@office.example>";
        var ladders =
                Scene.talking()
                        .within(
                                Scene.A,
                                Scene.B,
                                3,
                                "REFER",
                                "\nRefer-To: <sip:1003@office.example>",
                                "")
                        .after(200)
                        .call("call-2")
                        .from(Scene.B, call.formatted("x"))
                        .after(5000)
                        .call("call-3")
                        .from(Scene.B, call.formatted("y"))
                        .ladders();
        assertThat(ladders.get(0).links()).isEmpty();
        assertThat(ladders.get(1).links())
                .containsExactly(new Link(ladders.get(2).id(), "transferred from"));
    }

    @Test
    void the_address_that_nobody_can_reach_is_found() {
        var far = Scene.path("UDP", "203.0.113.9:5060");
        String to = "\nTo: <sip:1002@office.example>;tag=b";
        String p = "\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-p";
        var ladder =
                new Scene()
                        .from(
                                Scene.A,
                                "INVITE sip:1002@office.example SIP/2.0"
                                        + Scene.sdp("10.0.0.7", 11780))
                        .to(
                                far,
                                "INVITE sip:1002@203.0.113.9 SIP/2.0"
                                        + p
                                        + Scene.sdp("10.0.0.7", 11780))
                        .from(far, "SIP/2.0 200 OK" + p + to + Scene.sdp("203.0.113.9", 4000))
                        .to(Scene.A, "SIP/2.0 200 OK" + to + Scene.sdp("203.0.113.9", 4000))
                        .ladder();
        assertThat(ladder.rungs())
                .filteredOn(Rung.Finding.class::isInstance)
                .extracting(it -> ((Rung.Finding) it).text())
                .anyMatch(it ->
                        it.startsWith(
                                "User A 1001 will hear nothing, because it wants its audio sent to 10.0.0.7"));
    }

    @Test
    void secrets_are_not_in_a_ladder() {
        assertThat(Scene.talking().ladder().toString())
                .doesNotContain("0123456789abcdef")
                .doesNotContain("c0ffee");
    }

    @Test
    void an_id_leads_back_to_its_key() {
        long key = Recorder.key("call-1@10.0.0.7");
        assertThat(Joining.key(Scene.talking().ladder().id())).contains(key);
        assertThat(Joining.key(Joining.id(-1))).contains(-1L);
        assertThat(Joining.key("x")).isEmpty();
        assertThat(Joining.key("!!!!!!!!!!!!!!!!")).isEmpty();
    }
}
