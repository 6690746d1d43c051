package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Remark;
import io.switchhook.ladder.Remark.Cause;
import io.switchhook.ladder.Rung.Note;
import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.Forward;
import io.switchhook.sip.header.Method;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is told of calls that somebody has forwarded, or does not want.
@Scenario("RFC 5359 §2.8")
class ForwardVerdictScenario extends VerdictScenario {

    @BeforeEach
    void deskOfBobAndSofaOfCarol() {
        office.register(desk, "bob", "");
        office.register(sofa, "carol", "");
    }

    @AfterEach
    void nobodyWaits() throws Exception {
        for (var user : List.of("bob", "carol")) unset(user);
        for (var phone : List.of(alice, desk, sofa)) phone.ignoreUnread();
    }

    private static void forward(String user, Forward when, String target) throws Exception {
        set(user, FeatureChange.NONE.with(when, target));
    }

    private void fails(int status) {
        alice.ack(alice.expect(status, Method.INVITE));
    }

    private void ringsForTooLong() {
        callBob();
        var atDesk = desk.expect(Method.INVITE);
        desk.reply(atDesk, 180);
        network.clock().advance(Duration.ofSeconds(20));
        stopsRinging(desk, atDesk);
    }

    /// What was remarked on the call that began last, but for where each request went.
    private List<String> told() {
        return ladder().rungs().stream()
                .filter(rung ->
                        rung instanceof Note note
                                && (note.remark() instanceof Remark.Forwarded
                                        || note.remark() instanceof Remark.Canceled
                                        || note.remark() instanceof Remark.NoBinding))
                .map(rung -> ((Note) rung).text())
                .toList();
    }

    @Test
    void a_call_that_is_forwarded_and_answered() throws Exception {
        forward("bob", Forward.NO_ANSWER, "carol");
        ringsForTooLong();
        takes(sofa, sofa.expect(Method.INVITE));
        assertVerdict("nothing-wrong", "nothing wrong");
        assertThat(told())
                .containsExactly(
                        "forwarded to carol: bob does not answer for 20 s",
                        "1 phone no longer called: nobody answered in time");
    }

    @Test
    void a_call_that_is_forwarded_to_one_who_is_busy() throws Exception {
        forward("bob", Forward.BUSY, "carol");
        callBob();
        desk.reply(desk.expect(Method.INVITE), 486);
        sofa.reply(sofa.expect(Method.INVITE), 486);
        fails(486);
        assertVerdict(
                "forwarded-in-vain",
                "the call was forwarded to carol because bob is busy, and there it failed with 486 Busy Here");
    }

    @Test
    void a_call_that_is_forwarded_to_one_who_does_not_answer() throws Exception {
        forward("bob", Forward.NO_ANSWER, "carol");
        ringsForTooLong();
        sofa.reply(sofa.expect(Method.INVITE), 480);
        fails(480);
        assertVerdict(
                "forwarded-in-vain",
                "the call was forwarded to carol because bob does not answer for 20 s, and there it failed with 480 Temporarily Unavailable");
    }

    @Test
    void a_caller_who_gives_up_where_a_call_was_forwarded_to() throws Exception {
        forward("bob", Forward.ALWAYS, "carol");
        var invite = callBob();
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 180);
        alice.expect(180);
        network.clock().advance(Duration.ofSeconds(7));
        alice.cancel(invite);
        stopsRinging(sofa, atSofa);
        fails(487);
        assertVerdict("caller-gave-up", "alice gave up after 7 s");
    }

    @Test
    void a_forward_to_one_who_has_no_phone() throws Exception {
        forward("bob", Forward.ALWAYS, "nobody");
        callBob();
        fails(480);
        assertVerdict(
                "forwarded-to-nowhere",
                "calls of bob are forwarded to nobody, where nobody can be reached");
        assertThat(told())
                .containsExactly(
                        "forwarded to nobody: bob has all calls forwarded",
                        "no phone of nobody is registered");
    }

    @Test
    void a_forward_that_cannot_be_made() throws Exception {
        forward("bob", Forward.BUSY, "nobody");
        callBob();
        desk.reply(desk.expect(Method.INVITE), 486);
        fails(486);
        assertVerdict(
                "forwarded-to-nowhere",
                "calls of bob are forwarded to nobody, where nobody can be reached");
        assertThat(told()).first().isEqualTo("cannot be forwarded to nobody, though bob is busy");
    }

    @Test
    void one_without_a_phone_whose_calls_are_forwarded() throws Exception {
        forward("dave", Forward.NO_ANSWER, "carol");
        try {
            alice.send(alice.request(Method.INVITE, "sip:dave@example.com"));
            takes(sofa, sofa.expect(Method.INVITE));
            assertThat(told())
                    .containsExactly("forwarded to carol: no phone of dave can be reached");
        } finally {
            unset("dave");
        }
    }

    @Test
    @Scenario("RFC 3261 §16.3 item 4")
    void two_people_who_forward_to_each_other() throws Exception {
        forward("bob", Forward.ALWAYS, "carol");
        forward("carol", Forward.ALWAYS, "bob");
        callBob();
        fails(482);
        assertVerdict("loop", "the call to bob goes round in a circle");
    }

    @Test
    @Scenario("RFC 3261 §21.4.18")
    void one_who_does_not_want_to_be_disturbed() throws Exception {
        set("bob", FeatureChange.NONE.withDoNotDisturb(true));
        callBob();
        fails(480);
        assertVerdict("do-not-disturb-set", "bob does not want to be disturbed");
    }

    @Test
    void who_is_at_the_other_end_has_the_name_of_who_was_called_last() throws Exception {
        forward("bob", Forward.BUSY, "carol");
        callBob();
        desk.reply(desk.expect(Method.INVITE), 486);
        takes(sofa, sofa.expect(Method.INVITE));
        assertThat(ladder().lanes()).extracting(lane -> lane.label()).contains("bob", "sofa");
        assertThat(ladder().rungs())
                .noneMatch(rung ->
                        rung instanceof Note note
                                && note.remark()
                                        .equals(new Remark.Canceled(1, Cause.NOBODY_ANSWERED)));
    }
}
