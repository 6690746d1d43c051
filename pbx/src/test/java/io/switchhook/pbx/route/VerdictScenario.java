package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.Query;
import io.switchhook.ladder.TextDrawing;
import io.switchhook.ladder.Timeline;
import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What is said of calls that really were made, from what the floors recorded of them.
@Scenario("RFC 3261 §13")
class VerdictScenario {
    private static @Nullable Directory directory;

    private final SimulatedOffice office =
            new SimulatedOffice(1, Objects.requireNonNull(directory));
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10", Transport.UDP);
    private final Party desk = office.phone("desk", "192.0.2.21", Transport.UDP);
    private final Party sofa = office.phone("sofa", "192.0.2.22", Transport.TCP);

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        directory =
                Directory.open(AccountStore.open(folder), "example.com", List.of("example.com"), 9);
    }

    @AfterAll
    static void close() {
        Objects.requireNonNull(directory).close();
    }

    private Ladder ladder() {
        var calls =
                new Query(
                        "",
                        "",
                        "",
                        0,
                        "",
                        Optional.of(Ladder.Kind.CALL),
                        Optional.empty(),
                        Optional.empty(),
                        1);
        return new Ladders(
                        office.recorder,
                        new Timeline(network.clock().nanoTime(), Instant.EPOCH),
                        network.clock()::nanoTime)
                .search(calls)
                .getFirst();
    }

    private void assertVerdict(String name) {
        var ladder = ladder();
        assertThat(ladder.verdict().map(Ladder.Diagnosis::name).orElse("none"))
                .as(TextDrawing.draw(ladder, 120))
                .isEqualTo(name);
    }

    private Request called() {
        office.register(desk, "bob", "");
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        return desk.expect(Method.INVITE);
    }

    private void answered(int status) {
        desk.reply(called(), status);
        desk.expect(Method.ACK);
        alice.ack(alice.expect(status));
    }

    @Test
    void a_call_that_is_answered_and_ended() {
        desk.reply(called(), 200);
        var answer = alice.expect(200, Method.INVITE);
        alice.ack(answer);
        desk.expect(Method.ACK);
        assertVerdict("nothing-wrong");
        assertThat(ladder().lanes()).extracting(Ladder.Lane::id).containsExactly("A", "P", "B");
    }

    @Test
    void a_call_that_two_phones_ring_for_and_one_answers() {
        office.register(sofa, "bob", "");
        var atDesk = called();
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 180);
        desk.reply(atDesk, 200);
        alice.ack(alice.expect(200, Method.INVITE));
        desk.expect(Method.ACK);
        sofa.reply(sofa.expect(Method.CANCEL), 200);
        sofa.reply(atSofa, 487);
        sofa.expect(Method.ACK);
        assertVerdict("nothing-wrong");
        assertThat(ladder().lanes())
                .extracting(Ladder.Lane::id)
                .containsExactly("A", "P", "B", "C");
    }

    @Test
    void nothing_is_said_while_it_rings() {
        desk.reply(called(), 180);
        alice.expect(180);
        assertVerdict("none");
        alice.ignoreUnread();
    }

    @Test
    void nobody_is_registered() {
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        alice.ack(alice.expect(480));
        assertVerdict("not-registered");
    }

    @Test
    void a_phone_that_is_gone() {
        called();
        network.clock().advance(Duration.ofSeconds(40));
        assertVerdict("no-answer-from-address");
        desk.ignoreUnread();
        alice.ignoreUnread();
    }

    @Test
    void a_phone_that_is_busy() {
        answered(486);
        assertVerdict("busy");
    }

    @Test
    void a_call_that_is_declined() {
        answered(603);
        assertVerdict("declined");
    }

    @Test
    void a_phone_that_cannot_agree_on_the_media() {
        answered(488);
        assertVerdict("no-common-codec");
    }

    @Test
    void a_phone_that_is_not_the_one_that_was_called() {
        answered(404);
        assertVerdict("registered-elsewhere");
    }

    @Test
    void a_phone_that_rejects_the_call() {
        answered(500);
        assertVerdict("phone-rejects");
    }

    @Test
    void a_caller_who_gives_up() {
        var invite = alice.request(Method.INVITE, "sip:bob@example.com");
        office.register(desk, "bob", "");
        alice.send(invite);
        var atDesk = desk.expect(Method.INVITE);
        desk.reply(atDesk, 180);
        alice.expect(180);
        alice.cancel(invite);
        alice.expect(200, Method.CANCEL);
        desk.reply(desk.expect(Method.CANCEL), 200);
        desk.reply(atDesk, 487);
        desk.expect(Method.ACK);
        alice.ack(alice.expect(487));
        assertVerdict("caller-gave-up");
    }

    @Test
    void a_phone_that_sends_the_caller_elsewhere() {
        desk.reply(called(), 302, "Contact: <sip:bob@192.0.2.99>");
        desk.expect(Method.ACK);
        alice.ack(alice.expect(302));
        assertVerdict("forward-set");
    }

    @Test
    void an_answer_that_is_never_acknowledged() {
        var atDesk = called();
        var answer = desk.reply(atDesk, 200);
        alice.expect(200, Method.INVITE);
        for (int i = 0; i < 4; i++) {
            network.clock().advance(Duration.ofMillis(500L << i));
            desk.resend(atDesk, answer);
        }
        assertVerdict("ack-lost");
        alice.ignoreUnread();
    }
}
