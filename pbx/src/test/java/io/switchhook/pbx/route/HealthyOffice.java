package io.switchhook.pbx.route;

import static io.switchhook.pbx.route.VerdictScenario.answering;
import static io.switchhook.pbx.route.VerdictScenario.session;
import static io.switchhook.pbx.route.VerdictScenario.withSession;

import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Leg;
import io.switchhook.testkit.Party;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Phones of one office that all work, Alice's, Bob's, and two of Carol's, and what each does in a call.
final class HealthyOffice {
    static final String SOUND = session("192.0.2.10");
    static final String REPLY = session("192.0.2.21");
    static final String ICE =
            session(
                    "192.168.1.21",
                    11780,
                    "RTP/AVP 8",
                    "a=candidate:1 1 UDP 2130706431 192.168.1.21 11780 typ host");

    private final SimulatedOffice office;
    private final boolean guarded;
    final RandomGenerator random;
    final Party alice;
    final Party desk;
    final Party sofa;
    final Party tablet;
    private final List<Party> all;
    private final Map<String, Course> courses = new HashMap<>();
    private Optional<Course> begun = Optional.empty();

    HealthyOffice(SimulatedOffice office, boolean guarded, RandomGenerator random) {
        this.office = office;
        this.guarded = guarded;
        this.random = random;
        alice = office.phone("alice", "192.0.2.10", any(Transport.UDP, Transport.TCP));
        desk = office.phone("desk", "192.0.2.21", any(Transport.UDP, Transport.WS));
        sofa = office.phone("sofa", "192.0.2.22", any(Transport.TCP, Transport.UDP));
        tablet = office.phone("tablet", "192.0.2.23", any(Transport.TLS, Transport.UDP));
        all = List.of(alice, desk, sofa, tablet);
        register();
    }

    private Transport any(Transport one, Transport other) {
        return random.nextBoolean() ? one : other;
    }

    void register() {
        register(desk, "bob");
        register(sofa, "carol");
        register(tablet, "carol");
    }

    void register(Party phone, String user) {
        var from = "sip:" + user + "@example.com";
        var request =
                phone.request(Method.REGISTER, "sip:example.com", from)
                        .with(h -> h.set(Header.TO, NameAddr.of(Uri.parse(from))));
        send(phone, request, user);
        phone.expect(200, Method.REGISTER);
        settle();
    }

    /// Sends a request, and answers the challenge where there is one.
    Request send(Party phone, Request request, String user) {
        var callId = request.headers().require(Header.CALL_ID).value();
        begun.ifPresent(course -> courses.put(callId, course));
        begun = Optional.empty();
        phone.send(request);
        if (!guarded) return request;
        boolean registers = request.method() == Method.REGISTER;
        var challenge = phone.expect(registers ? 401 : 407);
        if (request.method() == Method.INVITE) phone.ack(challenge);
        var proof =
                new DigestClient(user, OfficeScenario.PASSWORD, random)
                        .answer(phone.again(request, ""), challenge)
                        .orElseThrow();
        return phone.send(proof);
    }

    /// What is still on its way arrives, and what came twice is forgotten.
    void settle() {
        pass(500);
        all.forEach(Party::ignoreUnread);
    }

    void pass(int millis) {
        office.pass(Duration.ofMillis(millis));
    }

    void pass(Duration time) {
        office.pass(time);
    }

    Request call(String user) {
        return call(user, SOUND);
    }

    Request call(String user, String offer) {
        var invite = alice.request(Method.INVITE, "sip:" + user + "@example.com");
        return send(alice, withSession(invite, offer), "alice");
    }

    Request rings(Party phone) {
        var invite = phone.expect(Method.INVITE);
        phone.reply(invite, 180);
        alice.expect(180);
        pass(random.nextInt(8_000));
        return invite;
    }

    Response answers(Party phone, Request invite) {
        return answers(phone, invite, REPLY);
    }

    Response answers(Party phone, Request invite, String session) {
        return phone.reply(invite, 200, answering(session));
    }

    Leg acknowledged(Party phone) {
        var ok = alice.expect(200, Method.INVITE);
        alice.ack(ok);
        phone.expect(Method.ACK);
        settle();
        return alice.leg(ok);
    }

    Leg acknowledgedWhile(Party phone, Party other, Request atOther) {
        var ok = alice.expect(200, Method.INVITE);
        alice.ack(ok);
        phone.expect(Method.ACK);
        OfficeScenario.stopsRinging(other, atOther);
        settle();
        return alice.leg(ok);
    }

    Leg talking() {
        call("bob");
        answers(desk, rings(desk));
        return acknowledged(desk);
    }

    void hangsUp(Leg leg, Party phone) {
        pass(random.nextInt(30_000));
        leg.send(Method.BYE);
        phone.reply(phone.expect(Method.BYE), 200);
        alice.expect(200, Method.BYE);
    }

    void fails(Party phone, Request invite, int status) {
        phone.reply(invite, status);
        phone.expect(Method.ACK);
        alice.ack(alice.expect(status));
    }

    /// What was played so far, by its Call-ID.
    Map<String, Course> courses() {
        return courses;
    }

    /// What begins next is this.
    void begins(Course course) {
        begun = Optional.of(course);
    }
}
