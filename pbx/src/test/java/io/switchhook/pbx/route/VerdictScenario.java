package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.TextDrawing;
import io.switchhook.ladder.Timeline;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import java.time.Instant;

/// What is said of calls that really were made, from what the floors recorded of them. Each test knows what it has broken;
/// who judges knows only what was recorded.
abstract class VerdictScenario extends OfficeScenario {

    VerdictScenario() {}

    VerdictScenario(SimulatedOffice.Terms terms) {
        super(terms);
    }

    /// What was asked for last.
    Ladder ladder() {
        return new Ladders(
                        office.recorder,
                        new Timeline(network.clock().nanoTime(), Instant.EPOCH),
                        network.clock()::nanoTime)
                .last(50).stream()
                        .filter(ladder -> !ladder.callId().isEmpty())
                        .findFirst()
                        .orElseThrow();
    }

    /// @param text the sentence, with all that it has to name
    void assertVerdict(String name, String text) {
        var ladder = ladder();
        assertThat(ladder.verdict().map(it -> it.name() + ": " + it.text()).orElse("none"))
                .as(TextDrawing.draw(ladder, 120))
                .isEqualTo(name + ": " + text);
    }

    void assertNoVerdict() {
        var ladder = ladder();
        assertThat(ladder.verdict()).as(TextDrawing.draw(ladder, 120)).isEmpty();
    }

    /// Bob's desk phone, called by Alice.
    Request called() {
        return called("");
    }

    /// @param offer Alice's session description; empty for none
    Request called(String offer) {
        office.register(desk, "bob", "");
        alice.send(withSession(alice.request(Method.INVITE, "sip:bob@example.com"), offer));
        return desk.expect(Method.INVITE);
    }

    static Request withSession(Request request, String session) {
        if (session.isEmpty()) return request;
        return request.with(h -> h.set(Header.CONTENT_TYPE, MediaType.SDP))
                .withBody(Body.of(session));
    }

    /// What a phone says of its sound.
    ///
    /// @param profile and formats, as in the m line
    static String session(String address, int port, String profile, String... attributes) {
        var lines = new StringBuilder();
        for (var attribute : attributes) lines.append(attribute).append("\r\n");
        return """
        v=0\r
        o=- 1 1 IN IP4 %s\r
        s=-\r
        c=IN IP4 %s\r
        t=0 0\r
        m=audio %d %s\r
        """
                        .formatted(address, address, port, profile)
                + lines;
    }

    static String session(String address) {
        return session(address, 11780, "RTP/AVP 8");
    }

    /// As header lines and a body, for an answer.
    static String answering(String session) {
        return "Content-Type: application/sdp\r\n\r\n" + session;
    }
}
